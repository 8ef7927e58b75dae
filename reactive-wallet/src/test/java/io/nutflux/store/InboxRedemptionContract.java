package io.nutflux.store;

import static io.nutflux.store.InboxContract.refused;
import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.invalid;
import static io.nutflux.store.StoreSamples.redeemed;
import static io.nutflux.store.StoreSamples.spent;
import static io.nutflux.store.StoreSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Entries of the inbox and redemptions keep one set of keys and claims; and what is old is forgotten. */
public abstract class InboxRedemptionContract extends StoreContract {

    private static final String ME = "me";

    private void accept(ClaimedToken... tokens) {
        assertThat(get(store.acceptInbox(
                        WALLET, Arrays.stream(tokens).map(StoreSamples::waiting).toList(), NOW, StoreSamples.ROOM)))
                .allMatch(InboxReceipt.Stored.class::isInstance);
    }

    private void claimAll() {
        all(store.claimInbox(WALLET, ME, NOW, LEASE, 1_000, List.of()));
    }

    private List<String> done(RedeemResult outcome) {
        return get(store.concludeInbox(WALLET, ME, NOW, List.of(new InboxVerdict.Done(outcome.key(), outcome))));
    }

    @Test
    void prepare_waitingTokenUnderItsKey_takesItOver() {
        ClaimedToken token = samples.token("a", 1, 2);
        accept(token);
        OperationDraft draft = samples.redeem(token);
        prepare(draft);
        assertThat(outcome("a")).isInstanceOf(RedeemResult.Pending.class);
        assertThat(load(draft.id()).tokens()).containsExactly(token);
        assertThat(get(store.inboxCounts(WALLET)).waiting()).isEqualTo(1);
        assertThat(get(store.inboxEntry(WALLET, "a")).outcome()).isInstanceOf(RedeemResult.Pending.class);
    }

    @Test
    void prepare_keyOrProofOfAWaitingToken_conflicts() {
        ClaimedToken token = samples.token("a", 1, 2);
        accept(token);
        OperationDraft sameKey = samples.redeem(samples.token("a", 4));
        OperationDraft sameToken = samples.redeem(new ClaimedToken("b", token.digest(), token.proofs(), token.Ys()));
        OperationDraft sharing = samples.redeem(new ClaimedToken(
                "c", samples.digest(), token.proofs().subList(1, 2), token.Ys().subList(1, 2)));
        for (OperationDraft draft : List.of(sameKey, sameToken, sharing)) {
            assertConflict(viewOf(draft), store.prepare(WALLET, draft));
        }
        assertThat(outcome("a")).isEqualTo(new RedeemResult.Waiting("a"));
    }

    @Test
    void settle_ofAnEntry_isKeptWhenTheEntryEnds() {
        ClaimedToken token = samples.token("a", 1, 2);
        accept(token);
        claimAll();
        OperationDraft draft = samples.redeem(token);
        prepareAndSend(draft);
        assertThat(done(spent(token))).as("while its operation is under way").isEmpty();
        get(store.settle(WALLET, draft.id(), 2, samples.settlement(draft)));
        assertThat(outcome("a")).isEqualTo(redeemed(token, draft.id()));
        assertThat(get(store.inboxCounts(WALLET)).waiting()).isEqualTo(1);
        assertThat(done(invalid(token))).containsExactly("a");
        assertThat(outcome("a")).isEqualTo(redeemed(token, draft.id()));
        assertThat(get(store.inboxCounts(WALLET)).waiting()).isZero();
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(), token.Ys())))
                .hasSize(1);
    }

    @Test
    void done_redeemedWhileItOnlyWaits_leavesTheEntry() {
        ClaimedToken token = samples.token("a", 1);
        accept(token);
        claimAll();
        assertThat(done(redeemed(token, samples.operationId()))).isEmpty();
        assertThat(outcome("a")).isEqualTo(new RedeemResult.Waiting("a"));
        assertThat(get(store.inboxCounts(WALLET)).waiting()).isEqualTo(1);
    }

    @Test
    void release_ofAnEntryWithoutOutcome_letsItWaitAgain() {
        ClaimedToken waiting = samples.token("waiting", 1, 2);
        ClaimedToken direct = samples.token("direct", 4);
        accept(waiting);
        OperationDraft draft = samples.redeem(waiting, direct);
        prepareAndSend(draft);
        get(store.release(WALLET, draft.id(), 2, Release.all()));
        List<CurvePoint> Ys =
                List.of(waiting.Ys().get(0), waiting.Ys().get(1), direct.Ys().get(0));
        assertThat(all(store.findRedemptions(WALLET, List.of("waiting", "direct"), List.of(), Ys)))
                .extracting(Redemption::result, found -> found.shared().size())
                .containsExactly(tuple(new RedeemResult.Waiting("waiting"), 2));
        prepare(samples.redeem(waiting));
    }

    @Test
    void release_ofAnEntry_passesItToASuccessorOrEndsIt() {
        ClaimedToken passed = samples.token("passed", 1);
        ClaimedToken bad = samples.token("bad", 2);
        accept(passed, bad);
        claimAll();
        OperationDraft draft = samples.redeem(passed, bad);
        prepareAndSend(draft);
        OperationDraft next = samples.redeem(passed);
        get(store.release(WALLET, draft.id(), 2, new Release(List.of(invalid(bad)), List.of(next))));
        assertThat(load(next.id()).tokens()).containsExactly(passed);
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(bad.digest()), bad.Ys())))
                .as("the mint's word holds under every key")
                .containsExactly(new Redemption("bad", bad.digest(), invalid(bad), Set.of()));
        assertThat(done(invalid(bad))).containsExactly("bad");
    }

    @Test
    void release_ofAnEntryThatWasEnded_forgetsIt() {
        ClaimedToken token = samples.token("a", 1);
        accept(token);
        claimAll();
        assertThat(done(refused("a"))).containsExactly("a");
        OperationDraft again = samples.redeem(new ClaimedToken("b", token.digest(), token.proofs(), token.Ys()));
        prepareAndSend(again);
        get(store.release(WALLET, again.id(), 2, Release.all()));
        assertThat(outcome("a")).isEqualTo(refused("a"));
        assertThat(outcome("b")).isNull();
    }

    @Test
    void purge_forgetsWhatWasFinishedBefore() {
        ClaimedToken redeemed = samples.token("redeemed", 1, 2);
        ClaimedToken refused = samples.token("refused", 4);
        ClaimedToken open = samples.token("open", 8);
        ClaimedToken direct = samples.token("direct", 16);
        accept(redeemed, refused, open);
        claimAll();
        settle(samples.redeem(redeemed));
        settle(samples.redeem(direct));
        done(redeemed(redeemed, samples.operationId()));
        done(refused("refused"));
        // Its proof is another's by now, and stays that one's.
        accept(new ClaimedToken("heir", refused.digest(), refused.proofs(), refused.Ys()));

        assertThat(get(store.purgeInbox(WALLET, NOW, 10))).isZero();
        assertThat(get(store.purgeInbox(new WalletId("third"), NOW.plusNanos(1), 10)))
                .isZero();
        assertThat(get(store.purgeInbox(WALLET, NOW.plusNanos(1), 1))).isEqualTo(1);
        assertThat(get(store.purgeInbox(WALLET, NOW.plusNanos(1), 10))).isEqualTo(1);
        assertThat(get(store.purgeInbox(WALLET, NOW.plusNanos(1), 10))).isZero();

        assertThat(outcome("redeemed")).isNull();
        assertThat(outcome("refused")).isNull();
        assertThat(get(store.inboxEntry(WALLET, "redeemed"))).isNull();
        assertThat(outcome("open")).isEqualTo(new RedeemResult.Waiting("open"));
        assertThat(outcome("direct")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(redeemed.digest()), redeemed.Ys())))
                .isEmpty();
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(), refused.Ys())))
                .extracting(Redemption::key)
                .containsExactly("heir");
        accept(redeemed);
        assertThat(waiting(redeemed).toString()).doesNotContain("cashu");
    }
}
