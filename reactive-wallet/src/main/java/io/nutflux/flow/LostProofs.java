package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.ProofState;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.StoredProof;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks which of the proofs that the store calls spendable, or handed out, are spent at the mint (NUT-07), and enters what
 * went: in the time that a backup does not know of, the wallet itself may have spent them.
 */
final class LostProofs {

    private static final int PROOFS_A_QUESTION = 500;

    private final FlowContext context;

    LostProofs(FlowContext context) {
        this.context = context;
    }

    /** Completes when the books say of the keyset's proofs at {@code mint} what the mint says. */
    Mono<Void> enter(MintUrl mint, KeysetId keyset) {
        return spent(StoredProof.State.SENT, mint, keyset)
                .concatMap(spent -> context.store().markClaimed(context.wallet(), points(spent)), 0)
                .thenMany(writtenOff(mint, spent(StoredProof.State.UNSPENT, mint, keyset)))
                .then();
    }

    /** Emits whether the mint calls none of {@code some} spent; the books say so of those that are. */
    Mono<Boolean> areUnspent(MintUrl mint, List<StoredProof> some) {
        return writtenOff(mint, spent(mint, Flux.fromIterable(some)))
                .hasElements()
                .map(any -> !any);
    }

    private Flux<Amount> writtenOff(MintUrl mint, Flux<List<StoredProof>> spent) {
        return spent.concatMapIterable(
                        some -> AmountParts.of(some, proof -> proof.proof().amount()))
                .concatMap(part -> writeOff(mint, part), 0);
    }

    private Mono<Amount> writeOff(MintUrl mint, List<StoredProof> spent) {
        CurrencyUnit unit = spent.get(0).unit();
        LedgerEntry entry = new LedgerEntry(
                context.now(),
                LedgerEntry.Kind.SPENT_ELSEWHERE,
                mint,
                unit,
                Amount.ZERO,
                Amount.ZERO,
                context.randomness().operationId(),
                context.owner());
        return context.store().writeOff(context.wallet(), points(spent), entry);
    }

    private Flux<List<StoredProof>> spent(StoredProof.State state, MintUrl mint, KeysetId keyset) {
        return spent(
                mint,
                context.store()
                        .proofs(context.wallet(), state)
                        // None can be read: then none can be spent or handed out, and verify names them.
                        .onErrorResume(StoreException::isDamage, e -> Flux.empty())
                        .filter(proof ->
                                proof.mint().equals(mint) && proof.proof().id().equals(keyset)));
    }

    /** Those that the mint calls spent, some at a time. */
    private Flux<List<StoredProof>> spent(MintUrl mint, Flux<StoredProof> proofs) {
        return proofs.buffer(PROOFS_A_QUESTION)
                .concatMap(some -> spent(mint, some), 0)
                .filter(spent -> !spent.isEmpty());
    }

    private Mono<List<StoredProof>> spent(MintUrl mint, List<StoredProof> some) {
        return context.mints()
                .checkState(mint, points(some))
                .publishOn(context.compute())
                .map(states -> {
                    Set<CurvePoint> spent = states.stream()
                            .filter(state -> state.state() == ProofState.State.SPENT)
                            .map(ProofState::Y)
                            .collect(Collectors.toCollection(HashSet::new));
                    return some.stream()
                            .filter(proof -> spent.contains(proof.Y()))
                            .toList();
                });
    }

    private static List<CurvePoint> points(List<StoredProof> proofs) {
        return proofs.stream().map(StoredProof::Y).toList();
    }
}
