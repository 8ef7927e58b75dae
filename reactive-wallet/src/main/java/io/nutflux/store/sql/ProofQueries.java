package io.nutflux.store.sql;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.WalletId;
import io.nutflux.store.CheckedProof;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredProof;
import io.nutflux.store.StoredProof.State;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Queries that open the wallet's own proofs. */
final class ProofQueries {

    private final Sealing sealing;
    private final ProofSql sql;

    ProofQueries(Sealing sealing, ProofSql sql) {
        this.sealing = sealing;
        this.sql = sql;
    }

    Flux<StoredProof> of(WalletId wallet, Collection<CurvePoint> Ys) {
        List<CurvePoint> each = Ys.stream().distinct().toList();
        return readable(wallet, tx -> sql.of(tx, wallet, each));
    }

    /** Those in a final state, which may be very many, are read page by page as they are asked for. */
    Flux<StoredProof> in(WalletId wallet, State state) {
        if (state != State.SPENT && state != State.CLAIMED) {
            return readable(wallet, tx -> sql.live(tx, wallet, state));
        }
        return endedAfter(wallet, state, null)
                .expand(page -> page.last() == null ? Mono.empty() : endedAfter(wallet, state, page.last()))
                .flatMapIterable(ProofPage::proofs, 1);
    }

    /** Page by page as they are asked for, as there may be very many. */
    Flux<CheckedProof> check(WalletId wallet) {
        return checkedAfter(wallet, null)
                .expand(page -> page.last() == null ? Mono.empty() : checkedAfter(wallet, page.last()))
                .flatMapIterable(CheckedPage::proofs, 1);
    }

    private Mono<CheckedPage> checkedAfter(WalletId wallet, @Nullable ProofInfo after) {
        return sealing.read(wallet, tx -> sql.allLive(tx, wallet, after), CheckedPage::check);
    }

    private Mono<ProofPage> endedAfter(WalletId wallet, State state, @Nullable CurvePoint after) {
        return sealing.read(wallet, tx -> sql.ended(tx, wallet, state, after), ProofPage::open);
    }

    private Flux<StoredProof> readable(WalletId wallet, Function<Tx, Mono<List<SealedOwnProof>>> query) {
        return sealing.read(wallet, query, (opener, found) -> opener.readable(found, proof -> proof.open(opener)))
                .flatMapIterable(Function.identity());
    }
}
