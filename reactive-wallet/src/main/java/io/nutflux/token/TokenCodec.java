package io.nutflux.token;

import io.nutflux.codec.DecodeException;
import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.TokenBodyCodec;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import io.nutflux.error.TokenException;
import io.nutflux.error.TokenException.Reason;
import io.nutflux.model.Amount;
import io.nutflux.model.Proof;
import io.nutflux.model.Token;
import java.util.Arrays;

/**
 * Reads and writes tokens (NUT-00): {@code cashuA…} (V3, read; written for old receivers only), {@code cashuB…} (V4), the
 * {@code cashu:} URI form and the raw binary form.
 *
 * <p>Thread-safe and immutable. Reading throws {@link io.nutflux.error.TokenException} for text that is no token and
 * {@link io.nutflux.error.LimitExceededException} past a limit.
 */
public final class TokenCodec {

    private static final String SCHEME = "cashu:";
    private static final String PREFIX = "cashu";
    private static final char V3 = 'A';
    private static final char V4 = 'B';
    private static final byte[] RAW_PREFIX = {'c', 'r', 'a', 'w'};

    private final DecodeLimits limits;
    private final TokenBodyCodec bodies;

    public TokenCodec(DecodeLimits limits) {
        this.limits = limits;
        this.bodies = new TokenBodyCodec(limits);
    }

    /** Reads a token's text, with or without {@code cashu:} and white space around it. */
    public Token decode(String text) {
        if (text.length() > limits.tokenLength()) {
            throw new LimitExceededException(Limit.TOKEN_LENGTH, limits.tokenLength());
        }
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(text.charAt(to - 1))) {
            to--;
        }
        if (text.startsWith(SCHEME, from)) {
            from += SCHEME.length();
        }
        int version = from + PREFIX.length();
        if (version >= to || !text.startsWith(PREFIX, from)) {
            throw notAToken();
        }
        return switch (text.charAt(version)) {
            case V3 -> readV3(Base64Text.decode(text, version + 1, to));
            case V4 -> readV4(Base64Text.decode(text, version + 1, to), 0);
            default -> throw otherVersion(text.charAt(version));
        };
    }

    /** Reads the raw form {@code craw || B || CBOR}, which may be as many bytes as a text may be characters. */
    public Token decodeRaw(byte[] raw) {
        if (raw.length > limits.tokenLength()) {
            throw new LimitExceededException(Limit.TOKEN_LENGTH, limits.tokenLength());
        }
        int version = RAW_PREFIX.length;
        if (raw.length <= version || !Arrays.equals(raw, 0, version, RAW_PREFIX, 0, version)) {
            throw notAToken();
        }
        if (raw[version] != V4) {
            throw otherVersion(raw[version]);
        }
        return readV4(raw, version + 1);
    }

    /**
     * Writes V4: proofs grouped by keyset in the order in which the keysets appear. A DLEQ without {@code r} is left out.
     *
     * @throws IllegalArgumentException if the token has several mints, no unit or no proofs, or holds text that UTF-8
     *     cannot express
     */
    public String encode(Token token) {
        return PREFIX + V4 + Base64Text.encode(bodies.writeV4(token));
    }

    /**
     * Writes V3, for receivers that read nothing else. A DLEQ without {@code r} is left out.
     *
     * @throws IllegalArgumentException if a mint of the token has no proofs, or text cannot be expressed in UTF-8
     */
    public String encodeV3(Token token) {
        return PREFIX + V3 + Base64Text.encode(bodies.writeV3(token));
    }

    /**
     * Writes the raw form {@code craw || B || CBOR}; conditions as for {@link #encode}.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    public byte[] encodeRaw(Token token) {
        byte[] body = bodies.writeV4(token);
        byte[] raw = Arrays.copyOf(RAW_PREFIX, RAW_PREFIX.length + 1 + body.length);
        raw[RAW_PREFIX.length] = V4;
        System.arraycopy(body, 0, raw, RAW_PREFIX.length + 1, body.length);
        return raw;
    }

    private Token readV3(byte[] body) {
        try {
            return checkAmounts(bodies.readV3(body));
        } catch (DecodeException e) {
            throw malformed(e);
        }
    }

    private Token readV4(byte[] body, int from) {
        try {
            return checkAmounts(bodies.readV4(body, from));
        } catch (DecodeException e) {
            throw malformed(e);
        }
    }

    private static Token checkAmounts(Token token) {
        Amount sum = Amount.ZERO;
        for (Token.Entry entry : token.entries()) {
            for (Proof proof : entry.proofs()) {
                if (proof.amount().isZero()) {
                    throw new TokenException(Reason.INVALID_AMOUNT, "a proof of amount 0");
                }
                try {
                    sum = sum.plus(proof.amount());
                } catch (ArithmeticException e) {
                    throw new TokenException(Reason.INVALID_AMOUNT, "the amounts add up to more than 2^64 - 1");
                }
            }
        }
        return token;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static TokenException malformed(DecodeException e) {
        return new TokenException(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }

    private static TokenException notAToken() {
        return new TokenException(Reason.NOT_A_TOKEN, "not a token: no prefix cashu and version");
    }

    private static TokenException otherVersion(int version) {
        return Base64Text.isUrlDigit(version)
                ? new TokenException(Reason.UNSUPPORTED_VERSION, "a token of version " + (char) version)
                : notAToken();
    }
}
