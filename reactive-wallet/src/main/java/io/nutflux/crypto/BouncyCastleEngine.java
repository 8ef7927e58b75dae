package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;

/** The curve on BouncyCastle. Its only state are caches of what mints' keys, which are public, lead to. */
final class BouncyCastleEngine implements CurveEngine {

    /** With all their tables, some 20 MB. */
    private static final int MINT_KEYS = 512;

    static final BouncyCastleEngine INSTANCE = new BouncyCastleEngine(Randomness.secure());

    private final MintKeys<MintKey> mintKeys = new MintKeys<>(MINT_KEYS, MintKey::decode);
    private final DleqVerifier verifier = new DleqVerifier(mintKeys);
    private final SecretMultiplier secretMultiplier;

    BouncyCastleEngine(Randomness random) {
        this.secretMultiplier = new SecretMultiplier(random);
    }

    @Override
    public List<CurvePoint> hashToCurve(List<byte[]> messages) {
        return messages.stream()
                .map(message -> Secp256k1.encode(HashToCurve.hash(message)))
                .toList();
    }

    @Override
    public boolean isOnCurve(CurvePoint point) {
        return Secp256k1.decodeOrNull(point) != null;
    }

    @Override
    public List<Boolean> verify(List<DleqStatement> statements) {
        return verifier.verify(statements);
    }

    @Override
    public List<CurvePoint> hashOwnToCurve(List<byte[]> secrets) {
        return hashToCurve(secrets);
    }

    @Override
    public CurvePoint publicKey(Scalar k) {
        return Secp256k1.encode(multiply(Secp256k1.G, k));
    }

    @Override
    public CurvePoint blind(CurvePoint Y, Scalar r) {
        return Secp256k1.encode(Secp256k1.decode(Y).add(multiply(Secp256k1.G, r)));
    }

    @Override
    public CurvePoint unblind(CurvePoint C_, Scalar r, CurvePoint K) {
        return Secp256k1.encode(
                Secp256k1.decode(C_).subtract(multiply(mintKeys.get(K).point(), r)));
    }

    @Override
    public boolean isValidScalar(Scalar k) {
        return Secp256k1.isInRange(k);
    }

    private ECPoint multiply(ECPoint base, Scalar k) {
        if (!Secp256k1.isInRange(k)) {
            throw new IllegalArgumentException("a secret scalar is out of range");
        }
        BigInteger factor = Secp256k1.integer(k);
        return secretMultiplier.multiply(base, factor);
    }
}
