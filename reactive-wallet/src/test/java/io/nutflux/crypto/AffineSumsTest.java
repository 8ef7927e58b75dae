package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@link AffineBatch} and {@link AffineSums} against libsecp256k1. */
class AffineSumsTest {

    private final Cases cases = new Cases("affine");

    @Test
    void batch_additionsAndDoublings_agreeWithLibsecp256k1() {
        List<CurvePoint> points = distinctPoints(150);
        long[] limbs = Elements.points(points);
        AffineBatch batch = new AffineBatch(limbs);
        for (int i = 0; i + 2 < 150; i += 3) {
            // The third gives way to the sum of the first two, then the first to its double.
            batch.add((i + 2) * Points.LIMBS, i * Points.LIMBS, (i + 1) * Points.LIMBS);
            batch.add(i * Points.LIMBS, i * Points.LIMBS, i * Points.LIMBS);
        }
        assertThat(batch.size()).isEqualTo(100);

        assertThat(batch.run()).isEmpty();

        assertThat(batch.size()).isZero();
        for (int i = 0; i + 2 < 150; i += 3) {
            CurvePoint P = points.get(i);
            assertThat(Points.encode(limbs, (i + 2) * Points.LIMBS)).isEqualTo(Reference.add(P, points.get(i + 1)));
            assertThat(Points.encode(limbs, i * Points.LIMBS)).isEqualTo(Reference.add(P, P));
        }
    }

    @Test
    void batch_equalAndOppositePoints_areReportedAndNothingIsDone() {
        CurvePoint P = cases.point();
        long[] limbs = Elements.points(List.of(P, P, Reference.negate(P), cases.point()));
        long[] before = limbs.clone();
        AffineBatch batch = new AffineBatch(limbs);
        batch.add(0, 0, 30);
        batch.add(0, 0, 10);
        batch.add(0, 30, 30);
        batch.add(0, 0, 20);

        assertThat(batch.run()).containsExactly(1, 3);

        assertThat(limbs).isEqualTo(before);
        assertThat(batch.run()).isEmpty();
    }

    @Test
    void sums_ofAnyLength_agreeWithLibsecp256k1() {
        int[] lengths = {1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 1, 2};
        List<CurvePoint> points = distinctPoints(300);
        AffineSums sums = new AffineSums(lengths.length, 300);
        int next = 0;
        for (int i = 0; i < lengths.length; i++) {
            assertThat(sums.begin()).isEqualTo(i);
            for (int j = 0; j < lengths[i]; j++) {
                sums.add(Elements.point(points.get(next++)), 0);
            }
        }

        sums.compute();

        next = 0;
        for (int i = 0; i < lengths.length; i++) {
            CurvePoint expected = points.get(next++);
            for (int j = 1; j < lengths[i]; j++) {
                expected = Objects.requireNonNull(Reference.add(expected, points.get(next++)));
            }
            assertThat(sums.isComputed(i)).isTrue();
            assertThat(Points.encode(sums.points(), sums.place(i))).isEqualTo(expected);
        }
    }

    @Test
    void sums_withEqualOrOppositePointsOnTheWay_areGivenUpAndHarmNoNeighbour() {
        CurvePoint P = cases.point();
        CurvePoint Q = cases.point();
        CurvePoint negated = Reference.negate(P);
        CurvePoint sum = Objects.requireNonNull(Reference.add(P, Q));
        List<List<CurvePoint>> lists = List.of(
                List.of(P, Q, Q),
                List.of(P, P),
                List.of(P, negated, Q),
                List.of(),
                // Only the second round meets these.
                List.of(P, Q, sum),
                List.of(P, Q, Reference.negate(sum)),
                List.of(Q, P, P, Q),
                List.of(Q, P, Q));
        AffineSums sums = new AffineSums(lists.size(), 30);
        for (List<CurvePoint> list : lists) {
            sums.begin();
            list.forEach(point -> sums.add(Elements.point(point), 0));
        }

        sums.compute();

        List<Boolean> computed = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            computed.add(sums.isComputed(i));
        }
        assertThat(computed).containsExactly(true, false, false, false, false, false, false, true);
        assertThat(Points.encode(sums.points(), sums.place(0))).isEqualTo(Reference.add(sum, Q));
        assertThat(Points.encode(sums.points(), sums.place(7))).isEqualTo(Reference.add(sum, Q));
    }

    private List<CurvePoint> distinctPoints(int count) {
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(Reference.publicKey(cases.uniform()));
        }
        return points;
    }
}
