package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The verification of NUT-12 on libsecp256k1, one statement at a time, as the specification and 12.7 put it. */
final class ReferenceDleq {

    private ReferenceDleq() {}

    static boolean verify(DleqStatement statement) {
        return statement.dleq().e().equals(challenge(statement));
    }

    /** What e has to be, or {@code null} if no e will do. */
    static @Nullable Scalar challenge(DleqStatement statement) {
        Scalar s = statement.dleq().s();
        if (!isInRange(s) || !Reference.isOnCurve(statement.A())) {
            return null;
        }
        if (statement instanceof DleqStatement.OnSignature on) {
            return Reference.isOnCurve(on.B_()) && Reference.isOnCurve(on.C_())
                    ? challenge(on, on.B_(), on.C_())
                    : null;
        }
        DleqStatement.OnProof on = (DleqStatement.OnProof) statement;
        Scalar r = on.dleq().r();
        if (r == null || !isInRange(r) || !Reference.isOnCurve(on.Y()) || !Reference.isOnCurve(on.C())) {
            return null;
        }
        CurvePoint B_ = Reference.add(on.Y(), Reference.publicKey(r));
        CurvePoint C_ = Reference.add(on.C(), Reference.multiply(on.A(), r));
        return B_ == null || C_ == null ? null : challenge(on, B_, C_);
    }

    private static @Nullable Scalar challenge(DleqStatement statement, CurvePoint B_, CurvePoint C_) {
        Scalar e = statement.dleq().e();
        Scalar s = statement.dleq().s();
        CurvePoint R1 = minus(Reference.publicKey(s), statement.A(), e);
        CurvePoint R2 = minus(Reference.multiply(B_, s), C_, e);
        return R1 == null || R2 == null ? null : Scalar.of(SigningMint.hash(R1, R2, statement.A(), C_));
    }

    /** {@code P - eQ}. */
    private static @Nullable CurvePoint minus(CurvePoint P, CurvePoint Q, Scalar e) {
        BigInteger reduced = SigningMint.integer(e).mod(SigningMint.N);
        return reduced.signum() == 0
                ? P
                : Reference.add(P, Reference.negate(Reference.multiply(Q, SigningMint.scalar(reduced))));
    }

    static boolean isInRange(Scalar scalar) {
        BigInteger value = SigningMint.integer(scalar);
        return value.signum() > 0 && value.compareTo(SigningMint.N) < 0;
    }
}
