package io.nutflux.model;

import org.jspecify.annotations.Nullable;

/**
 * A proof that a blind signature was made with the mint's published key (NUT-12).
 *
 * @param e challenge
 * @param s response
 * @param r the blinding factor; present on a {@link Proof}, absent on a {@link BlindSignature}. It links the two, so it
 *     goes to receivers and never to a mint
 */
public record DleqProof(Scalar e, Scalar s, @Nullable Scalar r) {

    @Override
    public String toString() {
        return "DleqProof[redacted]";
    }
}
