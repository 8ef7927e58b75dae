package io.nutflux.flow;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.store.StoredProof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Parts proofs so that each part can be spoken of to one mint, in one unit, in one request. */
final class ProofBatches {

    private record Place(MintUrl mint, CurrencyUnit unit) {}

    private ProofBatches() {}

    /** Batches of {@code most} proofs or fewer, none empty, each of one mint and unit and in the order of {@code Y}. */
    static List<List<StoredProof>> of(List<StoredProof> proofs, int most) {
        Map<Place, List<StoredProof>> places = proofs.stream()
                .sorted(Comparator.comparing(StoredProof::Y))
                .collect(Collectors.groupingBy(
                        proof -> new Place(proof.mint(), proof.unit()), LinkedHashMap::new, Collectors.toList()));
        List<List<StoredProof>> batches = new ArrayList<>();
        for (List<StoredProof> ofPlace : places.values()) {
            for (int from = 0; from < ofPlace.size(); from += most) {
                batches.add(ofPlace.subList(from, Math.min(ofPlace.size(), from + most)));
            }
        }
        return batches;
    }
}
