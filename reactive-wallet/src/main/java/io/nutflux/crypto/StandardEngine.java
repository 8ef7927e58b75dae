package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.util.List;

/** Sends public data to the {@link FastPublicCurve}, and secrets to another engine: the one place where they part. */
final class StandardEngine implements CurveEngine {

    static final StandardEngine INSTANCE = new StandardEngine(BouncyCastleEngine.INSTANCE);

    private final FastPublicCurve publicCurve;
    private final CurveEngine secrets;

    /** {@code secrets} also verifies the statements that the fast formulas do not serve. */
    StandardEngine(CurveEngine secrets) {
        this.publicCurve = new FastPublicCurve(secrets::verify);
        this.secrets = secrets;
    }

    @Override
    public List<CurvePoint> hashToCurve(List<byte[]> messages) {
        return publicCurve.hashToCurve(messages);
    }

    @Override
    public boolean isOnCurve(CurvePoint point) {
        return publicCurve.isOnCurve(point);
    }

    @Override
    public List<Boolean> verify(List<DleqStatement> statements) {
        return publicCurve.verify(statements);
    }

    @Override
    public List<CurvePoint> hashOwnToCurve(List<byte[]> ownSecrets) {
        return secrets.hashOwnToCurve(ownSecrets);
    }

    @Override
    public CurvePoint publicKey(Scalar k) {
        return secrets.publicKey(k);
    }

    @Override
    public CurvePoint blind(CurvePoint Y, Scalar r) {
        return secrets.blind(Y, r);
    }

    @Override
    public CurvePoint unblind(CurvePoint C_, Scalar r, CurvePoint K) {
        return secrets.unblind(C_, r, K);
    }

    @Override
    public boolean isValidScalar(Scalar k) {
        return secrets.isValidScalar(k);
    }
}
