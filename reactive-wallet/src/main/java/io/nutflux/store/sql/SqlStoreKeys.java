package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.model.WalletId;
import io.nutflux.vault.KeyProvider;
import io.nutflux.vault.WrappedKey;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** {@link StoreKeys} over a {@link Database}. */
final class SqlStoreKeys implements StoreKeys {

    private static final int RETRIES = 3;
    private static final int CALLS_AT_ONCE = 4;
    private static final int PAGE = 200;

    private final Database database;
    private final DataKeySql sql = new DataKeySql();
    private final Keyrings keyrings;

    private record Seen(long epoch, List<StoredKey> keys) {}

    /** A key as it is stored, and how it is to be wrapped. */
    record Change(StoredKey key, WrappedKey wrapped) {}

    SqlStoreKeys(Database database, Keyrings keyrings) {
        this.database = database;
        this.keyrings = keyrings;
    }

    @Override
    public Mono<Integer> rewrap() {
        return Mono.defer(() -> rewrap(keyrings.wrapping().provider(), true));
    }

    @Override
    public Mono<Integer> rewrapWith(KeyProvider replacement) {
        return rewrap(replacement, false);
    }

    @Override
    public Flux<RotationProgress> rotate(WalletId wallet) {
        return new KeyRotation(database, keyrings, Randomness.secure(), Clock.systemUTC(), wallet, PAGE).run();
    }

    private Mono<Integer> rewrap(KeyProvider to, boolean onlyOld) {
        return Mono.defer(() -> {
                    KeyProvider from = keyrings.wrapping().provider();
                    return database.inTransaction(this::seen)
                            .flatMap(seen -> rewrapped(seen.keys(), from, to, onlyOld)
                                    .flatMap(changes -> rewrap(seen, changes, to, onlyOld)));
                })
                .retryWhen(Retry.max(RETRIES)
                        .filter(StaleKeysException.class::isInstance)
                        .onRetryExhaustedThrow((spec, signal) -> Errors.keysKeepChanging(signal.failure())));
    }

    private Mono<Integer> rewrap(Seen seen, List<Change> changes, KeyProvider to, boolean onlyOld) {
        if (onlyOld && changes.isEmpty()) {
            return Mono.just(0);
        }
        return database.inTransaction(tx -> store(tx, seen, changes)).then(Mono.fromCallable(() -> {
            keyrings.use(new Wrapping(to, seen.epoch() + 1));
            return changes.size();
        }));
    }

    /** All of them or none: a key added meanwhile must not stay behind under a wrapping that is about to be forgotten. */
    private Mono<Void> store(Tx tx, Seen seen, List<Change> changes) {
        return sql.advanceEpoch(tx, seen.epoch())
                .then(sql.all(tx))
                .flatMap(keys ->
                        keys.equals(seen.keys()) ? sql.rewrap(tx, changes) : Mono.error(new StaleKeysException()));
    }

    private Mono<Seen> seen(Tx tx) {
        return sql.epoch(tx).flatMap(epoch -> sql.all(tx).map(keys -> new Seen(epoch, keys)));
    }

    private static Mono<List<Change>> rewrapped(
            List<StoredKey> keys, KeyProvider from, KeyProvider to, boolean onlyOld) {
        return Flux.fromIterable(keys)
                .flatMapSequential(
                        key -> Mono.usingWhen(
                                from.unwrap(key.context(), key.wrapped()),
                                // A provider can tell what is current once it has unwrapped it.
                                plain -> onlyOld && to.isCurrent(key.wrapped())
                                        ? Mono.<Change>empty()
                                        : to.wrap(key.context(), plain).map(wrapped -> new Change(key, wrapped)),
                                plain -> Mono.fromRunnable(plain::close)),
                        CALLS_AT_ONCE)
                .collectList();
    }
}
