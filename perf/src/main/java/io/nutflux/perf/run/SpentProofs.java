package io.nutflux.perf.run;

import static io.nutflux.store.StoreSamples.WALLET;

import io.nutflux.model.Amount;
import io.nutflux.model.RequestBody;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A wallet's past: tokens that were redeemed, and the proofs for them spent since. It goes through the store's own
 * commands; no mint has seen any of it.
 */
final class SpentProofs {

    private static final int TOKENS = 125;
    private static final long[] AMOUNTS = {1, 2, 4, 8, 16, 32, 64, 128};
    private static final int PROOFS = TOKENS * AMOUNTS.length;
    private static final int AT_A_TIME = 4;

    private final StoreSamples samples = new StoreSamples(1);
    private final WalletStore store;

    SpentProofs(WalletStore store) {
        this.store = store;
    }

    /** Adds at least {@code count} spent proofs, and as many claims of proofs that came in. Emits how many. */
    Mono<Long> add(long count) {
        long rounds = (count + PROOFS - 1) / PROOFS;
        return Flux.range(0, Math.toIntExact(rounds))
                .flatMap(round -> earned(round).flatMap(this::spent), AT_A_TIME, 1)
                .then(Mono.just(rounds * PROOFS));
    }

    private synchronized Settling redeeming(int round) {
        ClaimedToken[] tokens = IntStream.range(0, TOKENS)
                .mapToObj(i -> samples.token("past-" + round + "-" + i, AMOUNTS))
                .toArray(ClaimedToken[]::new);
        long[] amounts = IntStream.range(0, PROOFS)
                .mapToLong(i -> AMOUNTS[i % AMOUNTS.length])
                .toArray();
        OperationDraft draft = samples.redeem(StoreSamples.plan(amounts), tokens);
        return new Settling(draft, samples.body(), samples.settlement(draft));
    }

    private synchronized Settling sending(List<StoredProof> proofs) {
        Amount all =
                Amount.sum(proofs.stream().map(proof -> proof.proof().amount()).toList());
        OutputPlan output = new OutputPlan(StoreSamples.KEYSET, 0, List.of(all), List.of(true));
        OperationDraft draft = samples.send(output, proofs);
        return new Settling(draft, samples.body(), samples.settlement(draft));
    }

    private Mono<List<StoredProof>> earned(int round) {
        return Mono.fromCallable(() -> redeeming(round)).flatMap(this::settled);
    }

    private Mono<Void> spent(List<StoredProof> proofs) {
        return Mono.fromCallable(() -> sending(proofs))
                .flatMap(this::settled)
                .flatMap(sent -> store.markClaimed(
                        WALLET, sent.stream().map(StoredProof::Y).toList()));
    }

    private Mono<List<StoredProof>> settled(Settling settling) {
        OperationDraft draft = settling.draft();
        return store.prepare(WALLET, draft)
                .then(store.markSent(WALLET, draft.id(), 1, settling.body()))
                .then(store.settle(WALLET, draft.id(), 2, settling.settlement()))
                .thenReturn(settling.settlement().newProofs());
    }

    private record Settling(OperationDraft draft, RequestBody body, Settlement settlement) {}
}
