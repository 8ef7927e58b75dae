package io.nutflux.crypto;

import io.nutflux.model.Hex;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * Verifies DLEQ proofs (NUT-12). All its data is public, so it takes the fastest way, which is not constant-time.
 *
 * <p>Statements go through in batches, step by step: {@code B_} and {@code C_} of all, made affine with one inversion;
 * then {@code R1 = sG - eA} and {@code R2 = sB_ - eC_} of all, made affine with another; then the digests. One that is
 * found false leaves the batch and costs its neighbours nothing.
 */
final class DleqVerifier {

    /** More would save nothing and hold more tables at once. */
    private static final int BATCH = 64;

    private final MintKeys<MintKey> mintKeys;

    DleqVerifier(MintKeys<MintKey> mintKeys) {
        this.mintKeys = mintKeys;
    }

    List<Boolean> verify(List<DleqStatement> statements) {
        Boolean[] results = new Boolean[statements.size()];
        Arrays.fill(results, false);
        for (int from = 0; from < results.length; from += BATCH) {
            verify(statements, from, Math.min(from + BATCH, results.length), results);
        }
        return List.of(results);
    }

    private void verify(List<DleqStatement> statements, int from, int to, Boolean[] results) {
        List<Check> checks = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            Check check = begin(i, statements.get(i));
            if (check != null) {
                checks.add(check);
            }
        }
        ECPoint[] signatures = normalized(checks.stream().flatMap(check -> Stream.of(check.B_, check.C_)));
        List<Check> sound = new ArrayList<>(checks.size());
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            check.B_ = signatures[2 * i];
            check.C_ = signatures[2 * i + 1];
            if (!check.B_.isInfinity() && !check.C_.isInfinity()) {
                sound.add(check);
            }
        }
        ECPoint[] commitments = commitments(sound);
        for (int i = 0; i < sound.size(); i++) {
            Check check = sound.get(i);
            results[check.index] = check.holds(commitments[2 * i], commitments[2 * i + 1]);
        }
    }

    /** Reads a statement as far as each can be read alone; {@code null} if that shows it to be false. */
    private @Nullable Check begin(int index, DleqStatement statement) {
        Scalar s = statement.dleq().s();
        if (!Secp256k1.isInRange(s)) {
            return null;
        }
        try {
            MintKey A = mintKeys.get(statement.A());
            A.countUse();
            if (statement instanceof DleqStatement.OnSignature on) {
                return new Check(index, statement, A, Secp256k1.decode(on.B_()), Secp256k1.decode(on.C_()));
            }
            return statement instanceof DleqStatement.OnProof on ? blindAgain(index, on, A) : null;
        } catch (InvalidPointException e) {
            return null;
        }
    }

    /** {@code B_ = Y + rG} and {@code C_ = C + rA} (protocol 12.4). */
    private static @Nullable Check blindAgain(int index, DleqStatement.OnProof on, MintKey A) {
        Scalar blindingFactor = on.dleq().r();
        if (blindingFactor == null || !Secp256k1.isInRange(blindingFactor)) {
            return null;
        }
        BigInteger r = Secp256k1.integer(blindingFactor);
        ECPoint C_ = A.times(r).add(Secp256k1.decode(on.C()));
        ECPoint B_ = MintKey.timesGenerator(r).add(Secp256k1.decode(on.Y()));
        return new Check(index, on, A, B_, C_);
    }

    /** R1 and R2 of the first, of the second, and so on. */
    private static ECPoint[] commitments(List<Check> checks) {
        PairSums sums = new PairSums(
                checks.stream().flatMap(check -> Stream.of(check.B_, check.C_)).toArray(ECPoint[]::new));
        List<ECPoint> commitments = new ArrayList<>(2 * checks.size());
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            commitments.add(check.A.plusGenerator(check.s, check.minusE));
            commitments.add(sums.sum(2 * i, check.s, 2 * i + 1, check.minusE));
        }
        return normalized(commitments.stream());
    }

    private static ECPoint[] normalized(Stream<ECPoint> points) {
        ECPoint[] array = points.toArray(ECPoint[]::new);
        Secp256k1.CURVE.normalizeAll(array);
        return array;
    }

    /** {@code hash} of NUT-12: over the text of the uncompressed points, not their bytes (protocol 12.1). */
    static byte[] hash(ECPoint... points) {
        MessageDigest sha256 = Hashing.sha256();
        for (ECPoint point : points) {
            sha256.update(Hex.encode(point.getEncoded(false)).getBytes(StandardCharsets.US_ASCII));
        }
        return sha256.digest();
    }

    /** A statement on its way. */
    private static final class Check {

        private final int index;
        private final MintKey A;
        private final byte[] e;
        private final BigInteger minusE;
        private final BigInteger s;
        private ECPoint B_;
        private ECPoint C_;

        Check(int index, DleqStatement statement, MintKey A, ECPoint B_, ECPoint C_) {
            this.index = index;
            this.A = A;
            this.e = statement.dleq().e().toBytes();
            // Reduced here only; compared in full (protocol 12.7).
            this.minusE = new BigInteger(1, e).negate().mod(Secp256k1.N);
            this.s = Secp256k1.integer(statement.dleq().s());
            this.B_ = B_;
            this.C_ = C_;
        }

        boolean holds(ECPoint R1, ECPoint R2) {
            return !R1.isInfinity() && !R2.isInfinity() && Arrays.equals(e, hash(R1, R2, A.point(), C_));
        }
    }
}
