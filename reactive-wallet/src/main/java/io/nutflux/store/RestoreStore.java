package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletId;
import java.time.Instant;
import java.util.Collection;
import reactor.core.publisher.Mono;

/**
 * Restoring from the seed (NUT-09, NUT-13), and the counters of wallets that come out of a backup. The rules of {@link
 * WalletStore} hold here too.
 *
 * <p>A wallet that was loaded from a backup is marked as restored, for good: its counters lag behind what mints have signed
 * since. None of its keysets gives a counter ({@code prepare}, {@code release} with successors: {@link
 * io.nutflux.error.StoreException.Kind#COUNTERS_BEHIND}) before it was caught up by {@link #restore} with complete findings of
 * the same mint: two addresses with one keyset may be two mints.
 * That holds for keysets too which the store hears of later only, since the lost time may have used them.
 */
public interface RestoreStore {

    /** When the wallet was loaded from a backup; empty for one that was not. */
    Mono<Instant> restoredAt(WalletId wallet);

    /**
     * Marks the wallet as loaded from a backup at {@code when}: for who brings back a store by other means than the
     * library's backups, before a wallet is opened on it. No keyset is caught up afterwards.
     */
    Mono<Void> markRestored(WalletId wallet, Instant when);

    /**
     * Where the counter of {@code keyset} stands, at 0 for one that was never used; and from where on it lags behind at
     * {@code mint}.
     */
    Mono<KeysetCounter> counter(WalletId wallet, MintUrl mint, KeysetId keyset);

    /**
     * Stores what a mint gave back: proofs that are not known yet, with a ledger entry for them; raises the keyset's counter
     * to the findings', never lowers it; and, with complete findings, marks the keyset as caught up at the
     * ledger entry's mint.
     *
     * <p>Proofs whose counters belong to an unfinished operation are left to that. May fail with {@code CONFLICT}, changing
     * nothing, if another process stores one of the proofs at the same moment: the same again finds it known.
     *
     * @return the value of the proofs that are new; without any there is no ledger entry
     */
    Mono<Amount> restore(WalletId wallet, Findings findings);

    /**
     * Own proofs that the mint calls spent though nothing in the store spent them: {@code UNSPENT -> CLAIMED}, entered as
     * {@code SPENT_ELSEWHERE} with the value that went. Proofs in another state are left alone. Fails with {@code CONFLICT}
     * if one is of another mint or unit than {@code entry}.
     *
     * @param entry the ledger entry; it is written with the amount that went
     * @return the value that went; without any there is no ledger entry
     */
    Mono<Amount> writeOff(WalletId wallet, Collection<CurvePoint> Ys, LedgerEntry entry);
}
