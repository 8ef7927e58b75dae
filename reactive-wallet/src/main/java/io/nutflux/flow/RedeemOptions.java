package io.nutflux.flow;

import io.nutflux.model.Amount;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How tokens are gathered into swaps.
 *
 * @param policy which tokens are taken
 * @param maxTokensInFlight most tokens of one stream between being asked for and having a result; the bound on memory
 * @param linger how long a lane waits for more tokens before it swaps what it has
 * @param maxInputsPerSwap most proofs of one swap; a mint that refuses as many makes its lane use fewer
 * @param maxOutputsPerSwap most proofs that one swap makes
 * @param concurrentSwaps most swaps of one mint and unit at a time, and most swaps at one mint at a time that repeat parts of
 *     refused ones
 * @param maxWaiting most tokens that wait in one lane, over all streams; more are refused as {@code OVERLOADED}
 * @param targetDenominations denominations, ascending and each once, of which some small change is kept so that later sends need no
 *     swap; empty for the fewest outputs
 */
public record RedeemOptions(
        AdmissionPolicy policy,
        int maxTokensInFlight,
        Duration linger,
        int maxInputsPerSwap,
        int maxOutputsPerSwap,
        int concurrentSwaps,
        int maxWaiting,
        List<Amount> targetDenominations) {

    public static final int DEFAULT_MAX_TOKENS_IN_FLIGHT = 1_024;
    public static final Duration DEFAULT_LINGER = Duration.ofMillis(20);
    public static final int DEFAULT_MAX_INPUTS_PER_SWAP = 1_000;
    public static final int DEFAULT_MAX_OUTPUTS_PER_SWAP = 200;
    public static final int DEFAULT_CONCURRENT_SWAPS = 2;
    public static final int DEFAULT_MAX_WAITING = 10_000;

    public RedeemOptions {
        targetDenominations = List.copyOf(targetDenominations);
        if (maxTokensInFlight < 1
                || maxInputsPerSwap < 1
                || maxOutputsPerSwap < 64
                || concurrentSwaps < 1
                || maxWaiting < 1
                || linger.isNegative()) {
            throw new IllegalArgumentException("limits are at least 1, outputs at least 64, and linger not negative");
        }
        for (int i = 0; i < targetDenominations.size(); i++) {
            Amount before = i == 0 ? Amount.ZERO : targetDenominations.get(i - 1);
            if (!targetDenominations.get(i).isGreaterThan(before)) {
                throw new IllegalArgumentException(
                        "target denominations are ascending, and none is zero or named twice");
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder mutate() {
        Builder builder = new Builder();
        builder.policy = policy;
        builder.maxTokensInFlight = maxTokensInFlight;
        builder.linger = linger;
        builder.maxInputsPerSwap = maxInputsPerSwap;
        builder.maxOutputsPerSwap = maxOutputsPerSwap;
        builder.concurrentSwaps = concurrentSwaps;
        builder.maxWaiting = maxWaiting;
        builder.targetDenominations = targetDenominations;
        return builder;
    }

    /** Builds {@link RedeemOptions}; see there for each option. */
    public static final class Builder {
        private AdmissionPolicy policy = AdmissionPolicy.none();
        private int maxTokensInFlight = DEFAULT_MAX_TOKENS_IN_FLIGHT;
        private Duration linger = DEFAULT_LINGER;
        private int maxInputsPerSwap = DEFAULT_MAX_INPUTS_PER_SWAP;
        private int maxOutputsPerSwap = DEFAULT_MAX_OUTPUTS_PER_SWAP;
        private int concurrentSwaps = DEFAULT_CONCURRENT_SWAPS;
        private int maxWaiting = DEFAULT_MAX_WAITING;
        private List<Amount> targetDenominations = List.of();

        private Builder() {}

        public Builder policy(AdmissionPolicy value) {
            policy = value;
            return this;
        }

        public Builder policy(UnaryOperator<AdmissionPolicy> change) {
            policy = change.apply(policy);
            return this;
        }

        public Builder maxTokensInFlight(int value) {
            maxTokensInFlight = value;
            return this;
        }

        public Builder linger(Duration value) {
            linger = value;
            return this;
        }

        public Builder maxInputsPerSwap(int value) {
            maxInputsPerSwap = value;
            return this;
        }

        public Builder maxOutputsPerSwap(int value) {
            maxOutputsPerSwap = value;
            return this;
        }

        public Builder concurrentSwaps(int value) {
            concurrentSwaps = value;
            return this;
        }

        public Builder maxWaiting(int value) {
            maxWaiting = value;
            return this;
        }

        public Builder targetDenominations(List<Amount> value) {
            targetDenominations = List.copyOf(value);
            return this;
        }

        public RedeemOptions build() {
            return new RedeemOptions(
                    policy,
                    maxTokensInFlight,
                    linger,
                    maxInputsPerSwap,
                    maxOutputsPerSwap,
                    concurrentSwaps,
                    maxWaiting,
                    targetDenominations);
        }
    }
}
