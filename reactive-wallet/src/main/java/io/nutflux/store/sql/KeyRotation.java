package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.model.WalletId;
import io.nutflux.vault.DataKey;
import io.nutflux.vault.KeyContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Gives one wallet a new data key.
 *
 * <pre>
 * 1. insert the new key as ACTIVE, the old one becomes RETIRED    one transaction
 * 2. each table: read a page, seal its old rows anew, replace them two transactions a page
 * 3. look through all tables for rows of retired keys              one transaction a page
 * 4. delete the retired keys, if step 3 found none                 one transaction
 * </pre>
 *
 * Whoever writes sealed rows makes sure in the same transaction that its key is ACTIVE; so after step 1 no row of an old key
 * can appear, in whatever process, and steps 2 and 3 need not hurry. A run that finds retired keys begins with step 2.
 */
final class KeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final int RETRIES = 3;

    private final Database database;
    private final DataKeySql sql = new DataKeySql();
    private final Keyrings keyrings;
    private final Randomness randomness;
    private final Clock clock;
    private final WalletId wallet;
    private final int pageSize;

    /** What a run has done so far, in one thread at a time. */
    private static final class Count {
        private long resealed;
        private long unreadable;

        RotationProgress progress(Keyring keyring, boolean complete) {
            return new RotationProgress(keyring.cipher().version(), resealed, unreadable, complete);
        }
    }

    KeyRotation(
            Database database, Keyrings keyrings, Randomness randomness, Clock clock, WalletId wallet, int pageSize) {
        this.database = database;
        this.keyrings = keyrings;
        this.randomness = randomness;
        this.clock = clock;
        this.wallet = wallet;
        this.pageSize = pageSize;
    }

    Flux<RotationProgress> run() {
        return current()
                .filter(keyring -> !keyring.isEmpty())
                .flatMap(keyring -> isUnderWay(keyring) ? Mono.just(keyring) : begin(keyring))
                .flatMapMany(this::reseal)
                // Another process began the same, or the next rotation, or wraps anew; or this one, since, its first
                // key.
                .retryWhen(Retry.max(RETRIES)
                        .filter(StaleKeysException.class::isInstance)
                        .doBeforeRetryAsync(signal -> keyrings.check())
                        .onRetryExhaustedThrow((spec, signal) -> Errors.keysKeepChanging(signal.failure())));
    }

    private Mono<Keyring> current() {
        return Mono.defer(() -> keyrings.known(wallet)).flatMap(known -> keyrings.newer(wallet, known));
    }

    private static boolean isUnderWay(Keyring keyring) {
        return keyring.keys().size() > 1;
    }

    // ---- step 1

    private Mono<Keyring> begin(Keyring before) {
        return Mono.using(() -> DataKey.generate(randomness), key -> begin(before, key), DataKey::close)
                .then(Mono.defer(() -> keyrings.newer(wallet, before)));
    }

    private Mono<Void> begin(Keyring before, DataKey key) {
        int old = before.cipher().version();
        KeyContext context = new KeyContext(wallet, Math.addExact(old, 1));
        Wrapping wrapping = keyrings.wrapping();
        return wrapping.provider()
                .wrap(context, key)
                .flatMap(wrapped -> database.inTransaction(tx -> sql.requireEpoch(tx, wrapping.epoch())
                        .then(sql.retire(tx, wallet, old))
                        .then(sql.insert(tx, context, wrapped, clock.instant()))
                        .flatMap(count -> count == 1 ? Mono.empty() : Mono.error(new StaleKeysException()))));
    }

    // ---- steps 2 to 4

    private Flux<RotationProgress> reseal(Keyring keyring) {
        Count count = new Count();
        return Flux.fromIterable(SealedTable.ALL)
                .concatMap(table -> pages(table).concatMap(page -> reseal(table, page, keyring, count)), 0)
                .concatWith(Mono.defer(() -> finish(keyring, count)));
    }

    private Mono<RotationProgress> reseal(SealedTable table, List<SealedRow> page, Keyring keyring, Count count) {
        List<Object[]> replacements = new ArrayList<>();
        for (SealedRow row : page) {
            Sealed old = row.sealed();
            if (old != null && row.version() != keyring.cipher().version()) {
                byte[] sealed = resealed(old, keyring);
                if (sealed == null) {
                    count.unreadable++;
                } else {
                    replacements.add(table.replacement(wallet, row, sealed, keyring.cipher()));
                }
            }
        }
        if (replacements.isEmpty()) {
            return Mono.empty();
        }
        return database.inTransaction(
                        tx -> sql.requireActive(tx, wallet, keyring.cipher().version())
                                .then(table.replace(tx, replacements)))
                .map(replaced -> {
                    count.resealed += replaced;
                    return count.progress(keyring, false);
                });
    }

    private static byte @Nullable [] resealed(Sealed old, Keyring keyring) {
        byte[] plain;
        try {
            plain = new Opener(keyring.cipher(), true).open(old);
        } catch (StoreException e) {
            LOG.warn("not sealed anew, as it does not open: {}", e.getMessage());
            return null;
        }
        try {
            return keyring.cipher().seal(old.place(), plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private Mono<RotationProgress> finish(Keyring keyring, Count count) {
        long active = keyring.cipher().version();
        return Flux.fromIterable(SealedTable.ALL)
                .concatMap(this::pages, 0)
                .flatMapIterable(page -> page, 1)
                .any(row -> row.sealed() != null && row.version() != active)
                .flatMap(left -> left ? Mono.just(false) : delete(keyring).thenReturn(true))
                .map(complete -> count.progress(keyring, complete));
    }

    private Mono<Void> delete(Keyring keyring) {
        List<StoredKey> retired =
                keyring.keys().stream().filter(key -> !key.isActive()).toList();
        return database.inTransaction(
                        tx -> sql.requireActive(tx, wallet, keyring.cipher().version())
                                .thenMany(Flux.fromIterable(retired))
                                .concatMap(key -> sql.delete(tx, wallet, key.version()))
                                .then())
                .then(Mono.defer(() -> keyrings.newer(wallet, keyring)))
                .then();
    }

    /** All rows of a table as they are when they are asked for. */
    private Flux<List<SealedRow>> pages(SealedTable table) {
        return page(table, null)
                .expand(page -> page.size() < pageSize ? Mono.empty() : page(table, page.get(page.size() - 1)))
                .filter(page -> !page.isEmpty());
    }

    private Mono<List<SealedRow>> page(SealedTable table, @Nullable SealedRow after) {
        return database.inTransaction(tx -> table.page(tx, wallet, after, pageSize));
    }
}
