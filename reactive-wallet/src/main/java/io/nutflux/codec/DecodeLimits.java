package io.nutflux.codec;

/**
 * How much of an outside input is read. Each limit has its own {@link io.nutflux.error.LimitExceededException.Limit}.
 *
 * @param tokenLength characters of a token's text
 * @param proofsPerToken proofs in one token
 * @param stringLength bytes of one string or byte string; a secret with many keys has some thousand
 * @param numberLength digits of an integer; 2^64 - 1 has 20
 * @param nestingDepth depth of objects and arrays, at most {@value #MAX_NESTING_DEPTH}
 * @param elements entries of any one array or object: keysets, keys, signatures, states
 * @param responseBytes bytes of a mint's answer, after decompression
 */
public record DecodeLimits(
        int tokenLength,
        int proofsPerToken,
        int stringLength,
        int numberLength,
        int nestingDepth,
        int elements,
        int responseBytes) {

    public static final int DEFAULT_TOKEN_LENGTH = 512 * 1024;
    public static final int DEFAULT_PROOFS_PER_TOKEN = 2_000;
    public static final int DEFAULT_STRING_LENGTH = 16 * 1024;
    public static final int DEFAULT_NUMBER_LENGTH = 20;
    public static final int DEFAULT_NESTING_DEPTH = 16;
    public static final int DEFAULT_ELEMENTS = 20_000;
    public static final int DEFAULT_RESPONSE_BYTES = 8 * 1024 * 1024;

    /** Nested values are passed over by recursion, so a deeper limit would be the stack's, not this one. */
    public static final int MAX_NESTING_DEPTH = 500;

    public DecodeLimits {
        if (tokenLength < 1
                || proofsPerToken < 1
                || stringLength < 1
                || numberLength < 1
                || nestingDepth < 1
                || elements < 1
                || responseBytes < 1) {
            throw new IllegalArgumentException("every limit is at least 1");
        }
        if (nestingDepth > MAX_NESTING_DEPTH) {
            throw new IllegalArgumentException("the nesting depth is at most " + MAX_NESTING_DEPTH);
        }
    }

    public static DecodeLimits defaults() {
        return new DecodeLimits(
                DEFAULT_TOKEN_LENGTH,
                DEFAULT_PROOFS_PER_TOKEN,
                DEFAULT_STRING_LENGTH,
                DEFAULT_NUMBER_LENGTH,
                DEFAULT_NESTING_DEPTH,
                DEFAULT_ELEMENTS,
                DEFAULT_RESPONSE_BYTES);
    }

    public DecodeLimits withTokenLength(int characters) {
        return new DecodeLimits(
                characters, proofsPerToken, stringLength, numberLength, nestingDepth, elements, responseBytes);
    }

    public DecodeLimits withProofsPerToken(int proofs) {
        return new DecodeLimits(tokenLength, proofs, stringLength, numberLength, nestingDepth, elements, responseBytes);
    }

    public DecodeLimits withStringLength(int bytes) {
        return new DecodeLimits(
                tokenLength, proofsPerToken, bytes, numberLength, nestingDepth, elements, responseBytes);
    }

    public DecodeLimits withNumberLength(int digits) {
        return new DecodeLimits(
                tokenLength, proofsPerToken, stringLength, digits, nestingDepth, elements, responseBytes);
    }

    public DecodeLimits withNestingDepth(int depth) {
        return new DecodeLimits(
                tokenLength, proofsPerToken, stringLength, numberLength, depth, elements, responseBytes);
    }

    public DecodeLimits withElements(int entries) {
        return new DecodeLimits(
                tokenLength, proofsPerToken, stringLength, numberLength, nestingDepth, entries, responseBytes);
    }

    public DecodeLimits withResponseBytes(int bytes) {
        return new DecodeLimits(tokenLength, proofsPerToken, stringLength, numberLength, nestingDepth, elements, bytes);
    }
}
