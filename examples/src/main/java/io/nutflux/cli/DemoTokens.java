package io.nutflux.cli;

import io.nutflux.model.RedeemRequest;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.util.ArrayList;
import java.util.List;

/** The demo's tokens: every tenth is bad, each in another way than the one before. */
final class DemoTokens {

    private static final int EVERY = 10;
    private static final long[] AMOUNTS = {64, 8};

    /** How a token is bad. */
    private enum Flaw {
        SPENT,
        GARBAGE,
        OTHER_MINT,
        WRONG_SIGNATURE,
        FALSE_DLEQ,
        DUPLICATE,
        OTHER_VERSION
    }

    private final List<RedeemRequest> requests;
    private final int bad;

    private DemoTokens(List<RedeemRequest> requests, int bad) {
        this.requests = List.copyOf(requests);
        this.bad = bad;
    }

    /** Makes {@code count} tokens of {@code mint}, on this thread. */
    static DemoTokens make(TestMint mint, int count) {
        List<RedeemRequest> requests = new ArrayList<>(count);
        String before = "";
        int bad = 0;
        for (int i = 0; i < count; i++) {
            String token;
            if (i % EVERY == EVERY - 1) {
                token = bad(mint, Flaw.values()[bad % Flaw.values().length], before);
                bad++;
            } else {
                token = mint.token(AMOUNTS);
            }
            requests.add(new RedeemRequest("demo-" + i, token));
            before = token;
        }
        return new DemoTokens(requests, bad);
    }

    List<RedeemRequest> requests() {
        return requests;
    }

    /** How many of them are bad. */
    int bad() {
        return bad;
    }

    /** The face value of the good ones. */
    long goodValue() {
        long each = 0;
        for (long amount : AMOUNTS) {
            each += amount;
        }
        return each * (requests.size() - bad);
    }

    private static String bad(TestMint mint, Flaw flaw, String before) {
        List<TestProof> proofs = mint.issueProofs(AMOUNTS);
        return switch (flaw) {
            case SPENT -> {
                mint.markSpent(proofs);
                yield mint.tokenV4(proofs);
            }
            case GARBAGE -> "cashuBthis-is-no-cbor";
            case OTHER_MINT -> mint.tokenV4(proofs, TokenOptions.defaults().withMint("https://other-mint.invalid"));
            case WRONG_SIGNATURE ->
                mint.tokenV4(proofs.stream()
                        .map(proof -> proof.withWrongSignature().withoutDleq())
                        .toList());
            case FALSE_DLEQ ->
                mint.tokenV4(proofs.stream().map(TestProof::withFalseDleq).toList());
            case DUPLICATE -> before;
            case OTHER_VERSION -> "cashuZ" + mint.tokenV4(proofs).substring("cashuB".length());
        };
    }
}
