package io.nutflux.perf.run;

import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.flow.RedeemOptions;
import io.nutflux.model.MintUrl;
import java.nio.file.Path;

/**
 * What is redeemed and how.
 *
 * @param mint where the tokens are from
 * @param tokens the file they are in
 * @param dleq what is done about their DLEQ proofs
 * @param store where the wallet lives
 * @param inFlight most tokens between being asked for and having a result
 * @param concurrentSwaps most swaps at a time
 * @param maxInputs most proofs of a swap
 * @param mintPid process id of the mint, to tell its CPU; 0 if unknown
 */
public record RedeemPlan(
        MintUrl mint,
        Path tokens,
        Dleq dleq,
        StoreKind store,
        int inFlight,
        int concurrentSwaps,
        int maxInputs,
        long mintPid) {

    /** The words for {@link AdmissionPolicy.Dleq} on the command line. */
    public enum Dleq {
        /** Left to the mint. */
        SWAP(AdmissionPolicy.Dleq.LEFT_TO_SWAP),
        /** Verified where there is one. */
        PRESENT(AdmissionPolicy.Dleq.VERIFIED_WHEN_PRESENT),
        /** Verified, and none may be missing. */
        REQUIRED(AdmissionPolicy.Dleq.REQUIRED);

        private final AdmissionPolicy.Dleq policy;

        Dleq(AdmissionPolicy.Dleq policy) {
            this.policy = policy;
        }
    }

    RedeemOptions options() {
        return RedeemOptions.builder()
                .policy(AdmissionPolicy.of(mint).withDleq(dleq.policy))
                .maxTokensInFlight(inFlight)
                .concurrentSwaps(concurrentSwaps)
                .maxInputsPerSwap(maxInputs)
                .build();
    }
}
