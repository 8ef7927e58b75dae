package io.nutflux.flow;

import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Amount;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.Proof;
import io.nutflux.store.ClaimedToken;
import java.util.ArrayList;
import java.util.List;

/** Input fees (NUT-02): thousandths add up over all inputs of a transaction and are rounded up once. */
final class Fees {

    private Fees() {}

    /** The sum of {@code input_fee_ppk} over {@code proofs}; a keyset not listed costs nothing. */
    static long ppk(List<Proof> proofs, MintKeysets keysets) {
        long sum = 0;
        for (Proof proof : proofs) {
            sum = Math.addExact(sum, ppk(proof.id(), keysets));
        }
        return sum;
    }

    static long ppk(KeysetId id, MintKeysets keysets) {
        KeysetInfo info = keysets.infos().get(id);
        return info == null ? 0 : info.inputFeePpk();
    }

    /** {@code ceil(ppk / 1000)}. */
    static Amount of(long ppk) {
        return Amount.of(Math.addExact(ppk, 999) / 1000);
    }

    /**
     * What each token pays of one swap's fee: its step in the rounded running sum. So the shares add up to the fee, and
     * none exceeds what the token would have paid alone.
     *
     * @param fee what the swap did pay; if keysets have changed since, so that the steps give another sum, the fee is
     *     taken from the tokens in order as far as their value goes
     */
    static List<Amount> shares(List<ClaimedToken> tokens, MintKeysets keysets, Amount fee) {
        List<Amount> shares = new ArrayList<>(tokens.size());
        long sum = 0;
        Amount before = Amount.ZERO;
        boolean payable = true;
        for (ClaimedToken token : tokens) {
            sum = Math.addExact(sum, ppk(token.proofs(), keysets));
            Amount upTo = of(sum);
            Amount share = upTo.minus(before);
            payable &= !share.isGreaterThan(token.value());
            shares.add(share);
            before = upTo;
        }
        return payable && before.equals(fee) ? shares : inOrder(tokens, fee);
    }

    private static List<Amount> inOrder(List<ClaimedToken> tokens, Amount fee) {
        List<Amount> shares = new ArrayList<>(tokens.size());
        Amount left = fee;
        for (ClaimedToken token : tokens) {
            Amount share = left.isGreaterThan(token.value()) ? token.value() : left;
            shares.add(share);
            left = left.minus(share);
        }
        return shares;
    }
}
