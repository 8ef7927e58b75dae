package io.nutflux.flow;

import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what one swap of some tokens looks like: its fee, its outputs. */
final class SwapPlanner {

    private final FlowContext context;

    SwapPlanner(FlowContext context) {
        this.context = context;
    }

    /** A plan, or why there can be none. */
    sealed interface Plan {
        record Ready(OperationDraft draft) implements Plan {}

        record Impossible(RefusalReason reason, String detail) implements Plan {}
    }

    Plan plan(MintUrl mint, CurrencyUnit unit, List<ClaimedToken> tokens, MintKeysets keysets, Instant leaseUntil) {
        Optional<Keyset> keyset = keysets.forOutputs(unit, context.unixNow());
        if (keyset.isEmpty()) {
            return new Plan.Impossible(RefusalReason.MINT_UNSUPPORTED, "the mint has no active keyset for " + unit);
        }
        Amount gross;
        Amount fee;
        try {
            gross = Amount.sum(tokens.stream().map(ClaimedToken::value).toList());
            long ppk = 0;
            for (ClaimedToken token : tokens) {
                ppk = Math.addExact(ppk, Fees.ppk(token.proofs(), keysets));
            }
            fee = Fees.of(ppk);
        } catch (ArithmeticException e) {
            return new Plan.Impossible(RefusalReason.VALUE_TOO_HIGH, "the swap's value exceeds 64 bits");
        }
        if (!gross.isGreaterThan(fee)) {
            return new Plan.Impossible(RefusalReason.DUST, "the mint's fee of " + fee + " takes all of " + gross);
        }
        Optional<List<Amount>> amounts = Denominations.split(
                gross.minus(fee),
                keyset.get(),
                context.redeem().targetDenominations(),
                context.redeem().maxOutputsPerSwap());
        if (amounts.isEmpty()) {
            return new Plan.Impossible(
                    RefusalReason.MINT_UNSUPPORTED, "the mint's denominations do not add up to " + gross.minus(fee));
        }
        return new Plan.Ready(new OperationDraft(
                context.randomness().operationId(),
                Operation.Kind.REDEEM,
                mint,
                unit,
                OutputPlan.keep(keyset.get().id(), amounts.get()),
                gross,
                fee,
                null,
                context.now(),
                context.owner(),
                leaseUntil,
                tokens,
                List.of()));
    }

    /** Two halves, each with about half of the proofs; both non-empty. */
    static List<List<ClaimedToken>> halves(List<ClaimedToken> tokens) {
        int middle = tokens.size() / 2;
        return List.of(
                new ArrayList<>(tokens.subList(0, middle)), new ArrayList<>(tokens.subList(middle, tokens.size())));
    }
}
