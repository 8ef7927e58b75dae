package io.nutflux.codec;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Jackson's own checkpoints, raising the limit that was hit. Jackson calls them before it allocates further, and its
 * own exception names the limit in its message text only.
 */
final class JsonConstraints extends StreamReadConstraints {

    private static final long serialVersionUID = 1L;

    /** Digits, sign, point and exponent of the longest double: fractions are never money, only skipped. */
    private static final int LONGEST_FRACTION = 32;

    /** The document's length is checked before it is parsed, and that bounds its tokens. */
    private static final long UNLIMITED = -1;

    /** Characters outgrew a buffer that serves strings and numbers alike; the caller knows which it was reading. */
    static final class BufferExceededException extends StreamConstraintsException {
        private static final long serialVersionUID = 1L;

        BufferExceededException() {
            super("text exceeds its limit");
        }
    }

    JsonConstraints(DecodeLimits limits) {
        super(
                limits.nestingDepth(),
                UNLIMITED,
                UNLIMITED,
                limits.numberLength(),
                limits.stringLength(),
                limits.stringLength());
    }

    @Override
    public void validateNestingDepth(int depth) {
        if (depth > getMaxNestingDepth()) {
            throw new LimitExceededException(Limit.NESTING_DEPTH, getMaxNestingDepth());
        }
    }

    @Override
    public void validateIntegerLength(int digits) {
        if (digits > getMaxNumberLength()) {
            throw new LimitExceededException(Limit.NUMBER_LENGTH, getMaxNumberLength());
        }
    }

    @Override
    public void validateFPLength(int characters) {
        if (characters > Math.max(LONGEST_FRACTION, getMaxNumberLength())) {
            throw new LimitExceededException(Limit.NUMBER_LENGTH, getMaxNumberLength());
        }
    }

    @Override
    public void validateNameLength(int characters) {
        if (characters > getMaxNameLength()) {
            throw new LimitExceededException(Limit.STRING_LENGTH, getMaxNameLength());
        }
    }

    @Override
    public void validateStringLength(int characters) {
        if (characters > getMaxStringLength()) {
            throw new BufferExceededException();
        }
    }

    @Override
    public void validateStringLengthLong(long characters) {
        if (characters > getMaxStringLength()) {
            throw new BufferExceededException();
        }
    }
}
