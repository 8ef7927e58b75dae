package io.nutflux.crypto;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECLookupTable;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Multiples of one point, for multiplying it fast and in variable time by public scalars.
 *
 * <p>A comb of eight teeth in two blocks (Lim and Lee): the scalar's eight 32-bit words lie below each other, and a
 * column of eight bits names a sum of {@code 2^0 P, 2^32 P, … 2^224 P}. The second block holds the same sums times
 * {@code 2^16}, so that columns 0 to 15 and 16 to 31 share their doublings: 15 doublings and at most 32 additions for a
 * product, and several products in one sum share the doublings too. A table has 512 points, 32 KiB.
 */
final class CombTable {

    private static final int TEETH = 8;
    private static final int BLOCKS = 2;
    private static final int COLUMNS = 16;
    private static final int BLOCK_SIZE = 1 << TEETH;

    private final ECLookupTable points;

    CombTable(ECPoint base) {
        ECPoint[] powers = new ECPoint[TEETH * BLOCKS];
        powers[0] = base;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1].timesPow2(COLUMNS);
        }
        Secp256k1.CURVE.normalizeAll(powers);
        ECPoint[] sums = new ECPoint[BLOCKS * BLOCK_SIZE];
        for (int block = 0; block < BLOCKS; block++) {
            int first = block * BLOCK_SIZE;
            // Stands for the empty sum, which has no affine form; never read.
            sums[first] = base;
            for (int tooth = 0; tooth < TEETH; tooth++) {
                int bit = 1 << tooth;
                ECPoint power = powers[tooth * BLOCKS + block];
                sums[first + bit] = power;
                for (int lower = 1; lower < bit; lower++) {
                    sums[first + bit + lower] = sums[first + lower].add(power);
                }
            }
        }
        Secp256k1.CURVE.normalizeAll(sums);
        points = Secp256k1.CURVE.createCacheSafeLookupTable(sums, 0, sums.length);
    }

    /** The product, not normalised. */
    ECPoint multiply(BigInteger k) {
        int[] words = words(k);
        ECPoint sum = Secp256k1.CURVE.getInfinity();
        for (int column = COLUMNS - 1; column >= 0; column--) {
            sum = addColumn(sum.twice(), words, column);
        }
        return sum;
    }

    /** {@code k * P + l * Q}, with P and Q the points of the two tables; not normalised. */
    static ECPoint sum(CombTable P, BigInteger k, CombTable Q, BigInteger l) {
        int[] wordsP = words(k);
        int[] wordsQ = words(l);
        ECPoint sum = Secp256k1.CURVE.getInfinity();
        for (int column = COLUMNS - 1; column >= 0; column--) {
            sum = Q.addColumn(P.addColumn(sum.twice(), wordsP, column), wordsQ, column);
        }
        return sum;
    }

    private ECPoint addColumn(ECPoint sum, int[] words, int column) {
        ECPoint result = sum;
        for (int block = 0; block < BLOCKS; block++) {
            int index = 0;
            for (int tooth = 0; tooth < TEETH; tooth++) {
                index |= (words[tooth] >>> (block * COLUMNS + column) & 1) << tooth;
            }
            if (index != 0) {
                result = result.add(points.lookupVar(block * BLOCK_SIZE + index));
            }
        }
        return result;
    }

    /** Eight words, lowest first. */
    private static int[] words(BigInteger k) {
        int[] words = new int[TEETH];
        for (int i = 0; i < TEETH; i++) {
            words[i] = k.shiftRight(Integer.SIZE * i).intValue();
        }
        return words;
    }
}
