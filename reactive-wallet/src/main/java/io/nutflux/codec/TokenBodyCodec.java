package io.nutflux.codec;

import io.nutflux.model.Token;

/**
 * The bodies of tokens (NUT-00), without their text form: JSON for V3, CBOR for V4. The caller bounds a body's length;
 * everything within is bounded here.
 *
 * <p>Readers throw {@link DecodeException} for a body of another shape and {@link
 * io.nutflux.error.LimitExceededException} past a limit. Amounts are read as they are; whether one is zero or their sum
 * too large is the caller's to check.
 */
public final class TokenBodyCodec {

    private final DecodeLimits limits;
    private final JsonFormat json;

    public TokenBodyCodec(DecodeLimits limits) {
        this.limits = limits;
        this.json = new JsonFormat(limits);
    }

    public Token readV3(byte[] body) {
        return json.read(body, in -> TokenV3.read(in, limits));
    }

    /** Reads the map that begins at {@code from} and ends with the array. */
    public Token readV4(byte[] body, int from) {
        return TokenV4Reader.read(body, from, limits);
    }

    /**
     * Writes the JSON of a V3 token.
     *
     * @throws IllegalArgumentException if a mint has no proofs, or text cannot be expressed in UTF-8
     */
    public byte[] writeV3(Token token) {
        return JsonFormat.write(out -> TokenV3.write(out, token));
    }

    /**
     * Writes the CBOR of a V4 token: proofs grouped by keyset, keysets in the order in which they appear.
     *
     * @throws IllegalArgumentException if the token has several mints, no unit or no proofs, or text cannot be expressed
     *     in UTF-8
     */
    public byte[] writeV4(Token token) {
        return TokenV4Writer.write(token);
    }
}
