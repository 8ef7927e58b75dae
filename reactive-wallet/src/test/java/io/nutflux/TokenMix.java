package io.nutflux;

import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokens by key, most of them good; one in nine has a false signature, so that its swap is split, one in nine is spent. */
final class TokenMix {

    private static final BigInteger WORTH = BigInteger.valueOf(10);

    private final TestMint mint;
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final Map<String, String> expected = new LinkedHashMap<>();
    private BigInteger worthless = BigInteger.ZERO;

    TokenMix(TestMint mint) {
        this.mint = mint;
    }

    void add(int count) {
        for (int i = 0; i < count; i++) {
            int number = tokens.size();
            List<TestProof> proofs = mint.issueProofs(8, 2);
            String outcome = "Redeemed";
            if (number % 9 == 4) {
                proofs = proofs.stream()
                        .map(proof -> proof.withWrongSignature().withoutDleq())
                        .toList();
                worthless = worthless.add(WORTH);
                outcome = "Invalid";
            } else if (number % 9 == 8) {
                mint.markSpent(proofs);
                outcome = "AlreadySpent";
            }
            tokens.put("k" + number, mint.tokenV4(proofs));
            expected.put("k" + number, outcome);
        }
    }

    int size() {
        return tokens.size();
    }

    List<String> keys() {
        return List.copyOf(tokens.keySet());
    }

    /** What becomes of the token: the name of a result. */
    String expected(String key) {
        return expected.get(key);
    }

    /** As children read them: {@code KEY<tab>TOKEN}. */
    List<String> lines(Collection<String> keys) {
        return keys.stream().map(key -> key + "\t" + tokens.get(key)).toList();
    }

    /** Value that the mint issued for tokens that nobody can redeem. */
    BigInteger worthless() {
        return worthless;
    }
}
