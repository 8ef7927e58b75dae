package io.nutflux.crypto;

import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/** Verifies DLEQ proofs (NUT-12). All its data is public. */
final class DleqVerifier {

    private final MintKeys mintKeys;

    DleqVerifier(MintKeys mintKeys) {
        this.mintKeys = mintKeys;
    }

    List<Boolean> verify(List<DleqStatement> statements) {
        List<Boolean> results = new ArrayList<>(statements.size());
        for (DleqStatement statement : statements) {
            results.add(verify(statement));
        }
        return results;
    }

    private boolean verify(DleqStatement statement) {
        ECPoint A;
        ECPoint B_;
        ECPoint C_;
        try {
            A = mintKeys.get(statement.A());
            if (!Secp256k1.isInRange(statement.dleq().s())) {
                return false;
            }
            if (statement instanceof DleqStatement.OnSignature on) {
                B_ = Secp256k1.decode(on.B_());
                C_ = Secp256k1.decode(on.C_());
            } else if (statement instanceof DleqStatement.OnProof on) {
                Scalar r = on.dleq().r();
                if (r == null || !Secp256k1.isInRange(r)) {
                    return false;
                }
                BigInteger factor = Secp256k1.integer(r);
                B_ = HashToCurve.hash(on.secret().utf8())
                        .add(Secp256k1.G.multiply(factor))
                        .normalize();
                C_ = Secp256k1.decode(on.C()).add(A.multiply(factor)).normalize();
            } else {
                return false;
            }
        } catch (InvalidPointException e) {
            return false;
        }
        if (B_.isInfinity() || C_.isInfinity()) {
            return false;
        }
        BigInteger s = Secp256k1.integer(statement.dleq().s());
        BigInteger minusE = Secp256k1.integer(statement.dleq().e())
                .mod(Secp256k1.N)
                .negate()
                .mod(Secp256k1.N);
        ECPoint R1 = ECAlgorithms.sumOfTwoMultiplies(Secp256k1.G, s, A, minusE).normalize();
        ECPoint R2 = ECAlgorithms.sumOfTwoMultiplies(B_, s, C_, minusE).normalize();
        if (R1.isInfinity() || R2.isInfinity()) {
            return false;
        }
        return MessageDigest.isEqual(hash(R1, R2, A, C_), statement.dleq().e().toBytes());
    }

    static byte[] hash(ECPoint... points) {
        MessageDigest sha256 = Hashing.sha256();
        for (ECPoint p : points) {
            sha256.update(io.nutflux.model.Hex.encode(p.getEncoded(false)).getBytes(StandardCharsets.US_ASCII));
        }
        return sha256.digest();
    }
}
