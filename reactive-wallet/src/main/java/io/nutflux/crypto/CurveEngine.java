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

    /**
     * The engine that a wallet uses; always the same object. Public data goes through arithmetic of the library's own,
     * which is fast and not constant-time; secrets through {@link #bouncyCastle()}.
     */
    static CurveEngine standard() {
        return StandardEngine.INSTANCE;
    }

    /**
     * All on BouncyCastle; always the same object. Three times slower on public data, and with the same answers: what the
     * standard engine is tested against.
     *
     * <p>How far its secret operations are independent of the secrets: multiplication goes through the same steps for
     * every scalar, reads whole tables, and works on two random shares of the scalar instead of the scalar itself.
     * Below that are {@link java.math.BigInteger} and a field arithmetic that is nearly, not wholly, free of branches,
     * and copies of secrets in memory that only the garbage collector removes.
     */
    static CurveEngine bouncyCastle() {
        return BouncyCastleEngine.INSTANCE;
    }

    // ---- public data: any speed-up is welcome

    /**
     * {@code hash_to_curve} of each message, in order (NUT-00): of secrets that came from another user, who knows them.
     */
    List<CurvePoint> hashToCurve(List<byte[]> messages);

    /** Whether the 33 bytes are a point of the curve. */
    boolean isOnCurve(CurvePoint point);

    /**
     * Verifies each statement (NUT-12); one call for many, so that an engine can share work between them. A statement
     * with an invalid point or a scalar out of range is false, never an error. The time depends on all of a statement,
     * {@code r} of a proof included: that is for proofs of other users, not of the wallet's own.
     *
     * @return one for each statement, in order
     */
    List<Boolean> verify(List<DleqStatement> statements);

    // ---- secrets: constant time as far as the engine goes

    /**
     * {@code hash_to_curve} of secrets of the wallet's own, in order (NUT-00). The number of tries depends on the secret,
     * as everywhere; it tells next to nothing of it.
     */
    List<CurvePoint> hashOwnToCurve(List<byte[]> secrets);

    /**
     * {@code kG}.
     *
     * @throws IllegalArgumentException if {@code k} is not in 1..n-1
     */
    CurvePoint publicKey(Scalar k);

    /**
     * {@code B_ = Y + rG} (NUT-00).
     *
     * @throws IllegalArgumentException if {@code r} is not in 1..n-1
     * @throws InvalidPointException if {@code Y} is not on the curve or {@code B_} is at infinity
     */
    CurvePoint blind(CurvePoint Y, Scalar r);

    /**
     * {@code C = C_ - rK} (NUT-00). {@code K} is the mint's key, which is public; {@code r} and {@code C} are secret.
     *
     * @throws IllegalArgumentException if {@code r} is not in 1..n-1
     * @throws InvalidPointException if {@code C_} or {@code K} is not on the curve or {@code C} is at infinity
     */
    CurvePoint unblind(CurvePoint C_, Scalar r, CurvePoint K);

    /** Whether {@code 0 < k < n}, in constant time. */
    boolean isValidScalar(Scalar k);
}
