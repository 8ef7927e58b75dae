package io.nutflux.crypto;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.ECPointMap;
import org.bouncycastle.math.ec.WNafUtil;
import org.bouncycastle.math.ec.endo.GLVEndomorphism;

/**
 * Sums {@code k*P + l*Q} of points met once, many at a time, in variable time.
 *
 * <p>Each scalar falls into two of half the length by the curve's endomorphism (GLV); the four run through one chain of
 * doublings (Straus) over the odd multiples of P and Q. Those multiples are made affine for all sums at once, which
 * costs one inversion instead of one for each point, and makes every addition a mixed one.
 */
final class PairSums {

    private static final int WINDOW = 5;
    private static final int ODD_MULTIPLES = 1 << (WINDOW - 2);
    private static final GLVEndomorphism ENDOMORPHISM = (GLVEndomorphism) Secp256k1.CURVE.getEndomorphism();

    /** {@code P, 3P, 5P, …} of the first point, the second, and so on. */
    private final ECPoint[] multiples;

    /** Prepares sums over these points, which are affine and not at infinity. */
    PairSums(ECPoint[] points) {
        ECPoint[] doubles = new ECPoint[points.length];
        for (int i = 0; i < points.length; i++) {
            doubles[i] = points[i].twice();
        }
        Secp256k1.CURVE.normalizeAll(doubles);
        multiples = new ECPoint[points.length * ODD_MULTIPLES];
        for (int i = 0; i < points.length; i++) {
            int first = i * ODD_MULTIPLES;
            multiples[first] = points[i];
            for (int j = 1; j < ODD_MULTIPLES; j++) {
                multiples[first + j] = multiples[first + j - 1].add(doubles[i]);
            }
        }
        Secp256k1.CURVE.normalizeAll(multiples);
    }

    /** {@code k} times the point at {@code p} plus {@code l} times the point at {@code q}; not normalised. */
    ECPoint sum(int p, BigInteger k, int q, BigInteger l) {
        Term[] terms = new Term[4];
        split(p, k, terms, 0);
        split(q, l, terms, 2);
        int length = 0;
        for (Term term : terms) {
            length = Math.max(length, term.digits.length);
        }
        ECPoint sum = Secp256k1.CURVE.getInfinity();
        for (int i = length - 1; i >= 0; i--) {
            sum = sum.twice();
            for (Term term : terms) {
                int digit = i < term.digits.length ? term.digits[i] : 0;
                if (digit != 0) {
                    sum = sum.add(term.multiple(digit));
                }
            }
        }
        return sum;
    }

    private void split(int point, BigInteger k, Term[] terms, int at) {
        BigInteger[] halves = ENDOMORPHISM.decomposeScalar(k);
        ECPoint[] plain = new ECPoint[ODD_MULTIPLES];
        ECPoint[] mapped = new ECPoint[ODD_MULTIPLES];
        ECPointMap map = ENDOMORPHISM.getPointMap();
        for (int j = 0; j < ODD_MULTIPLES; j++) {
            plain[j] = multiples[point * ODD_MULTIPLES + j];
            mapped[j] = map.map(plain[j]);
        }
        terms[at] = new Term(plain, halves[0]);
        terms[at + 1] = new Term(mapped, halves[1]);
    }

    /** One half-length scalar, recoded, with the odd multiples of its point. */
    private static final class Term {

        private final ECPoint[] multiples;
        private final boolean negative;
        private final byte[] digits;

        Term(ECPoint[] multiples, BigInteger scalar) {
            this.multiples = multiples;
            this.negative = scalar.signum() < 0;
            this.digits = WNafUtil.generateWindowNaf(WINDOW, scalar.abs());
        }

        ECPoint multiple(int digit) {
            ECPoint point = multiples[Math.abs(digit) >>> 1];
            return (digit < 0) == negative ? point : point.negate();
        }
    }
}
