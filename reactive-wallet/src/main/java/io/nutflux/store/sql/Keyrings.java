package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.model.WalletId;
import io.nutflux.vault.DataKey;
import io.nutflux.vault.KeyContext;
import io.nutflux.vault.KeyProvider;
import io.nutflux.vault.WalletCipher;
import io.nutflux.vault.WalletKeys;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The wallets' data keys: read from the database, unwrapped by the provider, kept; and a first one where there is none. */
final class Keyrings {

    private static final int KEPT = 10_000;
    private static final int RETRIES = 3;

    /** The epoch, and the keys of one wallet, if any has some. */
    private record Found(long epoch, List<StoredKey> keys) {}

    /** Makes the cipher of a wallet's unwrapped data keys. */
    interface Ciphers {
        WalletCipher of(WalletId wallet, SortedMap<Integer, DataKey> keys, Randomness randomness);
    }

    private final Database database;
    private final DataKeySql sql = new DataKeySql();
    private final Randomness randomness;
    private final Clock clock;
    private final Ciphers ciphers;
    private final KeyringCache cache = new KeyringCache(KEPT);
    private volatile Wrapping wrapping;

    Keyrings(Database database, KeyProvider provider, Randomness randomness, Clock clock) {
        this(database, provider, randomness, clock, WalletKeys::of);
    }

    Keyrings(Database database, KeyProvider provider, Randomness randomness, Clock clock, Ciphers ciphers) {
        this.database = database;
        this.wrapping = new Wrapping(provider, 0);
        this.randomness = randomness;
        this.clock = clock;
        this.ciphers = ciphers;
    }

    /**
     * Completes if the provider unwraps what it finds in the database, or if there is nothing yet to unwrap; else fails with
     * {@code WRONG_KEY}, or {@code UNAVAILABLE} if a key service does not answer.
     */
    Mono<Void> check() {
        return Mono.defer(() -> {
            KeyProvider provider = wrapping.provider();
            return database.inTransaction(this::found)
                    .flatMap(found -> proven(found)
                            .then(Mono.fromRunnable(() -> wrapping = new Wrapping(provider, found.epoch()))));
        });
    }

    private Mono<Found> found(Tx tx) {
        return sql.epoch(tx)
                .flatMap(epoch -> sql.any(tx)
                        .flatMap(key -> sql.of(tx, key.wallet()))
                        .defaultIfEmpty(List.of())
                        .map(keys -> new Found(epoch, keys)));
    }

    /** Not by way of the cache, whose flight for the same wallet may be what waits for this. */
    private Mono<Void> proven(Found found) {
        if (found.keys().isEmpty()) {
            return Mono.empty();
        }
        WalletId wallet = found.keys().get(0).wallet();
        Keyring present = cache.atHand(wallet);
        return present != null && present.keys().equals(found.keys())
                ? Mono.empty()
                : unwrap(wallet, found.keys())
                        .doOnNext(keyring -> cache.offer(wallet, keyring))
                        .then();
    }

    /** The wallet's keyring, empty if it has no data key. */
    Mono<Keyring> known(WalletId wallet) {
        return cache.get(wallet, load(wallet));
    }

    /** The wallet's keyring, with a data key made now if it had none. */
    Mono<Keyring> sealing(WalletId wallet) {
        Mono<Keyring> loadOrMake =
                load(wallet).flatMap(keyring -> keyring.isEmpty() ? make(wallet) : Mono.just(keyring));
        // Who joined a flight that only looked finds nothing, and then takes one that makes.
        return cache.get(wallet, loadOrMake)
                .flatMap(keyring -> keyring.isEmpty() ? sealing(wallet) : Mono.just(keyring));
    }

    /** The wallet's keyring as it is in the database now; {@code stale} itself if nothing changed. */
    Mono<Keyring> newer(WalletId wallet, Keyring stale) {
        Mono<Keyring> reload = database.inTransaction(tx -> sql.of(tx, wallet))
                .flatMap(keys -> keys.equals(stale.keys()) ? Mono.just(stale) : unwrap(wallet, keys));
        return cache.get(wallet, reload, stale);
    }

    Randomness randomness() {
        return randomness;
    }

    Wrapping wrapping() {
        return wrapping;
    }

    /** From now on data keys are wrapped this way. */
    void use(Wrapping replacement) {
        wrapping = replacement;
    }

    void close() {
        cache.clear().forEach(Keyring::close);
    }

    private Mono<Keyring> load(WalletId wallet) {
        return database.inTransaction(tx -> sql.of(tx, wallet)).flatMap(keys -> unwrap(wallet, keys));
    }

    /** Between replicas the first to insert wins; the others read back. */
    private Mono<Keyring> make(WalletId wallet) {
        return Mono.using(() -> DataKey.generate(randomness), key -> make(wallet, key), DataKey::close)
                .retryWhen(Retry.max(RETRIES)
                        .filter(StaleKeysException.class::isInstance)
                        .doBeforeRetryAsync(signal -> check())
                        .onRetryExhaustedThrow((spec, signal) -> Errors.keysKeepChanging(signal.failure())));
    }

    private Mono<Keyring> make(WalletId wallet, DataKey key) {
        Wrapping now = wrapping;
        KeyContext context = new KeyContext(wallet, 1);
        return now.provider()
                .wrap(context, key)
                .flatMap(wrapped -> database.inTransaction(tx -> requireNothingSealed(tx, wallet)
                                .then(sql.requireEpoch(tx, now.epoch()))
                                .then(sql.insert(tx, context, wrapped, clock.instant())))
                        .flatMap(inserted -> inserted == 1
                                ? Mono.fromCallable(() -> keyring(
                                        wallet,
                                        List.of(new StoredKey(
                                                wallet, context.version(), wrapped, StoredKey.State.ACTIVE)),
                                        new TreeMap<>(Map.of(context.version(), key))))
                                : load(wallet)));
    }

    private Mono<Void> requireNothingSealed(Tx tx, WalletId wallet) {
        return sql.of(tx, wallet)
                .filter(List::isEmpty)
                .flatMap(none -> sql.hasSealed(tx, wallet))
                .flatMap(
                        found -> found ? Mono.error(missing(wallet, "has sealed rows but no data key")) : Mono.empty());
    }

    private Mono<Keyring> unwrap(WalletId wallet, List<StoredKey> keys) {
        if (keys.isEmpty()) {
            return Mono.just(Keyring.empty());
        }
        if (keys.stream().noneMatch(StoredKey::isActive)) {
            return Mono.error(missing(wallet, "lacks the data key that seals"));
        }
        KeyProvider provider = wrapping.provider();
        return Mono.using(
                TreeMap<Integer, DataKey>::new,
                unwrapped -> Flux.fromIterable(keys)
                        .concatMap(key -> provider.unwrap(key.context(), key.wrapped())
                                .doOnNext(plain -> unwrapped.put(key.version(), plain)))
                        .then(Mono.fromCallable(() -> keyring(wallet, keys, unwrapped))),
                unwrapped -> unwrapped.values().forEach(DataKey::close));
    }

    private Keyring keyring(WalletId wallet, List<StoredKey> keys, SortedMap<Integer, DataKey> unwrapped) {
        return new Keyring(keys, ciphers.of(wallet, unwrapped, randomness));
    }

    private static StoreException missing(WalletId wallet, String what) {
        return new StoreException(
                StoreException.Kind.WRONG_KEY,
                "wallet " + wallet + " " + what
                        + ": a row of table data_key is missing; bring it back from a copy of the" + " store",
                null);
    }
}
