package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.util.List;

/**
 * What the wallet asks of secp256k1.
 *
 * <p>Thread-safe. Methods block the calling thread for the arithmetic, tens to hundreds of microseconds a point, so they
 * are called on a computing scheduler. {@link InvalidPointException} is thrown for a point that is not on the curve or a
 * result at infinity.
 */
public interface CurveEngine {

    /** The engine that this library comes with, on BouncyCastle. */
    static CurveEngine bouncyCastle() {
        return BouncyCastleEngine.INSTANCE;
    }

    // ---- public data: any speed-up is welcome

    /** {@code hash_to_curve} of each message, in order (NUT-00). */
    List<CurvePoint> hashToCurve(List<byte[]> messages);

    /** Whether the 33 bytes are a point of the curve. */
    boolean isOnCurve(CurvePoint point);

    /**
     * Verifies each statement (NUT-12); one call for many, so that an engine can share work between them. A statement
     * with an invalid point or a scalar out of range is false, never an error.
     *
     * @return one for each statement, in order
     */
    List<Boolean> verify(List<DleqStatement> statements);

    // ---- secrets: constant time

    /** {@code kG}, for {@code k} in 1..n-1. */
    CurvePoint publicKey(Scalar k);

    /** {@code B_ = Y + rG}. */
    CurvePoint blind(CurvePoint Y, Scalar r);

    /** {@code C = C_ - rK}. */
    CurvePoint unblind(CurvePoint C_, Scalar r, CurvePoint K);

    /** Whether {@code 0 < k < n}. */
    boolean isValidScalar(Scalar k);
}
