package io.nutflux;

import io.nutflux.crypto.Seed;
import io.nutflux.crypto.SeedMark;
import io.nutflux.error.StoreException;
import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import io.nutflux.store.WalletStore;
import java.security.MessageDigest;
import java.util.Arrays;
import reactor.core.publisher.Mono;

/**
 * Holds a wallet of a store to one seed. Outputs under way are derived from it (NUT-13), so with another one the answers to
 * requests that were sent could not be told from those to nobody's.
 */
final class SeedBinding {

    /** Where the seed's mark stands, sealed, beside the wallet's money. */
    static final SecretName NAME = new SecretName("nutflux:seed");

    private SeedBinding() {}

    /** Completes if {@code wallet} is {@code seed}'s, or nobody's yet; else fails with {@code WRONG_KEY}. Writes nothing. */
    static Mono<Void> check(WalletStore store, WalletId wallet, Seed seed) {
        return Mono.defer(() -> required(wallet, known(store, wallet, SeedMark.of(seed))));
    }

    /**
     * Completes if {@code wallet} is {@code seed}'s, which it becomes when it is nobody's; else fails with {@code
     * WRONG_KEY}.
     */
    static Mono<Void> bind(WalletStore store, WalletId wallet, Seed seed) {
        return Mono.defer(() -> {
            byte[] mark = SeedMark.of(seed);
            return required(
                    wallet,
                    known(store, wallet, mark)
                            .switchIfEmpty(Mono.defer(() -> store.addSecret(wallet, NAME, mark))
                                    .thenReturn(true)
                                    // Of two processes that open it first, one writes, and the other reads what is
                                    // there.
                                    .onErrorResume(StoreException::isConflict, e -> known(store, wallet, mark))));
        });
    }

    private static Mono<Void> required(WalletId wallet, Mono<Boolean> known) {
        return known.flatMap(same -> same ? Mono.<Void>empty() : Mono.error(otherSeed(wallet)));
    }

    private static Mono<Boolean> known(WalletStore store, WalletId wallet, byte[] mark) {
        return store.secret(wallet, NAME).map(stored -> {
            boolean same = MessageDigest.isEqual(stored, mark);
            Arrays.fill(stored, (byte) 0);
            return same;
        });
    }

    private static StoreException otherSeed(WalletId wallet) {
        return new StoreException(
                StoreException.Kind.WRONG_KEY,
                "wallet " + wallet
                        + " of this store belongs to another seed: open it with the words, and the passphrase if"
                        + " there is one, that it was made with, or open another store or another wallet id with these",
                null);
    }
}
