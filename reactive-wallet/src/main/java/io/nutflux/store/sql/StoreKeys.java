package io.nutflux.store.sql;

import io.nutflux.model.WalletId;
import io.nutflux.vault.KeyProvider;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Care for the keys of a store while wallets work with it.
 *
 * <p>Secrets are sealed with data keys, one wallet's with its own; data keys are stored wrapped by a {@link KeyProvider}. So
 * there are two keys to change: what wraps, at once, and a wallet's data key, which takes as long as sealing its rows anew.
 *
 * <p>Publishers are cold; errors are {@link io.nutflux.error.StoreException}s. Each step is one transaction, and what a crash
 * or a cancellation leaves is whole: run the same again to go on.
 */
public interface StoreKeys {

    /**
     * Wraps anew, in one transaction, the data keys that were wrapped with another than the provider's present key; for a
     * provider whose key has been rotated. Emits their number.
     */
    Mono<Integer> rewrap();

    /**
     * Wraps all data keys with {@code replacement} in one transaction, and goes on with it: a change of password, or of the
     * kind of provider. Emits their number. What was wrapped before is no longer in the database.
     *
     * <p>Other processes on the database go on with the data keys they hold, but cannot load others or add any, failing with
     * {@code WRONG_KEY}, until they are started again with the new provider.
     */
    Mono<Integer> rewrapWith(KeyProvider replacement);

    /**
     * Gives a wallet a new data key. It seals, in all processes, from its insertion on; then all rows are sealed anew with
     * it, page by page, and at the end the old key is deleted, but only if it sealed no row that is left.
     *
     * <p>If a rotation was begun and not finished, it is finished and no other key is made. Emits after each page, as fast as
     * asked for, and completes at once for a wallet without a data key. Rows that do not open are left as they are; the last
     * item tells their number, and the old key stays for them.
     */
    Flux<RotationProgress> rotate(WalletId wallet);
}
