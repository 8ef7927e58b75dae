package io.nutflux.store;

import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.OTHER_MINT;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.invalid;
import static io.nutflux.store.StoreSamples.spent;
import static io.nutflux.store.StoreSamples.textOf;
import static io.nutflux.store.StoreSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.InboxCounts;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.model.WalletId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Entries of the inbox: stored once, handed to one worker at a time, ended or put back. */
public abstract class InboxContract extends StoreContract {

    private static final InboxRoom PLENTY = StoreSamples.ROOM;
    private static final InboxRoom TWO = new InboxRoom(2, 2);
    private static final String ME = "me";
    private static final String OTHER = "other";

    private List<InboxReceipt> accept(InboxDraft... drafts) {
        return get(store.acceptInbox(WALLET, List.of(drafts), NOW, PLENTY));
    }

    private void acceptAt(Instant time, ClaimedToken... tokens) {
        assertThat(get(store.acceptInbox(
                        WALLET, Arrays.stream(tokens).map(StoreSamples::waiting).toList(), time, PLENTY)))
                .allMatch(InboxReceipt.Stored.class::isInstance);
    }

    private List<InboxTask> claim(String owner, Instant now, Instant until, int limit, MintUrl... except) {
        return all(store.claimInbox(WALLET, owner, now, until, limit, List.of(except)));
    }

    private static List<String> keys(List<InboxTask> tasks) {
        return tasks.stream().map(InboxTask::key).toList();
    }

    private List<String> conclude(String owner, InboxVerdict... verdicts) {
        return get(store.concludeInbox(WALLET, owner, NOW, List.of(verdicts)));
    }

    private InboxEntry entry(String key) {
        return get(store.inboxEntry(WALLET, key));
    }

    static RedeemResult refused(String key) {
        return new RedeemResult.Refused(key, RefusalReason.DUST, "too small", false);
    }

    @Test
    void accept_newTokens_storesEach() {
        ClaimedToken a = samples.token("a", 1, 2);
        assertThat(accept(waiting(a), waiting(samples.token("b", 4), OTHER_MINT)))
                .containsExactly(new InboxReceipt.Stored(), new InboxReceipt.Stored());
        assertThat(entry("a")).isEqualTo(new InboxEntry("a", MINT, NOW, 0, NOW, null, new RedeemResult.Waiting("a")));
        assertThat(entry("b").mint()).isEqualTo(OTHER_MINT);
        assertThat(entry("c")).isNull();
        assertThat(all(store.findRedemptions(WALLET, List.of("a"), List.of(a.digest()), a.Ys())))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.result()).isEqualTo(new RedeemResult.Waiting("a"));
                    assertThat(found.shared()).containsExactlyInAnyOrderElementsOf(a.Ys());
                    assertThat(found.binding()).isTrue();
                });
        assertThat(get(store.inboxCounts(WALLET))).isEqualTo(new InboxCounts(2, NOW));
        assertThat(get(store.inboxCounts(OTHER_WALLET))).isEqualTo(new InboxCounts(0, null));
        assertThat(get(store.inboxEntry(OTHER_WALLET, "a"))).isNull();
    }

    @Test
    void accept_knownByKeyDigestOrProof_storesNothingAndTellsWhatIsKnown() {
        ClaimedToken a = samples.token("a", 1, 2);
        accept(waiting(a));
        ClaimedToken sameKey = samples.token("a", 4);
        ClaimedToken sameToken = new ClaimedToken("b", a.digest(), a.proofs(), a.Ys());
        ClaimedToken fresh = samples.token("c", 8);
        ClaimedToken sharing = new ClaimedToken(
                "c",
                fresh.digest(),
                List.of(fresh.proofs().get(0), a.proofs().get(1)),
                List.of(fresh.Ys().get(0), a.Ys().get(1)));

        List<InboxReceipt> receipts = accept(waiting(a), waiting(sameKey), waiting(sameToken), waiting(sharing));
        assertThat(receipts)
                .hasSize(4)
                .allSatisfy(receipt -> assertThat(receipt)
                        .isInstanceOfSatisfying(
                                InboxReceipt.Known.class,
                                known -> assertThat(known.redemptions())
                                        .singleElement()
                                        .satisfies(one -> {
                                            assertThat(one.key()).isEqualTo("a");
                                            assertThat(one.digest()).isEqualTo(a.digest());
                                        })));
        assertThat(entry("b")).isNull();
        assertThat(entry("c")).isNull();
        assertThat(get(store.inboxCounts(WALLET)).waiting()).isEqualTo(1);
        assertThat(get(store.acceptInbox(OTHER_WALLET, List.of(waiting(a)), NOW, PLENTY)))
                .containsExactly(new InboxReceipt.Stored());
    }

    @Test
    void accept_repeatsInOneList_storesTheFirst() {
        ClaimedToken a = samples.token("a", 1, 2);
        ClaimedToken sameToken = new ClaimedToken("b", a.digest(), a.proofs(), a.Ys());
        ClaimedToken overlapping = new ClaimedToken(
                "c", samples.digest(), a.proofs().subList(1, 2), a.Ys().subList(1, 2));
        List<InboxReceipt> receipts = accept(
                waiting(a), waiting(a), waiting(sameToken), waiting(overlapping), waiting(samples.token("d", 4)));
        assertThat(receipts.get(0)).isInstanceOf(InboxReceipt.Stored.class);
        assertThat(receipts.subList(1, 4)).allMatch(InboxReceipt.Known.class::isInstance);
        assertThat(receipts.get(4)).isInstanceOf(InboxReceipt.Stored.class);
        assertThat(get(store.inboxCounts(WALLET)).waiting()).isEqualTo(2);
    }

    @Test
    void accept_full_storesUpToTheBoundAndStillTellsWhatIsKnown() {
        List<InboxDraft> drafts = IntStream.range(0, 5)
                .mapToObj(i -> waiting(samples.token("k" + i, 1)))
                .toList();
        assertThat(get(store.acceptInbox(WALLET, drafts.subList(0, 3), NOW, TWO)))
                .containsExactly(new InboxReceipt.Stored(), new InboxReceipt.Stored(), new InboxReceipt.Full(false));
        assertThat(get(store.acceptInbox(WALLET, List.of(drafts.get(0), drafts.get(3)), NOW, TWO)))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(InboxReceipt.Known.class),
                        second -> assertThat(second).isInstanceOf(InboxReceipt.Full.class));
        claim(ME, NOW, LEASE, 1);
        assertThat(get(store.acceptInbox(WALLET, drafts.subList(3, 4), NOW, TWO)))
                .as("what a worker holds counts too")
                .containsExactly(new InboxReceipt.Full(false));
        conclude(ME, new InboxVerdict.Done("k0", refused("k0")));
        assertThat(get(store.acceptInbox(WALLET, drafts.subList(3, 5), NOW, TWO)))
                .containsExactly(new InboxReceipt.Stored(), new InboxReceipt.Full(false));
    }

    @Test
    void accept_oneMintHasItsShare_othersAreStoredStill() {
        InboxRoom room = new InboxRoom(3, 2);
        List<InboxDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            drafts.add(waiting(samples.token("k" + i, 1)));
        }
        drafts.add(waiting(samples.token("other", 1), OTHER_MINT));
        drafts.add(waiting(samples.token("another", 1), OTHER_MINT));

        assertThat(get(store.acceptInbox(WALLET, drafts.subList(0, 3), NOW, room)))
                .containsExactly(new InboxReceipt.Stored(), new InboxReceipt.Stored(), new InboxReceipt.Full(true));
        assertThat(get(store.acceptInbox(WALLET, drafts.subList(3, 6), NOW, room)))
                .containsExactly(new InboxReceipt.Full(true), new InboxReceipt.Stored(), new InboxReceipt.Full(false));
        claim(ME, NOW, LEASE, 1);
        conclude(ME, new InboxVerdict.Done("k0", refused("k0")));
        assertThat(get(store.acceptInbox(WALLET, drafts.subList(2, 3), NOW, room)))
                .containsExactly(new InboxReceipt.Stored());
    }

    @Test
    void claim_givesDueOnesOldestFirstWithTheirText() {
        acceptAt(NOW.plusSeconds(2), samples.token("c", 1));
        acceptAt(NOW, samples.token("a", 1));
        acceptAt(NOW.plusSeconds(1), samples.token("b", 1));
        acceptAt(NOW.plusSeconds(9), samples.token("d", 1));

        assertThat(claim(ME, NOW.minusNanos(1), LEASE, 10)).isEmpty();
        assertThat(all(store.claimInbox(OTHER_WALLET, ME, NOW, LEASE, 10, List.of())))
                .isEmpty();
        assertThat(claim(ME, NOW.plusSeconds(5), LEASE, 2))
                .containsExactly(
                        new InboxTask("a", MINT, textOf("a"), NOW, 1, null),
                        new InboxTask("b", MINT, textOf("b"), NOW.plusSeconds(1), 1, null));
        assertThat(keys(claim(OTHER, NOW.plusSeconds(5), LEASE, 10))).containsExactly("c");
        assertThat(claim(OTHER, NOW.plusSeconds(5), LEASE, 10)).isEmpty();
        assertThat(claim(ME, LEASE, LEASE, 0)).isEmpty();
    }

    @Test
    void claim_leaseRanOut_givesItToWhoAsks() {
        acceptAt(NOW, samples.token("a", 1));
        claim(ME, NOW, LEASE, 10);
        assertThat(claim(OTHER, LEASE.minusNanos(1), LEASE.plusSeconds(30), 10)).isEmpty();
        assertThat(claim(OTHER, LEASE, LEASE.plusSeconds(30), 10))
                .containsExactly(new InboxTask("a", MINT, textOf("a"), NOW, 2, null));
        assertThat(conclude(ME, new InboxVerdict.Done("a", refused("a"))))
                .as("by who lost it")
                .isEmpty();
        conclude(ME, new InboxVerdict.Later("a", NOW, "by who lost it"));
        get(store.renewInbox(WALLET, ME, List.of("a"), NOW));
        get(store.releaseInbox(WALLET, ME, NOW));
        assertThat(entry("a").due()).isEqualTo(LEASE.plusSeconds(30));
        assertThat(entry("a").reason()).isNull();
        assertThat(entry("a").outcome()).isEqualTo(new RedeemResult.Waiting("a"));
    }

    @Test
    void claim_exceptMints_leavesTheirsAlone() {
        accept(waiting(samples.token("a", 1)), waiting(samples.token("b", 1), OTHER_MINT));
        MintUrl[] many = IntStream.range(0, 20)
                .mapToObj(i -> MintUrl.of("https://mint" + i + ".example"))
                .toArray(MintUrl[]::new);
        assertThat(claim(ME, NOW, LEASE, 10, MINT, OTHER_MINT)).isEmpty();
        many[13] = OTHER_MINT;
        assertThat(keys(claim(ME, NOW, LEASE, 10, many))).containsExactly("a");
        assertThat(keys(claim(ME, NOW, LEASE, 10, MINT))).containsExactly("b");
    }

    @Test
    void claim_byManyAtOnce_givesEachToOne() {
        List<InboxDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            drafts.add(waiting(samples.token("k" + i, 1)));
        }
        get(store.acceptInbox(WALLET, drafts, NOW, PLENTY));
        Scheduler callers = Schedulers.newParallel("callers", 8);
        try {
            List<String> claimed = all(Flux.range(0, 40)
                    .flatMap(
                            i -> store.claimInbox(WALLET, "worker" + i, NOW, LEASE, 10, List.of())
                                    .subscribeOn(callers),
                            40)
                    .map(InboxTask::key));
            assertThat(claimed).hasSize(200).doesNotHaveDuplicates();
        } finally {
            callers.dispose();
        }
    }

    @Test
    void accept_sameTokensByManyAtOnce_storesEachOnce() {
        List<InboxDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            drafts.add(waiting(samples.token("k" + i, 1)));
        }
        Scheduler callers = Schedulers.newParallel("callers", 8);
        try {
            List<InboxReceipt> receipts = all(Flux.range(0, 16)
                    .flatMap(
                            i -> {
                                List<InboxDraft> shuffled = new ArrayList<>(drafts);
                                Collections.rotate(shuffled, i);
                                return store.acceptInbox(WALLET, shuffled, NOW, PLENTY)
                                        .subscribeOn(callers)
                                        .retry(50);
                            },
                            16)
                    .flatMapIterable(list -> list));
            assertThat(receipts).hasSize(320);
            assertThat(receipts)
                    .filteredOn(InboxReceipt.Stored.class::isInstance)
                    .hasSize(20);
            assertThat(get(store.inboxCounts(WALLET)).waiting()).isEqualTo(20);
        } finally {
            callers.dispose();
        }
    }

    @Test
    void renew_movesTheEndOfTheLease() {
        acceptAt(NOW, samples.token("a", 1), samples.token("b", 1));
        claim(ME, NOW, LEASE, 10);
        get(store.renewInbox(WALLET, ME, List.of("a", "unknown"), LEASE.plusSeconds(60)));
        assertThat(keys(claim(OTHER, LEASE, LEASE, 10))).containsExactly("b");
        assertThat(entry("a").due()).isEqualTo(LEASE.plusSeconds(60));
        assertThat(entry("a").attempts()).isEqualTo(1);
    }

    @Test
    void later_putsBackWithItsReason() {
        acceptAt(NOW, samples.token("a", 1));
        claim(ME, NOW, LEASE, 10);
        assertThat(conclude(
                        ME, new InboxVerdict.Later("a", NOW.plusSeconds(5), "the mint is away", NOW.minusSeconds(1))))
                .isEmpty();
        assertThat(entry("a"))
                .isEqualTo(new InboxEntry(
                        "a", MINT, NOW, 1, NOW.plusSeconds(5), "the mint is away", new RedeemResult.Waiting("a")));
        assertThat(claim(ME, NOW.plusSeconds(4), LEASE, 10)).isEmpty();
        assertThat(claim(ME, NOW.plusSeconds(5), LEASE, 10))
                .containsExactly(new InboxTask("a", MINT, textOf("a"), NOW, 2, NOW.minusSeconds(1)));
        assertThat(entry("a").reason()).isEqualTo("the mint is away");
    }

    @Test
    void release_makesAllOfTheOwnersDue() {
        acceptAt(NOW, samples.token("a", 1), samples.token("b", 1), samples.token("c", 1));
        claim(ME, NOW, LEASE, 2);
        claim(OTHER, NOW, LEASE, 1);
        get(store.releaseInbox(WALLET, ME, NOW.plusSeconds(1)));
        assertThat(keys(claim(ME, NOW.plusSeconds(1), LEASE, 10))).containsExactly("a", "b");
    }

    @Test
    void done_storesTheOutcomeUnderItsKeyOnlyAndFreesTheProofs() {
        ClaimedToken a = samples.token("a", 1, 2);
        ClaimedToken b = samples.token("b", 4);
        ClaimedToken c = samples.token("c", 8);
        acceptAt(NOW, a, b, c);
        claim(ME, NOW, LEASE, 10);
        assertThat(conclude(
                        ME,
                        new InboxVerdict.Done("a", invalid(a)),
                        new InboxVerdict.Done("b", spent(b)),
                        new InboxVerdict.Done("c", refused("c"))))
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(entry("a")).isEqualTo(new InboxEntry("a", MINT, NOW, 1, null, null, invalid(a)));
        assertThat(outcome("b")).isEqualTo(spent(b));
        assertThat(outcome("c")).isEqualTo(refused("c"));
        assertThat(get(store.inboxCounts(WALLET))).isEqualTo(new InboxCounts(0, null));
        assertThat(claim(ME, LEASE, LEASE, 10)).isEmpty();
        assertThat(all(store.findRedemptions(WALLET, List.of("a"), List.of(), List.of())))
                .containsExactly(new Redemption("a", a.digest(), invalid(a), Set.of(), false));
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(a.digest()), a.Ys())))
                .isEmpty();
        acceptAt(NOW, new ClaimedToken("other", a.digest(), a.proofs(), a.Ys()));
    }

    @Test
    void done_again_changesNothing() {
        ClaimedToken a = samples.token("a", 1);
        acceptAt(NOW, a);
        claim(ME, NOW, LEASE, 10);
        conclude(ME, new InboxVerdict.Done("a", invalid(a)));
        assertThat(conclude(ME, new InboxVerdict.Done("a", spent(a)))).isEmpty();
        conclude(ME, new InboxVerdict.Later("a", NOW, "again"));
        assertThat(outcome("a")).isEqualTo(invalid(a));
        assertThat(claim(ME, LEASE, LEASE, 10)).isEmpty();
    }

    @Test
    void waiting_listsDueFirstUpToALimit() {
        acceptAt(NOW.plusSeconds(1), samples.token("b", 1));
        acceptAt(NOW, samples.token("c", 1), samples.token("a", 1));
        assertThat(all(store.waitingInbox(WALLET, 2)))
                .extracting(InboxEntry::key)
                .containsExactly("a", "c");
        assertThat(all(store.waitingInbox(WALLET, 0))).isEmpty();
        assertThat(all(store.waitingInbox(new WalletId("third"), 10))).isEmpty();
    }
}
