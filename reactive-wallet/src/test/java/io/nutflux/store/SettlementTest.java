package io.nutflux.store;

import static io.nutflux.store.StoreSamples.plan;
import static io.nutflux.store.StoreSamples.redeemed;
import static io.nutflux.store.StoreSamples.spent;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Amount;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.StoredProof.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the records of settle and release refuse to hold. */
class SettlementTest {

    private final StoreSamples samples = new StoreSamples(3);
    private final ClaimedToken token = samples.token("a", 1);
    private final OperationDraft draft = samples.redeem(plan(1), token);
    private final Settlement right = samples.settlement(draft);

    @Test
    void settlement_outcomeThatIsNotFinal_refused() {
        RedeemResult pending = new RedeemResult.Pending("a", draft.mint(), draft.unit(), token.value(), draft.id());
        RedeemResult replayed = new RedeemResult.Redeemed(
                "a", draft.mint(), draft.unit(), token.value(), Amount.ZERO, draft.id(), true);
        for (RedeemResult outcome :
                List.of(pending, replayed, new RedeemResult.Duplicate("a", redeemed(token, draft.id())))) {
            assertThatThrownBy(() -> new Settlement(right.newProofs(), List.of(outcome), null, right.entry()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void settlement_twoOutcomesForOneKey_refused() {
        List<RedeemResult> twice = List.of(spent(token), spent(token));
        assertThatThrownBy(() -> new Settlement(right.newProofs(), twice, null, right.entry()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settlement_proofReservedOrOfAnotherUnit_refused() {
        StoredProof reserved = samples.stored(Amount.of(1), State.RESERVED);
        StoredProof kept = samples.stored(Amount.of(1), State.UNSPENT);
        StoredProof other = new StoredProof(kept.Y(), kept.mint(), StoreSamples.USD, kept.proof(), State.UNSPENT);
        for (StoredProof proof : List.of(reserved, other)) {
            assertThatThrownBy(() -> new Settlement(List.of(proof), right.outcomes(), null, right.entry()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void release_redeemedOrTwice_refused() {
        for (List<RedeemResult> outcomes :
                List.of(List.of(redeemed(token, draft.id())), List.<RedeemResult>of(spent(token), spent(token)))) {
            assertThatThrownBy(() -> new Release(outcomes, List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
