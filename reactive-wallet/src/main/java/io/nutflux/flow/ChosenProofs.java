package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.model.CurvePoint;
import io.nutflux.store.CheckedProof;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredProof;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads proofs that were chosen by what stands of them in clear: opening costs, and a wallet may have very many others. */
final class ChosenProofs {

    private final FlowContext context;

    ChosenProofs(FlowContext context) {
        this.context = context;
    }

    /**
     * What was chosen, in that order.
     *
     * @param damage if some of it cannot be read, all that is to be done without from now on, and no proofs
     */
    record Opened(List<StoredProof> proofs, @Nullable Damage damage) {}

    /**
     * Opens {@code chosen}, of one mint and unit and not empty. If some of it is damaged, finds out what else of them is, so that
     * the next choice is the last.
     */
    Mono<Opened> open(List<ProofInfo> chosen, Damage known) {
        List<CurvePoint> Ys = chosen.stream().map(ProofInfo::Y).toList();
        return context.store()
                .proofs(context.wallet(), Ys)
                .collectMap(StoredProof::Y, Function.identity())
                .publishOn(context.compute())
                .flatMap(found -> found.size() == Ys.size()
                        ? Mono.just(new Opened(inOrder(Ys, found), null))
                        : Mono.error(unreadable(Ys.size() - found.size())))
                .onErrorResume(
                        StoreException::isDamage,
                        e -> damaged(chosen.get(0), known, (StoreException) e)
                                .map(damage -> new Opened(List.of(), damage)));
    }

    private static List<StoredProof> inOrder(List<CurvePoint> Ys, Map<CurvePoint, StoredProof> found) {
        return Ys.stream().map(Y -> Objects.requireNonNull(found.get(Y))).toList();
    }

    private Mono<Damage> damaged(ProofInfo one, Damage known, StoreException found) {
        return context.store()
                .checkProofs(context.wallet())
                .filter(checked -> !checked.isReadable())
                .map(CheckedProof::proof)
                .filter(proof -> proof.mint().equals(one.mint()) && proof.unit().equals(one.unit()))
                .map(ProofInfo::Y)
                .collect(Collectors.toSet())
                .publishOn(context.compute())
                .flatMap(Ys -> isNew(Ys, known) ? Mono.just(known.and(Ys, found)) : Mono.error(found));
    }

    /** Else the store does not name what it cannot read, and the same would be chosen for ever. */
    private static boolean isNew(Set<CurvePoint> Ys, Damage known) {
        return !known.Ys().containsAll(Ys);
    }

    private static StoreException unreadable(int count) {
        return new StoreException(
                StoreException.Kind.CORRUPT,
                count + " of the proofs to spend cannot be read; a verification names them",
                null);
    }
}
