package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.model.CurvePoint;
import io.nutflux.store.ProofInfo;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Proofs that a choice does without, since their secrets cannot be read.
 *
 * @param error how the first of them was found; {@code null} if there is none
 */
record Damage(Set<CurvePoint> Ys, @Nullable StoreException error) {

    static final Damage NONE = new Damage(Set.of(), null);

    Damage {
        Ys = Set.copyOf(Ys);
    }

    Damage and(Set<CurvePoint> more, StoreException found) {
        Set<CurvePoint> all = new HashSet<>(Ys);
        all.addAll(more);
        return new Damage(all, error == null ? found : error);
    }

    Flux<ProofInfo> leftOutOf(Flux<ProofInfo> proofs) {
        return Ys.isEmpty() ? proofs : proofs.filter(proof -> !Ys.contains(proof.Y()));
    }

    /** What an error adds that would not be one with these proofs; nothing if there are none. */
    String note() {
        return Ys.isEmpty() ? "" : "; left out as damaged, and named by a verification: " + Ys.size();
    }
}
