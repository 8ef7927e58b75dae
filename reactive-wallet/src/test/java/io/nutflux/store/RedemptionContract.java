package io.nutflux.store;

import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.invalid;
import static io.nutflux.store.StoreSamples.redeemed;
import static io.nutflux.store.StoreSamples.spent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RedeemResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Incoming tokens: their keys, digests, claims and outcomes. */
public abstract class RedemptionContract extends StoreContract {

    @Test
    void findRedemptions_askedForNothing_none() {
        prepare(samples.redeem(samples.token("a", 1)));
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(), List.of())))
                .isEmpty();
    }

    @Test
    void findRedemptions_inProgress_pending() {
        ClaimedToken token = samples.token("a", 1, 2);
        OperationDraft draft = samples.redeem(token);
        prepare(draft);

        RedeemResult pending = new RedeemResult.Pending("a", MINT, SAT, token.value(), draft.id());
        assertThat(all(store.findRedemptions(WALLET, List.of("a", "b"), List.of(), List.of())))
                .containsExactly(new Redemption("a", token.digest(), pending, Set.of()));
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(token.digest()), List.of())))
                .containsExactly(new Redemption("a", token.digest(), pending, Set.of()));
        assertThat(all(store.findRedemptions(OTHER_WALLET, List.of("a"), List.of(token.digest()), token.Ys())))
                .isEmpty();
    }

    @Test
    void findRedemptions_byProofs_tellsWhichAreShared() {
        ClaimedToken token = samples.token("a", 1, 2, 4);
        prepare(samples.redeem(token, samples.token("b", 8)));

        CurvePoint strange = samples.point();
        List<CurvePoint> asked = List.of(token.Ys().get(0), strange, token.Ys().get(2));
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(), asked)))
                .singleElement()
                .satisfies(found -> assertThat(found.shared())
                        .containsExactlyInAnyOrder(token.Ys().get(0), token.Ys().get(2)));
    }

    @Test
    void findRedemptions_foundByEverything_comesOnce() {
        ClaimedToken token = samples.token("a", 1, 2);
        prepare(samples.redeem(token));

        assertThat(all(store.findRedemptions(WALLET, List.of("a", "a"), List.of(token.digest()), token.Ys())))
                .singleElement()
                .satisfies(found -> assertThat(found.shared()).containsExactlyInAnyOrderElementsOf(token.Ys()));
    }

    @Test
    void findRedemptions_moreThanAnyStatementHolds_all() {
        ClaimedToken[] tokens = IntStream.range(0, 120)
                .mapToObj(i ->
                        samples.token("key " + i, LongStream.rangeClosed(1, 10).toArray()))
                .toArray(ClaimedToken[]::new);
        prepare(samples.redeem(tokens));
        List<CurvePoint> Ys = new ArrayList<>();
        List.of(tokens).forEach(token -> Ys.addAll(token.Ys()));
        List<String> keys = IntStream.range(0, 2000).mapToObj(i -> "key " + i).toList();

        assertThat(all(store.findRedemptions(WALLET, keys, List.of(), Ys)))
                .hasSize(120)
                .allSatisfy(found -> assertThat(found.shared()).hasSize(10));
    }

    @Test
    void prepare_keyTakenInProgress_conflicts() {
        OperationDraft first = samples.redeem(samples.token("a", 1));
        OperationDraft second = samples.redeem(samples.token("b", 1), samples.token("a", 1));
        prepare(first);
        assertConflict(viewOf(first, second), store.prepare(WALLET, second));
        get(store.prepare(OTHER_WALLET, second));
    }

    @Test
    void prepare_keyWithFinalOutcome_conflicts() {
        ClaimedToken spent = samples.token("spent", 1);
        ClaimedToken invalid = samples.token("invalid", 1);
        OperationDraft released = samples.redeem(spent, invalid);
        prepareAndSend(released);
        get(store.release(WALLET, released.id(), 2, new Release(List.of(spent(spent), invalid(invalid)), List.of())));
        settle(samples.redeem(samples.token("redeemed", 1)));

        for (String key : List.of("spent", "invalid", "redeemed")) {
            OperationDraft again = samples.redeem(samples.token(key, 1));
            assertConflict(viewOf(released, again), store.prepare(WALLET, again));
        }
    }

    @Test
    void prepare_proofOfTokenInProgress_conflicts() {
        ClaimedToken token = samples.token("a", 1, 2);
        OperationDraft first = samples.redeem(token);
        prepare(first);

        OperationDraft same = samples.redeem(new ClaimedToken("b", token.digest(), token.proofs(), token.Ys()));
        assertConflict(viewOf(first, same), store.prepare(WALLET, same));
        ClaimedToken other = samples.token("c", 4);
        OperationDraft sharing = samples.redeem(new ClaimedToken(
                "c",
                other.digest(),
                List.of(other.proofs().get(0), token.proofs().get(1)),
                List.of(other.Ys().get(0), token.Ys().get(1))));
        assertConflict(viewOf(first, sharing), store.prepare(WALLET, sharing));
        get(store.prepare(OTHER_WALLET, same));
    }

    @Test
    void prepare_proofOfTokenRedeemed_conflicts() {
        ClaimedToken token = samples.token("a", 1, 2);
        OperationDraft first = samples.redeem(token);
        settle(first);

        OperationDraft same = samples.redeem(new ClaimedToken("b", token.digest(), token.proofs(), token.Ys()));
        assertConflict(viewOf(first, same), store.prepare(WALLET, same));
    }

    @Test
    void prepare_proofTwiceInOneDraft_conflicts() {
        ClaimedToken token = samples.token("a", 1);
        ClaimedToken twin = new ClaimedToken("b", samples.digest(), token.proofs(), token.Ys());
        OperationDraft draft = samples.redeem(token, twin);
        assertConflict(viewOf(draft), store.prepare(WALLET, draft));
    }

    @Test
    void prepare_proofOfTokenFoundSpentOrInvalid_isFree() {
        ClaimedToken token = samples.token("a", 1, 2);
        OperationDraft released = samples.redeem(token);
        prepareAndSend(released);
        get(store.release(WALLET, released.id(), 2, new Release(List.of(invalid(token)), List.of())));

        prepare(samples.redeem(new ClaimedToken("b", token.digest(), token.proofs(), token.Ys())));
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(token.digest()), token.Ys())))
                .extracting(Redemption::key, found -> found.shared().size())
                .containsExactlyInAnyOrder(tuple("a", 0), tuple("b", 2));
    }

    @Test
    void settle_outcomesStoredAsGiven() {
        ClaimedToken one = samples.token("one", 1);
        ClaimedToken two = samples.token("two", 2);
        ClaimedToken three = samples.token("three", 4);
        OperationDraft draft = samples.redeem(one, two, three);
        prepareAndSend(draft);
        Settlement all = samples.settlement(draft);
        RedeemResult redeemed = redeemed(one, draft.id());
        get(store.settle(
                WALLET,
                draft.id(),
                2,
                new Settlement(all.newProofs(), List.of(spent(two), redeemed, invalid(three)), null, all.entry())));

        assertThat(outcome("one")).isEqualTo(redeemed);
        assertThat(outcome("two")).isEqualTo(spent(two));
        assertThat(outcome("three")).isEqualTo(invalid(three));
        List<CurvePoint> Ys = new ArrayList<>();
        List.of(one, two, three).forEach(token -> Ys.addAll(token.Ys()));
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(), Ys)))
                .extracting(Redemption::key)
                .as("only what was redeemed keeps its claims")
                .containsExactly("one");
    }

    @Test
    void settle_outcomesDoNotMatchTokens_conflicts() {
        ClaimedToken one = samples.token("one", 1);
        ClaimedToken two = samples.token("two", 2);
        OperationDraft draft = samples.redeem(one, two);
        OperationDraft other = samples.redeem(samples.token("other", 1));
        prepareAndSend(draft);
        prepare(other);
        Settlement right = samples.settlement(draft);

        for (List<RedeemResult> wrong : List.of(
                List.<RedeemResult>of(),
                List.of(redeemed(one, draft.id())),
                List.of(redeemed(one, draft.id()), redeemed(other.tokens().get(0), draft.id())),
                List.of(
                        redeemed(one, draft.id()),
                        redeemed(two, draft.id()),
                        redeemed(other.tokens().get(0), draft.id())))) {
            assertConflict(
                    viewOf(draft, other),
                    store.settle(WALLET, draft.id(), 2, new Settlement(right.newProofs(), wrong, null, right.entry())));
        }
    }

    @Test
    void release_tokenWithoutOutcomeOrSuccessor_isForgotten() {
        ClaimedToken token = samples.token("a", 1, 2);
        OperationDraft draft = samples.redeem(token);
        prepareAndSend(draft);
        get(store.release(WALLET, draft.id(), 2, Release.all()));

        assertThat(all(store.findRedemptions(WALLET, List.of("a"), List.of(token.digest()), token.Ys())))
                .isEmpty();
        assertThat(prepare(samples.redeem(token)).version()).isEqualTo(1);
    }
}
