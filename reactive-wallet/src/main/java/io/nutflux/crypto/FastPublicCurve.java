package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The part of a {@link CurveEngine} that works on public data, on the library's own arithmetic: {@link Field} and what
 * stands on it. It has no method that takes a secret, and is not constant-time.
 *
 * <p>It takes no shortcut in what is true: what its formulas do not serve goes to the verifier on BouncyCastle.
 */
final class FastPublicCurve {

    /** With all their tables, 14 MB. */
    static final int MINT_KEYS = 256;

    /** Two thirds of a megabyte while it runs. More would save few inversions, and miss the processor's cache more often. */
    static final int BATCH = 32;

    private final MintKeys<TabledKey> mintKeys = new MintKeys<>(MINT_KEYS, TabledKey::decode);
    private final Function<List<DleqStatement>, List<Boolean>> plain;

    /** {@code plain} decides the statements that the formulas here do not serve. */
    FastPublicCurve(Function<List<DleqStatement>, List<Boolean>> plain) {
        this.plain = plain;
    }

    /** As {@link CurveEngine#hashToCurve}. The point is written by its x alone: one of its two y is even. */
    List<CurvePoint> hashToCurve(List<byte[]> messages) {
        return messages.stream()
                .map(message ->
                        HashToCurve.<CurvePoint>first(message, x -> Points.isX(x, 0) ? Points.evenWith(x) : null))
                .toList();
    }

    /** As {@link CurveEngine#isOnCurve}. */
    boolean isOnCurve(CurvePoint point) {
        return Points.isX(point.toBytes(), 1);
    }

    /** As {@link CurveEngine#verify}. */
    List<Boolean> verify(List<DleqStatement> statements) {
        List<Boolean> results = new ArrayList<>(statements.size());
        for (int from = 0; from < statements.size(); from += BATCH) {
            List<DleqStatement> batch = statements.subList(from, Math.min(from + BATCH, statements.size()));
            DleqChallenge[] challenges = DleqBatch.challenges(mintKeys, batch);
            for (int i = 0; i < challenges.length; i++) {
                results.add(
                        challenges[i].isKnown()
                                ? challenges[i].isMetBy(batch.get(i))
                                : plain.apply(batch.subList(i, i + 1)).get(0));
            }
        }
        return List.copyOf(results);
    }
}
