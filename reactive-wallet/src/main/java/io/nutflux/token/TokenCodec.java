package io.nutflux.token;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.model.Token;

/**
 * Reads and writes tokens (NUT-00): {@code cashuA…} (V3, read; written for old receivers only), {@code cashuB…} (V4), the
 * {@code cashu:} URI form and the raw binary form.
 *
 * <p>Thread-safe and immutable. Reading throws {@link io.nutflux.error.TokenException} for text that is no token and
 * {@link io.nutflux.error.LimitExceededException} past a limit.
 */
public final class TokenCodec {

    private final DecodeLimits limits;

    public TokenCodec(DecodeLimits limits) {
        this.limits = limits;
    }

    public Token decode(String text) {
        throw new UnsupportedOperationException(limits.toString());
    }

    /** Reads the raw form {@code craw || B || CBOR}. */
    public Token decodeRaw(byte[] raw) {
        throw new UnsupportedOperationException();
    }

    /** Writes V4. Needs exactly one mint and a unit. */
    public String encode(Token token) {
        throw new UnsupportedOperationException();
    }

    /** Writes V3, for receivers that read nothing else. */
    public String encodeV3(Token token) {
        throw new UnsupportedOperationException();
    }

    public byte[] encodeRaw(Token token) {
        throw new UnsupportedOperationException();
    }
}
