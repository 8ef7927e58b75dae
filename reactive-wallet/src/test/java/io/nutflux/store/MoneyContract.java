package io.nutflux.store;

import static io.nutflux.store.StoreSamples.KEYSET;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.OTHER_MINT;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.USD;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.OperationId;
import io.nutflux.store.StoredProof.State;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proofs, balances and the ledger; amounts are unsigned and sums pass 64 bits. */
public abstract class MoneyContract extends StoreContract {

    private static final long TWO_63 = Long.MIN_VALUE;
    private static final BigInteger BIG = BigInteger.TWO.pow(63);

    @Test
    void emptyWallet_hasNothing() {
        assertThat(all(store.balances(WALLET))).isEmpty();
        assertThat(all(store.ledger(WALLET, 10))).isEmpty();
        assertThat(all(store.ledgerTotals(WALLET))).isEmpty();
        assertThat(all(store.spendable(WALLET, MINT, SAT))).isEmpty();
    }

    @Test
    void spendable_byAscendingUnsignedAmount() {
        fund("a", -1);
        fund("b", TWO_63);
        fund("c", 8, 1, 64);
        fund("d", Long.MAX_VALUE);
        prepare(samples.send(plan(), fund("e", 2)));

        assertThat(all(store.spendable(WALLET, MINT, SAT)))
                .extracting(proof -> proof.amount().toString())
                .containsExactly("1", "8", "64", "9223372036854775807", "9223372036854775808", "18446744073709551615");
        assertThat(all(store.spendable(WALLET, MINT, USD))).isEmpty();
        assertThat(all(store.spendable(WALLET, OTHER_MINT, SAT))).isEmpty();
        assertThat(all(store.spendable(OTHER_WALLET, MINT, SAT))).isEmpty();
    }

    @Test
    void spendable_givesWhatStandsInClear() {
        List<StoredProof> own = fund("a", 4, 2);

        assertThat(all(store.spendable(WALLET, MINT, SAT)))
                .containsExactlyInAnyOrderElementsOf(
                        own.stream().map(StoredProof::info).toList());
    }

    @Test
    void spendable_ofEqualAmounts_byTheirPoints() {
        fund("a", 4, 4, 4, 4, 4, 4);

        assertThat(all(store.spendable(WALLET, MINT, SAT)))
                .extracting(ProofInfo::Y)
                .isSorted();
    }

    @Test
    void proofs_byTheirPoints_inWhateverState_eachOnce() {
        List<StoredProof> unspent = fund("a", 4, 8);
        List<StoredProof> sent = fund("b", 2);
        get(store.handOut(WALLET, points(sent), handOutEntry(sent)));
        List<StoredProof> reserved = fund("c", 16);
        prepare(samples.send(plan(), reserved));
        List<StoredProof> spent = fund("d", 32);
        settle(samples.send(plan(), spent));
        List<CurvePoint> Ys = new ArrayList<>(
                List.of(samples.point(), unspent.get(1).Y(), unspent.get(1).Y()));
        for (List<StoredProof> some : List.of(sent, reserved, spent)) {
            Ys.addAll(points(some));
        }

        assertThat(all(store.proofs(WALLET, Ys)))
                .extracting(StoredProof::proof, StoredProof::state)
                .containsExactlyInAnyOrder(
                        tuple(unspent.get(1).proof(), State.UNSPENT),
                        tuple(sent.get(0).proof(), State.SENT),
                        tuple(reserved.get(0).proof(), State.RESERVED),
                        tuple(spent.get(0).proof(), State.SPENT));
        assertThat(all(store.proofs(OTHER_WALLET, Ys))).isEmpty();
        assertThat(all(store.proofs(WALLET, List.of()))).isEmpty();
    }

    /** More than the SQL stores read at a time, most of one amount. */
    @Test
    void checkProofs_namesAllThatAreNotSpentYet_eachOnce_byMintUnitAndState() {
        long[] ones = new long[2_100];
        Arrays.fill(ones, 1);
        List<StoredProof> unspent = new ArrayList<>(fund("a", ones));
        unspent.addAll(fund("b", TWO_63));
        unspent.addAll(fund("b2", -1));
        List<StoredProof> sent = fund("c", 1, 2);
        get(store.handOut(WALLET, points(sent), handOutEntry(sent)));
        List<StoredProof> reserved = fund("d", 1, 4);
        prepare(samples.send(plan(), reserved));
        settle(samples.send(plan(), fund("e", 8)));
        settleElsewhere(16);

        List<CheckedProof> checked = all(store.checkProofs(WALLET));

        assertThat(checked).allMatch(CheckedProof::isReadable);
        List<CurvePoint> all = new ArrayList<>(points(unspent));
        all.addAll(points(sent));
        all.addAll(points(reserved));
        assertThat(checked.stream().filter(one -> one.proof().mint().equals(MINT)))
                .extracting(one -> one.proof().Y())
                .containsExactlyInAnyOrderElementsOf(all);
        List<String> places = checked.stream()
                .map(CheckedProof::proof)
                .map(one -> one.mint() + " " + one.unit() + " " + one.state())
                .toList();
        List<String> runs = new ArrayList<>();
        places.forEach(place -> {
            if (runs.isEmpty() || !runs.get(runs.size() - 1).equals(place)) {
                runs.add(place);
            }
        });
        assertThat(runs).hasSize(4).doesNotHaveDuplicates();
        assertThat(all(store.checkProofs(OTHER_WALLET))).isEmpty();
    }

    @Test
    void balances_pastSixtyFourBits_exact() {
        fund("a", TWO_63);
        fund("b", TWO_63);
        fund("c", -1);
        prepare(samples.send(plan(), fund("d", TWO_63)));

        assertThat(all(store.balances(WALLET)))
                .containsExactly(new StoredBalance(
                        MINT,
                        SAT,
                        BIG.multiply(BigInteger.valueOf(4)).subtract(BigInteger.ONE),
                        BIG,
                        BigInteger.ZERO,
                        BigInteger.ZERO));
        assertThat(all(store.ledgerTotals(WALLET)))
                .containsExactly(new LedgerTotals(
                        MINT,
                        SAT,
                        BIG.multiply(BigInteger.valueOf(5)).subtract(BigInteger.ONE),
                        BigInteger.ZERO,
                        BigInteger.ZERO));
    }

    @Test
    void balances_allSpent_pairStays() {
        List<StoredProof> own = fund("a", 4);
        settle(samples.send(plan(), own));
        assertThat(all(store.balances(WALLET)))
                .containsExactly(new StoredBalance(
                        MINT, SAT, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO));
    }

    @Test
    void balances_pairsApart() {
        fund("a", 4);
        settleElsewhere(16);
        assertThat(all(store.balances(WALLET)))
                .extracting(StoredBalance::mint, StoredBalance::unit, StoredBalance::unspent)
                .containsExactlyInAnyOrder(
                        tuple(MINT, SAT, BigInteger.valueOf(4)), tuple(OTHER_MINT, USD, BigInteger.valueOf(16)));
    }

    private void settleElsewhere(long amount) {
        OperationDraft draft = samples.mint("q", plan(amount));
        prepareAndSend(draft);
        StoredProof proof = samples.stored(Amount.of(amount), State.UNSPENT);
        get(store.settle(
                WALLET,
                draft.id(),
                2,
                new Settlement(
                        List.of(new StoredProof(proof.Y(), OTHER_MINT, USD, proof.proof(), State.UNSPENT)),
                        List.of(),
                        null,
                        new LedgerEntry(
                                NOW,
                                LedgerEntry.Kind.MINTED,
                                OTHER_MINT,
                                USD,
                                Amount.of(amount),
                                Amount.ZERO,
                                draft.id(),
                                "one"))));
    }

    @Test
    void handOut_unspent_becomesSentWithEntry() {
        List<StoredProof> own = fund("a", 4, TWO_63, 8);
        LedgerEntry entry = handOutEntry(own.subList(0, 2));
        get(store.handOut(WALLET, points(own.subList(0, 2)), entry));
        assertThat(in(State.SENT)).containsExactlyInAnyOrderElementsOf(points(own.subList(0, 2)));
        assertThat(in(State.UNSPENT)).containsExactly(own.get(2).Y());
        assertThat(all(store.ledger(WALLET, 1))).containsExactly(entry);
        assertThat(all(store.ledgerTotals(WALLET)))
                .extracting(LedgerTotals::sent)
                .containsExactly(BIG.add(BigInteger.valueOf(4)));
    }

    @Test
    void handOut_oneNotUnspent_changesNothing() {
        List<StoredProof> own = fund("a", 4, 8);
        get(store.handOut(WALLET, points(own.subList(0, 1)), handOutEntry(own.subList(0, 1))));
        String before = viewOf().of(store);
        assertFails(StoreException.Kind.CONFLICT, store.handOut(WALLET, points(own), handOutEntry(own)));
        assertFails(
                StoreException.Kind.CONFLICT,
                store.handOut(OTHER_WALLET, points(own.subList(1, 2)), handOutEntry(own.subList(1, 2))));
        assertThat(viewOf().of(store)).isEqualTo(before);
    }

    private LedgerEntry handOutEntry(List<StoredProof> proofs) {
        Amount sum =
                Amount.sum(proofs.stream().map(proof -> proof.proof().amount()).toList());
        return new LedgerEntry(
                NOW.plusSeconds(1),
                LedgerEntry.Kind.SENT,
                MINT,
                SAT,
                sum,
                Amount.ZERO,
                new OperationId("ab".repeat(16)),
                "one");
    }

    @Test
    void markClaimed_movesSentProofsOnly() {
        List<StoredProof> own = fund("a", 4, 8);
        List<StoredProof> handedOut =
                settle(samples.send(handedOut(1, TWO_63), own.subList(0, 1))).newProofs();
        List<CurvePoint> asked = new ArrayList<>(points(handedOut));
        asked.addAll(points(own));
        asked.add(samples.point());
        asked.add(handedOut.get(0).Y());
        get(store.markClaimed(OTHER_WALLET, asked));
        assertThat(in(State.CLAIMED)).isEmpty();
        get(store.markClaimed(WALLET, List.of()));
        get(store.markClaimed(WALLET, asked));
        get(store.markClaimed(WALLET, asked));

        assertThat(in(State.CLAIMED)).containsExactlyInAnyOrderElementsOf(points(handedOut));
        assertThat(in(State.SENT)).isEmpty();
        assertThat(in(State.UNSPENT)).containsExactly(own.get(1).Y());
        assertThat(in(State.SPENT)).containsExactly(own.get(0).Y());
        assertThat(all(store.balances(WALLET)))
                .containsExactly(new StoredBalance(
                        MINT, SAT, BigInteger.valueOf(8), BigInteger.ZERO, BigInteger.ZERO, BIG.add(BigInteger.ONE)));
    }

    @Test
    void markClaimed_moreThanAnyStatementHolds_all() {
        long[] amounts = new long[1500];
        Arrays.fill(amounts, 2);
        List<StoredProof> handedOut =
                settle(samples.send(handedOut(amounts), fund("a", 4))).newProofs();
        get(store.markClaimed(WALLET, points(handedOut)));
        assertThat(in(State.CLAIMED)).containsExactlyInAnyOrderElementsOf(points(handedOut));
        assertThat(all(store.balances(WALLET)))
                .extracting(StoredBalance::claimed)
                .containsExactly(BigInteger.valueOf(3000));
    }

    @Test
    void proofs_givenBackWhole() {
        List<StoredProof> own = fund("a", 1, 2, 4, 8, 16, 32, 64, 128, TWO_63);
        assertThat(all(store.proofs(WALLET, State.UNSPENT))).containsExactlyInAnyOrderElementsOf(own);
        assertThat(all(store.proofs(OTHER_WALLET, State.UNSPENT))).isEmpty();
    }

    @Test
    void ledger_newestFirst_limited() {
        List<OperationId> ids = new ArrayList<>();
        for (int second : new int[] {5, 9, 1, 5}) {
            OperationDraft draft = samples.redeem(plan(), samples.token("key " + ids.size(), 4));
            prepareAndSend(draft);
            Settlement given = samples.settlement(draft);
            get(store.settle(
                    WALLET,
                    draft.id(),
                    2,
                    new Settlement(List.of(), given.outcomes(), null, at(NOW.plusSeconds(second), draft))));
            ids.add(draft.id());
        }
        assertThat(all(store.ledger(WALLET, 10)))
                .extracting(LedgerEntry::operation)
                .containsExactly(ids.get(1), ids.get(3), ids.get(0), ids.get(2));
        assertThat(all(store.ledger(WALLET, 2)))
                .extracting(LedgerEntry::operation)
                .containsExactly(ids.get(1), ids.get(3));
        assertThat(all(store.ledger(WALLET, 0))).isEmpty();
        assertThat(all(store.ledger(OTHER_WALLET, 10))).isEmpty();
    }

    private static LedgerEntry at(Instant time, OperationDraft draft) {
        return new LedgerEntry(
                time, LedgerEntry.Kind.REDEEMED, MINT, SAT, Amount.of(4), Amount.of(4), draft.id(), "one");
    }

    @Test
    void ledgerOldestFirst_isAllOfIt() {
        fund("a", 4, 8);
        settle(samples.mint("q", plan(2)));
        List<LedgerEntry> newestFirst = new ArrayList<>(all(store.ledger(WALLET, 10)));
        Collections.reverse(newestFirst);

        assertThat(newestFirst).hasSizeGreaterThan(1);
        assertThat(all(store.ledger(WALLET))).isEqualTo(newestFirst);
        assertThat(all(store.ledger(OTHER_WALLET))).isEmpty();
    }

    @Test
    void ledgerEntry_ofAnOperation_isItsOwn() {
        List<StoredProof> own = fund("a", 4, 8);
        LedgerEntry entry = handOutEntry(own);
        assertThat(store.ledgerEntry(WALLET, entry.operation()).block()).isNull();
        get(store.handOut(WALLET, points(own), entry));
        assertThat(store.ledgerEntry(WALLET, entry.operation()).block()).isEqualTo(entry);
        assertThat(store.ledgerEntry(OTHER_WALLET, entry.operation()).block()).isNull();
    }

    @Test
    void ledgerFaults_ofWhatWasWritten_none() {
        List<StoredProof> own = fund("a", 4, TWO_63, 8);
        settle(samples.mint("q", plan(2)));
        get(store.handOut(WALLET, points(own.subList(0, 2)), handOutEntry(own.subList(0, 2))));

        assertThat(all(store.ledgerFaults(WALLET))).isEmpty();
        assertThat(all(store.ledgerFaults(OTHER_WALLET))).isEmpty();
    }

    @Test
    void ledgerTotals_sumsByKind() {
        List<StoredProof> own = fund("a", 4, 8);
        settle(samples.mint("q", plan(2)));
        settle(samples.send(handedOut(4), own.subList(0, 1)));
        OperationDraft dust = samples.redeem(plan(), samples.token("dust", 4));
        prepareAndSend(dust);
        get(store.settle(
                WALLET,
                dust.id(),
                2,
                new Settlement(List.of(), samples.settlement(dust).outcomes(), null, at(NOW, dust))));

        assertThat(all(store.ledgerTotals(WALLET)))
                .containsExactly(new LedgerTotals(
                        MINT, SAT, BigInteger.valueOf(18), BigInteger.valueOf(4), BigInteger.valueOf(4)));
    }

    private static OutputPlan handedOut(long... amounts) {
        OutputPlan kept = plan(amounts);
        return new OutputPlan(
                KEYSET,
                0,
                kept.amounts(),
                kept.amounts().stream().map(amount -> true).toList());
    }
}
