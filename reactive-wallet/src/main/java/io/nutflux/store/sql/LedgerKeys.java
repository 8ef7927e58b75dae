package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import io.nutflux.vault.ChainKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The keys that chain the wallets' ledgers: each is a secret of its wallet, made with its first entry, and stays when the
 * wallet gets a new data key.
 */
final class LedgerKeys {

    /** Where the key stands; nobody else may write there. */
    static final SecretName NAME = new SecretName("nutflux:ledger-chain");

    private static final int KEPT = 10_000;

    private final Sealing sealing;
    private final SecretSql secrets;
    private final Randomness randomness;
    private final Map<WalletId, ChainKey> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<WalletId, ChainKey> eldest) {
            return size() > KEPT;
        }
    };

    LedgerKeys(Sealing sealing, SecretSql secrets, Randomness randomness) {
        this.sealing = sealing;
        this.secrets = secrets;
        this.randomness = randomness;
    }

    /** The wallet's chain; its key is made now if there is none. */
    Mono<LedgerChain> of(WalletId wallet) {
        return Mono.defer(() -> {
            ChainKey known = kept(wallet);
            Mono<ChainKey> key = known == null ? find(wallet).switchIfEmpty(make(wallet)) : Mono.just(known);
            return key.map(chain -> new LedgerChain(chain, wallet));
        });
    }

    /** Forgets and wipes them. */
    void close() {
        synchronized (kept) {
            kept.values().forEach(ChainKey::close);
            kept.clear();
        }
    }

    private Mono<ChainKey> find(WalletId wallet) {
        return sealing.read(
                        wallet,
                        tx -> secrets.find(tx, wallet, NAME),
                        (opener, row) -> opener.open(row, LedgerKeys::wiping))
                .doOnNext(key -> keep(wallet, key));
    }

    /** Of two processes that make one, the first wins, and the other reads it back. */
    private Mono<ChainKey> make(WalletId wallet) {
        return Mono.defer(() -> {
            byte[] bytes = new byte[ChainKey.LENGTH];
            randomness.fill(bytes);
            return sealing.<Void>write(wallet, sealer -> {
                        Object[] row = secrets.row(sealer, wallet, NAME, bytes);
                        return tx -> secrets.add(tx, NAME, row);
                    })
                    .then(Mono.fromSupplier(() -> keep(wallet, ChainKey.of(bytes))))
                    .onErrorResume(StoreException::isConflict, e -> find(wallet))
                    .doFinally(signal -> Arrays.fill(bytes, (byte) 0));
        });
    }

    private static ChainKey wiping(byte[] bytes) {
        try {
            return ChainKey.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private @Nullable ChainKey kept(WalletId wallet) {
        synchronized (kept) {
            return kept.get(wallet);
        }
    }

    private ChainKey keep(WalletId wallet, ChainKey key) {
        synchronized (kept) {
            kept.put(wallet, key);
            return key;
        }
    }
}
