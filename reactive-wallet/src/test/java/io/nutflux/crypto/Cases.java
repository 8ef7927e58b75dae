package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Seeded scalars and points, the awkward ones included. */
final class Cases {

    static final List<Scalar> EDGES = edges();

    private final TestRandomness random;

    Cases(String seed) {
        this.random = TestRandomness.seeded(seed);
    }

    private static List<Scalar> edges() {
        List<Scalar> edges = new ArrayList<>();
        BigInteger n = SigningMint.N;
        BigInteger half = n.shiftRight(1);
        // The eigenvalue of the curve's endomorphism and its square: where GLV decompositions degenerate.
        BigInteger lambda = new BigInteger("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16);
        for (BigInteger value : List.of(
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(3),
                BigInteger.ONE.shiftLeft(16),
                BigInteger.ONE.shiftLeft(128),
                BigInteger.ONE.shiftLeft(255),
                lambda,
                lambda.multiply(lambda).mod(n),
                half,
                half.add(BigInteger.ONE),
                n.subtract(BigInteger.TWO),
                n.subtract(BigInteger.ONE))) {
            edges.add(SigningMint.scalar(value));
        }
        return List.copyOf(edges);
    }

    /** An edge case one time in three. */
    Scalar scalar() {
        if (random.below(3) == 0) {
            return EDGES.get(random.below(EDGES.size()));
        }
        return uniform();
    }

    Scalar uniform() {
        BigInteger value = new BigInteger(1, random.bytes(32)).mod(SigningMint.N);
        return value.signum() == 0 ? uniform() : SigningMint.scalar(value);
    }

    CurvePoint point() {
        return Reference.publicKey(scalar());
    }

    byte[] bytes(int length) {
        return random.bytes(length);
    }

    int below(int bound) {
        return random.below(bound);
    }

    static Scalar negated(Scalar scalar) {
        return SigningMint.scalar(SigningMint.N.subtract(SigningMint.integer(scalar)));
    }
}
