package io.nutflux.crypto;

import io.nutflux.model.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * What a DLEQ statement's e has to be, by the rest of it: {@code hash(R1, R2, A, C_)} (NUT-12).
 *
 * @param isKnown false if the way that was taken does not serve this statement, which another has to
 * @param e the digest; {@code null} if no e makes the statement true
 */
record DleqChallenge(boolean isKnown, @Nullable Scalar e) {

    /** A statement that is false whatever its e, because a point or a scalar is invalid. */
    static final DleqChallenge IMPOSSIBLE = new DleqChallenge(true, null);

    static final DleqChallenge UNKNOWN = new DleqChallenge(false, null);

    static DleqChallenge of(byte[] digest) {
        return new DleqChallenge(true, Scalar.of(digest));
    }

    /** Whether the statement, whose challenge this is and which is known, is true. */
    boolean isMetBy(DleqStatement statement) {
        return e != null && e.equals(statement.dleq().e());
    }
}
