package io.nutflux.store;

import static io.nutflux.store.StoreSamples.KEYSET;
import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.OTHER_KEYSET;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static io.nutflux.store.StoreSamples.spent;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.KeysetId;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RequestBody;
import io.nutflux.store.StoredProof.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of an operation: prepare, markSent, settle, release. */
public abstract class OperationContract extends StoreContract {

    /** 03.6. */
    @Test
    void prepare_thenLoad_givesAllOfTheDraft() {
        List<StoredProof> own = fund("fund", 8, 4);
        ClaimedToken token = samples.token("a", 1, 2, 4);
        OperationDraft draft = draftWithEverything(token, own);
        Operation prepared = prepare(draft);

        assertThat(prepared).isEqualTo(draft.prepared(2, null));
        StoredOperation loaded = load(draft.id());
        assertThat(loaded.operation()).isEqualTo(prepared);
        assertThat(loaded.requestBody()).isNull();
        assertThat(loaded.tokens()).containsExactly(token, draft.tokens().get(1));
        assertThat(points(loaded.ownInputs())).isEqualTo(draft.ownInputs());
        assertThat(loaded.ownInputs()).allMatch(proof -> proof.state() == State.RESERVED);
        assertThat(get(store.load(OTHER_WALLET, draft.id()))).isNull();
    }

    private OperationDraft draftWithEverything(ClaimedToken token, List<StoredProof> own) {
        OutputPlan plan = new OutputPlan(
                KEYSET, 0, List.of(Amount.of(1), new Amount(Long.MIN_VALUE), Amount.MAX), List.of(false, true, false));
        return new OperationDraft(
                samples.operationId(),
                Operation.Kind.REDEEM,
                StoreSamples.OTHER_MINT,
                StoreSamples.USD,
                plan,
                Amount.MAX,
                new Amount(Long.MIN_VALUE),
                "quote id",
                NOW,
                "somebody",
                LEASE,
                List.of(token, samples.token("b", 64)),
                List.of(own.get(1).Y(), own.get(0).Y()));
    }

    /** 13.7. */
    @Test
    void prepare_counters_growByThePlanForEachKeysetAndWallet() {
        assertThat(prepare(samples.mint("a", plan(1, 2, 4))).outputs().firstCounter())
                .isZero();
        assertThat(prepare(samples.mint("b", plan(1, 2))).outputs().firstCounter())
                .isEqualTo(3);
        assertThat(prepare(samples.mint("c", plan())).outputs().firstCounter()).isEqualTo(5);
        OutputPlan elsewhere = OutputPlan.keep(OTHER_KEYSET, List.of(Amount.of(1)));
        assertThat(prepare(samples.mint("d", elsewhere)).outputs().firstCounter())
                .isZero();
        assertThat(get(store.prepare(OTHER_WALLET, samples.mint("e", plan(1))))
                        .outputs()
                        .firstCounter())
                .isZero();
    }

    /** Both ids are 1 modulo 2^31 - 1, so one counter gives the same secret for both (13.5). */
    @Test
    void prepare_keysetsOfTheSameSecrets_shareTheirCounter() {
        KeysetId honest = new KeysetId("0000000000000001");
        KeysetId twin = new KeysetId("0000000080000000");
        List<Amount> amounts = List.of(Amount.of(1), Amount.of(2));
        assertThat(prepare(samples.mint("a", OutputPlan.keep(honest, amounts)))
                        .outputs()
                        .firstCounter())
                .isZero();
        assertThat(prepare(samples.mint("b", OutputPlan.keep(twin, amounts)))
                        .outputs()
                        .firstCounter())
                .isEqualTo(2);
        assertThat(prepare(samples.mint("c", OutputPlan.keep(honest, amounts)))
                        .outputs()
                        .firstCounter())
                .isEqualTo(4);
    }

    @Test
    void prepare_afterRelease_takesFreshCounters() {
        OperationDraft draft = samples.mint("a", plan(1, 2, 4));
        prepare(draft);
        get(store.release(WALLET, draft.id(), 1, Release.all()));
        assertThat(prepare(samples.mint("b", plan(1))).outputs().firstCounter()).isEqualTo(3);
    }

    @Test
    void prepare_thatConflicts_takesNoCounters() {
        prepare(samples.redeem(samples.token("a", 1)));
        OperationDraft taken = samples.redeem(samples.token("a", 1));
        assertConflict(viewOf(taken), store.prepare(WALLET, taken));
        assertThat(prepare(samples.mint("b", plan(1))).outputs().firstCounter()).isEqualTo(3);
    }

    @Test
    void prepare_sameIdTwice_conflicts() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        prepare(draft);
        OperationDraft again = new OperationDraft(
                draft.id(),
                draft.kind(),
                draft.mint(),
                draft.unit(),
                draft.outputs(),
                draft.gross(),
                draft.fee(),
                null,
                NOW,
                "me",
                LEASE,
                List.of(),
                List.of());
        assertConflict(viewOf(draft), store.prepare(WALLET, again));
        get(store.release(WALLET, draft.id(), 1, Release.all()));
        assertConflict(viewOf(draft), store.prepare(WALLET, again));
    }

    @Test
    void prepare_ownInputs_reserved() {
        List<StoredProof> own = fund("fund", 1, 2, 4);
        prepare(samples.send(plan(1), own.subList(0, 2)));
        assertThat(in(State.RESERVED)).containsExactlyInAnyOrderElementsOf(points(own.subList(0, 2)));
        assertThat(in(State.UNSPENT)).containsExactly(own.get(2).Y());
    }

    @Test
    void prepare_inputNotUnspent_conflicts() {
        List<StoredProof> own = fund("fund", 1, 2, 4);
        OperationDraft first = samples.send(plan(1), own.subList(0, 1));
        prepare(first);
        OperationDraft reserved = samples.send(plan(1), List.of(own.get(1), own.get(0)));
        assertConflict(viewOf(first, reserved), store.prepare(WALLET, reserved));

        get(store.markSent(WALLET, first.id(), 1, samples.body()));
        get(store.settle(WALLET, first.id(), 2, samples.settlement(first)));
        OperationDraft spent = samples.send(plan(1), List.of(own.get(0)));
        assertConflict(viewOf(first, spent), store.prepare(WALLET, spent));
        OperationDraft unknown = samples.send(plan(1), List.of(samples.stored(Amount.of(1), State.UNSPENT)));
        assertConflict(viewOf(unknown), store.prepare(WALLET, unknown));
        OperationDraft twice = samples.send(plan(1), List.of(own.get(1), own.get(1)));
        assertConflict(viewOf(twice), store.prepare(WALLET, twice));
        OperationDraft othersMoney = samples.send(plan(1), List.of(own.get(1)));
        assertConflict(viewOf(othersMoney), store.prepare(OTHER_WALLET, othersMoney));
    }

    /** 03.6. */
    @Test
    void markSent_keepsTheExactBytes() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        RequestBody body = samples.body();
        Operation prepared = prepare(draft);
        Operation sent = get(store.markSent(WALLET, draft.id(), 1, body));

        assertThat(sent).isEqualTo(prepared.next(Operation.State.SENT));
        assertThat(load(draft.id())).isEqualTo(new StoredOperation(sent, body, draft.tokens(), List.of()));
    }

    @Test
    void markSent_wrongVersionOrState_conflicts() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        assertConflict(viewOf(draft), store.markSent(WALLET, draft.id(), 1, samples.body()));
        prepare(draft);
        assertConflict(viewOf(draft), store.markSent(WALLET, draft.id(), 2, samples.body()));
        assertConflict(viewOf(draft), store.markSent(OTHER_WALLET, draft.id(), 1, samples.body()));
        get(store.markSent(WALLET, draft.id(), 1, samples.body()));
        assertConflict(viewOf(draft), store.markSent(WALLET, draft.id(), 2, samples.body()));
    }

    @Test
    void settle_redeem_addsProofsAndErasesSecrets() {
        OperationDraft draft = samples.redeem(plan(1, 2), samples.token("a", 1, 2));
        Settlement settled = settle(draft);

        assertThat(all(store.proofs(WALLET, State.UNSPENT))).containsExactlyInAnyOrderElementsOf(settled.newProofs());
        StoredOperation ended = load(draft.id());
        assertThat(ended.operation())
                .isEqualTo(draft.prepared(0, null).next(Operation.State.SENT).next(Operation.State.SETTLED));
        assertThat(ended.requestBody()).isNull();
        assertThat(ended.tokens()).isEmpty();
        assertThat(all(store.unfinished(WALLET))).isEmpty();
    }

    @Test
    void settle_send_spendsInputsAndKeepsWhatIsHandedOut() {
        List<StoredProof> own = fund("fund", 4, 8);
        OutputPlan plan = new OutputPlan(KEYSET, 0, List.of(Amount.of(2), Amount.of(10)), List.of(false, true));
        OperationDraft draft = samples.send(plan, own);
        Settlement settled = settle(draft);

        assertThat(in(State.SPENT)).containsExactlyInAnyOrderElementsOf(points(own));
        assertThat(in(State.UNSPENT)).containsExactly(settled.newProofs().get(0).Y());
        assertThat(all(store.proofs(WALLET, State.SENT)))
                .containsExactly(settled.newProofs().get(1));
        assertThat(load(draft.id()).ownInputs()).isEmpty();
    }

    @Test
    void settle_wrongVersionOrState_conflicts() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        Settlement settlement = samples.settlement(draft);
        assertConflict(viewOf(draft), store.settle(WALLET, draft.id(), 1, settlement));
        prepare(draft);
        assertConflict(viewOf(draft), store.settle(WALLET, draft.id(), 1, settlement));
        get(store.markSent(WALLET, draft.id(), 1, samples.body()));
        assertConflict(viewOf(draft), store.settle(WALLET, draft.id(), 1, settlement));
        assertConflict(viewOf(draft), store.settle(OTHER_WALLET, draft.id(), 2, settlement));
        get(store.settle(WALLET, draft.id(), 2, settlement));
        assertConflict(viewOf(draft), store.settle(WALLET, draft.id(), 3, settlement));
    }

    @Test
    void settle_newProofKnownAlready_conflicts() {
        List<StoredProof> own = fund("fund", 1);
        OperationDraft draft = samples.redeem(plan(1), samples.token("a", 1));
        prepareAndSend(draft);
        Settlement right = samples.settlement(draft);
        Settlement wrong =
                new Settlement(List.of(right.newProofs().get(0), own.get(0)), right.outcomes(), null, right.entry());
        assertConflict(viewOf(draft), store.settle(WALLET, draft.id(), 2, wrong));
        get(store.settle(WALLET, draft.id(), 2, right));
    }

    @Test
    void settle_ledgerEntryOfAnotherOperation_conflicts() {
        OperationDraft draft = samples.redeem(plan(), samples.token("a", 1));
        OperationDraft other = samples.redeem(plan(), samples.token("b", 1));
        prepareAndSend(draft);
        Settlement right = samples.settlement(draft);
        Settlement wrong = new Settlement(
                List.of(), right.outcomes(), null, samples.settlement(other).entry());
        assertConflict(viewOf(draft), store.settle(WALLET, draft.id(), 2, wrong));
    }

    @Test
    void release_freesInputsAndErasesSecrets() {
        List<StoredProof> own = fund("fund", 4, 8);
        OperationDraft draft = samples.send(plan(12), own);
        prepareAndSend(draft);
        assertThat(get(store.release(WALLET, draft.id(), 2, Release.all()))).isEmpty();

        assertThat(in(State.UNSPENT)).containsExactlyInAnyOrderElementsOf(points(own));
        StoredOperation ended = load(draft.id());
        assertThat(ended.operation().state()).isEqualTo(Operation.State.RELEASED);
        assertThat(ended.operation().version()).isEqualTo(3);
        assertThat(ended.requestBody()).isNull();
        assertThat(ended.ownInputs()).isEmpty();
        prepare(samples.send(plan(12), own));
    }

    @Test
    void release_withSuccessors_movesTokensAndInputs() {
        List<StoredProof> own = fund("fund", 4, 8);
        ClaimedToken bad = samples.token("bad", 1);
        ClaimedToken first = samples.token("first", 2, 4);
        ClaimedToken second = samples.token("second", 8);
        ClaimedToken dropped = samples.token("dropped", 16);
        OperationDraft draft = draftWith(own, bad, first, dropped, second);
        prepareAndSend(draft);
        OperationDraft one = samples.redeem(second);
        OperationDraft two = draftWith(own.subList(1, 2), first);
        List<Operation> successors =
                get(store.release(WALLET, draft.id(), 2, new Release(List.of(spent(bad)), List.of(one, two))));

        assertThat(successors).containsExactly(one.prepared(3, draft.id()), two.prepared(6, draft.id()));
        assertThat(load(one.id()).tokens()).containsExactly(second);
        assertThat(load(two.id()).tokens()).containsExactly(first);
        assertThat(points(load(two.id()).ownInputs()))
                .containsExactly(own.get(1).Y());
        assertThat(in(State.UNSPENT)).containsExactly(own.get(0).Y());
        assertThat(load(draft.id()).tokens()).isEmpty();
        assertThat(outcome("bad")).isEqualTo(spent(bad));
        assertThat(outcome("first"))
                .isInstanceOfSatisfying(
                        RedeemResult.Pending.class,
                        pending -> assertThat(pending.operation()).isEqualTo(two.id()));
        assertThat(outcome("dropped")).isNull();
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(), first.Ys())))
                .hasSize(1);
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(), bad.Ys())))
                .isEmpty();
    }

    private OperationDraft draftWith(List<StoredProof> own, ClaimedToken... tokens) {
        OperationDraft draft = samples.redeem(plan(1), tokens);
        return new OperationDraft(
                draft.id(),
                draft.kind(),
                draft.mint(),
                draft.unit(),
                draft.outputs(),
                draft.gross(),
                draft.fee(),
                null,
                NOW,
                "me",
                LEASE,
                draft.tokens(),
                points(own));
    }

    @Test
    void release_successorNamesWhatIsNotItsOwn_conflicts() {
        ClaimedToken token = samples.token("a", 1);
        ClaimedToken decided = samples.token("decided", 1);
        ClaimedToken foreign = samples.token("foreign", 1);
        OperationDraft draft = samples.redeem(token, decided);
        OperationDraft other = samples.redeem(foreign);
        prepareAndSend(draft);
        prepare(other);
        ClaimedToken disguised = new ClaimedToken("a", samples.digest(), token.proofs(), token.Ys());

        for (OperationDraft wrong : List.of(
                samples.redeem(foreign),
                samples.redeem(samples.token("new", 1)),
                samples.redeem(decided),
                samples.redeem(disguised),
                samples.redeem(token, token))) {
            Release release = new Release(List.of(spent(decided)), List.of(wrong));
            assertConflict(viewOf(draft, other, wrong), store.release(WALLET, draft.id(), 2, release));
        }
        Release twice = new Release(List.of(), List.of(samples.redeem(token), samples.redeem(token)));
        assertConflict(viewOf(draft, other), store.release(WALLET, draft.id(), 2, twice));
    }

    @Test
    void release_outcomeForForeignKey_conflicts() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        ClaimedToken foreign = samples.token("foreign", 1);
        prepare(draft);
        prepare(samples.redeem(foreign));
        assertConflict(
                viewOf(draft), store.release(WALLET, draft.id(), 1, new Release(List.of(spent(foreign)), List.of())));
    }

    @Test
    void release_wrongVersionOrEnded_conflicts() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        assertConflict(viewOf(draft), store.release(WALLET, draft.id(), 1, Release.all()));
        prepare(draft);
        assertConflict(viewOf(draft), store.release(WALLET, draft.id(), 2, Release.all()));
        assertConflict(viewOf(draft), store.release(OTHER_WALLET, draft.id(), 1, Release.all()));
        get(store.release(WALLET, draft.id(), 1, Release.all()));
        assertConflict(viewOf(draft), store.release(WALLET, draft.id(), 2, Release.all()));
        OperationDraft settled = samples.redeem(samples.token("b", 1));
        settle(settled);
        assertConflict(viewOf(settled), store.release(WALLET, settled.id(), 3, Release.all()));
    }
}
