package io.nutflux.store;

import static io.nutflux.store.StoreSamples.KEYSET;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.OTHER_KEYSET;
import static io.nutflux.store.StoreSamples.OTHER_MINT;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Secret;
import io.nutflux.store.Findings.Found;
import io.nutflux.store.StoredProof.State;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Restoring from the seed, and counters that lag behind after a backup was loaded (13.8, 13.12, 13.14). */
public abstract class RestoreContract extends StoreContract {

    /** Its secrets are those of {@link StoreSamples#KEYSET}: the ids agree modulo 2^31 - 1. */
    private static final KeysetId SAME_COUNTER = new KeysetId("009a1f29b253e41d");

    private Found found(long counter, long amount) {
        Proof proof = Proof.of(Amount.of(amount), KEYSET, new Secret(samples.digest()), samples.point());
        return new Found(counter, new StoredProof(samples.point(), MINT, SAT, proof, State.UNSPENT));
    }

    private LedgerEntry entry(LedgerEntry.Kind kind, MintUrl mint) {
        return new LedgerEntry(NOW, kind, mint, SAT, Amount.ZERO, Amount.ZERO, samples.operationId(), "me");
    }

    private Amount restore(long counter, boolean complete, Found... found) {
        return get(store.restore(
                WALLET,
                new Findings(KEYSET, List.of(found), counter, complete, entry(LedgerEntry.Kind.RESTORED, MINT))));
    }

    private KeysetCounter counter(KeysetId keyset) {
        return get(store.counter(WALLET, MINT, keyset));
    }

    private void markRestored() {
        get(store.markRestored(WALLET, NOW));
    }

    private void assertBalanced() {
        StoredBalance held = all(store.balances(WALLET)).get(0);
        LedgerTotals moved = all(store.ledgerTotals(WALLET)).get(0);
        assertThat(moved.received())
                .isEqualTo(held.unspent().add(held.reserved()).add(moved.sent()).add(moved.fees()));
        assertThat(moved.sent()).isEqualTo(held.sent().add(held.claimed()));
        assertThat(all(store.ledgerFaults(WALLET))).isEmpty();
    }

    @Test
    void counter_movesWithPrepare_andIsNotBehind() {
        assertThat(counter(KEYSET)).isEqualTo(KeysetCounter.upToDate(0));
        prepare(samples.redeem(plan(1, 2), samples.token("a", 3)));
        assertThat(counter(KEYSET)).isEqualTo(KeysetCounter.upToDate(2));
        assertThat(store.restoredAt(WALLET).blockOptional()).isEmpty();
    }

    @Test
    void prepare_ofRestoredWallet_refusedUntilTheKeysetIsCaughtUp() {
        fund("before", 8);
        markRestored();
        OperationDraft draft = samples.redeem(plan(1, 2), samples.token("a", 3));

        assertRefused(StoreException.Kind.COUNTERS_BEHIND, viewOf(draft), store.prepare(WALLET, draft));
        restore(7, false);
        assertRefused(StoreException.Kind.COUNTERS_BEHIND, viewOf(draft), store.prepare(WALLET, draft));
        assertThat(counter(KEYSET)).isEqualTo(new KeysetCounter(7, 7, true));

        restore(9, true);
        assertThat(prepare(draft).outputs().firstCounter()).isEqualTo(9);
    }

    @Test
    void restoredWallet_keysetThatIsNew_isBehindToo() {
        markRestored();
        restore(0, true);
        assertThat(counter(KEYSET)).isEqualTo(KeysetCounter.upToDate(0));
        assertThat(counter(OTHER_KEYSET)).isEqualTo(new KeysetCounter(0, 0, true));
        OperationDraft draft =
                samples.redeem(OutputPlan.keep(OTHER_KEYSET, List.of(Amount.of(3))), samples.token("a", 3));
        assertRefused(StoreException.Kind.COUNTERS_BEHIND, viewOf(draft), store.prepare(WALLET, draft));
    }

    /** Another address may be another mint, which has signed other outputs. */
    @Test
    void restoredWallet_keysetCaughtUpAtOneMint_isBehindAtAnother() {
        markRestored();
        restore(9, true);
        assertThat(get(store.counter(WALLET, OTHER_MINT, KEYSET)).behind()).isTrue();
        OperationDraft here = samples.redeem(plan(1), samples.token("a", 1));
        OperationDraft there = new OperationDraft(
                samples.operationId(),
                here.kind(),
                OTHER_MINT,
                here.unit(),
                here.outputs(),
                here.gross(),
                here.fee(),
                null,
                here.createdAt(),
                here.owner(),
                here.leaseUntil(),
                List.of(samples.token("b", 1)),
                List.of());

        assertRefused(StoreException.Kind.COUNTERS_BEHIND, viewOf(there), store.prepare(WALLET, there));
        assertThat(prepare(here).outputs().firstCounter()).isEqualTo(9);
        LedgerEntry entry = entry(LedgerEntry.Kind.RESTORED, OTHER_MINT);
        get(store.restore(WALLET, new Findings(KEYSET, List.of(), 0, true, entry)));
        assertThat(prepare(there).outputs().firstCounter()).isEqualTo(10);
    }

    private void restoreAt(MintUrl mint, KeysetId keyset, long counter, boolean complete) {
        get(store.restore(
                WALLET, new Findings(keyset, List.of(), counter, complete, entry(LedgerEntry.Kind.RESTORED, mint))));
    }

    /** What one finds moves the counter for both, and says nothing of what the other signed. */
    @Test
    void counter_ofKeysetsThatShareOne_eachIsLookedThroughFromWhereItStood() {
        prepare(samples.redeem(plan(1, 2), samples.token("a", 3)));
        markRestored();
        restoreAt(MINT, KEYSET, 40, true);
        prepare(samples.redeem(plan(1), samples.token("b", 1)));

        assertThat(counter(KEYSET)).isEqualTo(KeysetCounter.upToDate(41));
        assertThat(get(store.counter(WALLET, OTHER_MINT, KEYSET))).isEqualTo(new KeysetCounter(41, 2, true));
        assertThat(get(store.counter(WALLET, MINT, SAME_COUNTER))).isEqualTo(new KeysetCounter(41, 2, true));
        assertThat(counter(OTHER_KEYSET)).isEqualTo(new KeysetCounter(0, 0, true));

        restoreAt(OTHER_MINT, KEYSET, 5, false);
        restoreAt(OTHER_MINT, KEYSET, 3, false);
        assertThat(get(store.counter(WALLET, OTHER_MINT, KEYSET))).isEqualTo(new KeysetCounter(41, 5, true));
        assertThat(get(store.counter(WALLET, MINT, SAME_COUNTER)).from()).isEqualTo(2);
        restoreAt(OTHER_MINT, KEYSET, 50, true);
        assertThat(get(store.counter(WALLET, OTHER_MINT, KEYSET))).isEqualTo(KeysetCounter.upToDate(50));
        assertThat(get(store.counter(WALLET, MINT, SAME_COUNTER))).isEqualTo(new KeysetCounter(50, 2, true));
    }

    @Test
    void markRestored_again_forgetsWhatWasCaughtUp_andLeavesOtherWalletsAlone() {
        markRestored();
        restore(5, true);
        get(store.markRestored(WALLET, NOW.plusSeconds(1)));

        assertThat(counter(KEYSET)).isEqualTo(new KeysetCounter(5, 5, true));
        assertThat(get(store.restoredAt(WALLET))).isEqualTo(NOW.plusSeconds(1));
        assertThat(get(store.counter(OTHER_WALLET, MINT, KEYSET)).behind()).isFalse();
        get(store.prepare(OTHER_WALLET, samples.redeem(plan(1), samples.token("a", 1))));
    }

    @Test
    void restore_ofWalletThatIsNotRestored_doesNotCountLater() {
        restore(5, true);
        markRestored();
        assertThat(counter(KEYSET)).isEqualTo(new KeysetCounter(5, 5, true));
    }

    @Test
    void release_withSuccessorOnKeysetBehind_refusedWhole() {
        ClaimedToken token = samples.token("a", 3);
        OperationDraft first = samples.redeem(plan(1, 2), token);
        prepareAndSend(first);
        markRestored();
        OperationDraft successor = samples.redeem(plan(1, 2), token);

        assertRefused(
                StoreException.Kind.COUNTERS_BEHIND,
                viewOf(first, successor),
                store.release(WALLET, first.id(), 2, new Release(List.of(), List.of(successor))));
        // What needs no counters goes on.
        get(store.settle(WALLET, first.id(), 2, samples.settlement(first)));
    }

    @Test
    void restore_addsWhatIsNew_once() {
        fund("a", 8);
        Found two = found(0, 2);
        Found five = found(4, 5);

        assertThat(restore(5, false, two, five)).isEqualTo(Amount.of(7));
        assertThat(in(State.UNSPENT))
                .contains(two.proof().Y(), five.proof().Y())
                .hasSize(3);
        assertThat(all(store.proofs(WALLET, State.UNSPENT)).stream().map(StoredProof::proof))
                .contains(two.proof().proof(), five.proof().proof());
        assertThat(all(store.ledger(WALLET, 9)))
                .filteredOn(entry -> entry.kind() == LedgerEntry.Kind.RESTORED)
                .extracting(LedgerEntry::amount)
                .containsExactly(Amount.of(7));
        assertBalanced();

        assertThat(restore(5, false, two, five, found(5, 1))).isEqualTo(Amount.of(1));
        assertThat(restore(5, false, two, five)).isEqualTo(Amount.ZERO);
        assertThat(all(store.ledger(WALLET, 9))).hasSize(3);
        assertBalanced();
    }

    @Test
    void restore_ofProofsKnownInWhateverState_leavesThem() {
        List<StoredProof> proofs = fund("a", 1, 2, 4);
        StoredProof spent = proofs.get(0);
        settle(samples.send(plan(1), List.of(spent)));
        get(store.handOut(WALLET, List.of(proofs.get(1).Y()), sent(proofs.get(1))));
        prepare(samples.send(plan(4), List.of(proofs.get(2))));

        List<Found> again = proofs.stream()
                .filter(proof -> proof.proof().id().equals(KEYSET))
                .map(proof -> new Found(90, proof))
                .toList();
        assertThat(restore(91, true, again.toArray(Found[]::new))).isEqualTo(Amount.ZERO);
        assertThat(in(State.SPENT)).containsExactly(spent.Y());
        assertThat(in(State.SENT)).containsExactly(proofs.get(1).Y());
        assertThat(in(State.RESERVED)).containsExactly(proofs.get(2).Y());
    }

    private LedgerEntry sent(StoredProof proof) {
        return entry(LedgerEntry.Kind.SENT, MINT).withAmount(proof.proof().amount());
    }

    /** Its own settlement stores them, with what else belongs to it. */
    @Test
    void restore_outputsOfAnUnfinishedOperation_leftToIt() {
        OperationDraft draft = samples.redeem(plan(1, 2, 4), samples.token("a", 7));
        prepareAndSend(draft);

        assertThat(restore(4, true, found(0, 1), found(2, 4), found(3, 8))).isEqualTo(Amount.of(8));
        Settlement settlement = samples.settlement(draft);
        get(store.settle(WALLET, draft.id(), 2, settlement));
        assertThat(in(State.UNSPENT)).hasSize(4);
        assertBalanced();
    }

    @Test
    void restore_raisesTheCounterAndNeverLowersIt() {
        restore(250, false);
        assertThat(counter(KEYSET).next()).isEqualTo(250);
        restore(10, true);
        assertThat(counter(KEYSET).next()).isEqualTo(250);
        assertThat(prepare(samples.redeem(plan(1), samples.token("a", 1)))
                        .outputs()
                        .firstCounter())
                .isEqualTo(250);
        assertThat(counter(OTHER_KEYSET).next()).isZero();
    }

    @Test
    void writeOff_unspentProofs_leaveTheWalletByAnEntry() {
        List<StoredProof> proofs = fund("a", 1, 2, 4, 8);
        get(store.handOut(WALLET, List.of(proofs.get(1).Y()), sent(proofs.get(1))));
        prepare(samples.send(plan(4), List.of(proofs.get(2))));

        LedgerEntry entry = entry(LedgerEntry.Kind.SPENT_ELSEWHERE, MINT);
        assertThat(get(store.writeOff(WALLET, points(proofs.subList(0, 3)), entry)))
                .isEqualTo(Amount.of(1));
        assertThat(in(State.CLAIMED)).containsExactly(proofs.get(0).Y());
        assertThat(all(store.ledger(WALLET, 9))).contains(entry.withAmount(Amount.of(1)));
        assertThat(all(store.balances(WALLET)))
                .extracting(StoredBalance::unspent)
                .containsExactly(BigInteger.valueOf(8));
        assertBalanced();

        assertThat(get(store.writeOff(
                        WALLET, points(proofs.subList(0, 3)), entry(LedgerEntry.Kind.SPENT_ELSEWHERE, MINT))))
                .isEqualTo(Amount.ZERO);
        assertBalanced();
    }

    @Test
    void writeOff_ofAnotherMint_conflicts() {
        List<StoredProof> proofs = fund("a", 1, 2);
        assertConflict(
                viewOf(), store.writeOff(WALLET, points(proofs), entry(LedgerEntry.Kind.SPENT_ELSEWHERE, OTHER_MINT)));
    }
}
