package io.nutflux.flow;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredProof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parts proofs so that each part can be spoken of to one mint, in one unit, in one request, and is in one state. */
final class ProofBatches {

    private record Place(MintUrl mint, CurrencyUnit unit, StoredProof.State state) {}

    private ProofBatches() {}

    /** Batches of {@code most} proofs or fewer, none empty, each of one mint, unit and state and in the order of {@code Y}. */
    static <T> List<List<T>> of(List<T> proofs, Function<T, ProofInfo> info, int most) {
        Map<Place, List<T>> places = proofs.stream()
                .sorted(Comparator.comparing((T proof) -> info.apply(proof).Y()))
                .collect(Collectors.groupingBy(
                        proof -> place(info.apply(proof)), LinkedHashMap::new, Collectors.toList()));
        List<List<T>> batches = new ArrayList<>();
        for (List<T> ofPlace : places.values()) {
            for (int from = 0; from < ofPlace.size(); from += most) {
                batches.add(ofPlace.subList(from, Math.min(ofPlace.size(), from + most)));
            }
        }
        return batches;
    }

    private static Place place(ProofInfo proof) {
        return new Place(proof.mint(), proof.unit(), proof.state());
    }
}
