package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.SettableClock;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.StoreException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RequestBody;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.GatedStore;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.Release;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.WalletStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A process's hold on an operation: its lease, its version, and their loss. */
class HoldTest {

    private static final MintUrl MINT = MintUrl.of("https://mint.example");
    private static final Duration LEASE = Duration.ofMinutes(3);
    private static final RequestBody BODY = RequestBody.of(new byte[] {1});
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WalletStore store = WalletStore.inMemory();
    private final FaultyStore faulty = FaultyStore.on(store);
    private final GatedStore gated = GatedStore.on(faulty.store());
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final SettableClock clock = new SettableClock();
    private final FlowContext context = FlowContexts.of(
            gated.store(),
            "me",
            new MintUnavailableException(MINT, "no connection", false, null, null),
            clock,
            new RecoveryOptions(LEASE, Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(5), 16),
            time);
    private final Operation prepared =
            Objects.requireNonNull(store.prepare(WalletId.DEFAULT, draft()).block(PATIENCE));
    private final Hold hold = new Hold(context, new StoredOperation(prepared, null, List.of(), List.of()), any -> {});

    private OperationDraft draft() {
        return new OperationDraft(
                context.randomness().operationId(),
                Operation.Kind.SEND,
                MINT,
                CurrencyUnit.SAT,
                OutputPlan.keep(new KeysetId("009a1f293253e41e"), List.of(Amount.of(1))),
                Amount.of(1),
                Amount.ZERO,
                null,
                context.now(),
                "me",
                context.leaseEnd(),
                List.of(),
                List.of());
    }

    private Operation stored() {
        return Objects.requireNonNull(
                        store.load(WalletId.DEFAULT, prepared.id()).block(PATIENCE))
                .operation();
    }

    private Operation claimBy(String owner) {
        Instant later = clock.instant().plus(Duration.ofDays(1));
        return Objects.requireNonNull(
                store.claimDue(WalletId.DEFAULT, owner, later, later, 1).blockFirst(PATIENCE));
    }

    private Settlement settlement() {
        return settlement("one");
    }

    private Settlement settlement(String by) {
        return new Settlement(
                List.of(),
                List.of(),
                null,
                new LedgerEntry(
                        clock.instant(),
                        LedgerEntry.Kind.SWAPPED,
                        MINT,
                        CurrencyUnit.SAT,
                        Amount.ZERO,
                        Amount.ZERO,
                        prepared.id(),
                        by));
    }

    private void pass(Duration duration) {
        clock.jump(Duration.between(Instant.now(), clock.instant()).plus(duration));
        time.advanceTimeBy(duration);
    }

    @Test
    void keep_workThatOutlastsTheLease_isNeverDue() {
        hold.keep();
        for (int minute = 0; minute < 30; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(store.claimDue(WalletId.DEFAULT, "you", clock.instant(), clock.instant(), 1)
                            .collectList()
                            .block(PATIENCE))
                    .isEmpty();
        }
        assertThat(stored().version()).isEqualTo(31);
        StepVerifier.create(hold.markSent(BODY)).expectNextCount(1).verifyComplete();
        assertThat(hold.operation()).isEqualTo(stored());
    }

    /** What this process's own recovery moved is still its own. */
    @Test
    void release_ownClaimSinceTheDecision_releases() {
        hold.markSent(BODY).block(PATIENCE);
        claimBy("me");
        StepVerifier.create(hold.release(Release.all())).expectNextCount(1).verifyComplete();
        assertThat(hold.wasElsewhere()).isFalse();
    }

    /** Another had it in between, and may have sent it: what was decided before that is stale. */
    @Test
    void release_anothersClaimSinceTheDecision_isRefused() {
        hold.markSent(BODY).block(PATIENCE);
        claimBy("you");
        clock.jump(Duration.ofDays(2));
        claimBy("me");
        StepVerifier.create(hold.release(Release.all()))
                .verifyErrorSatisfies(e -> assertThat(e).isInstanceOf(StoreException.class));
        assertThat(hold.isLost()).isTrue();
        assertThat(stored().state()).isEqualTo(Operation.State.SENT);
    }

    @Test
    void close_endsTheRenewals() {
        hold.keep();
        pass(Duration.ofMinutes(1));
        hold.close();
        pass(Duration.ofMinutes(10));
        assertThat(stored().version()).isEqualTo(2);
    }

    /** Two writes at once would let the second go by the version that the first one ends. */
    @Test
    void markSent_whileARenewalIsUnderWay_waitsForItsVersion() {
        Sinks.Empty<Void> gate = Sinks.empty();
        gated.holdNext("lease", gate.asMono());
        hold.keep();
        pass(Duration.ofMinutes(1));
        StepVerifier.create(hold.markSent(BODY))
                .then(gate::tryEmitEmpty)
                .assertNext(sent -> assertThat(sent.operation().version()).isEqualTo(3))
                .verifyComplete();
    }

    @Test
    void markSent_cancelledWhileARenewalIsUnderWay_leavesTheOrderOfWrites() {
        Sinks.Empty<Void> gate = Sinks.empty();
        gated.holdNext("lease", gate.asMono());
        hold.keep();
        pass(Duration.ofMinutes(1));
        hold.markSent(BODY).subscribe().dispose();
        StepVerifier.create(hold.leaveUntil(clock.instant(), null))
                .then(gate::tryEmitEmpty)
                .verifyComplete();
        assertThat(stored().version()).isEqualTo(3);
    }

    @Test
    void renewal_takenOverMeanwhile_losesTheHold() {
        hold.keep();
        Operation taken = claimBy("you");
        pass(Duration.ofMinutes(1));
        assertThat(hold.isLost()).isTrue();
        StepVerifier.create(hold.markSent(BODY)).verifyError(StoreException.class);
        StepVerifier.create(hold.leaveUntil(clock.instant(), null)).verifyError(StoreException.class);
        pass(Duration.ofMinutes(10));
        assertThat(stored()).isEqualTo(taken);
    }

    @Test
    void confirm_pastTheLeaseAndTakenOver_losesTheHold() {
        claimBy("you");
        StepVerifier.create(hold.confirm()).verifyComplete();
        assertThat(hold.isLost()).as("while the lease lasts nobody is asked").isFalse();
        clock.jump(LEASE.multipliedBy(2));
        StepVerifier.create(hold.confirm()).verifyComplete();
        assertThat(hold.isLost()).isTrue();
    }

    @Test
    void confirm_pastTheLeaseAndNotTakenOver_renews() {
        clock.jump(LEASE.multipliedBy(2));
        StepVerifier.create(hold.confirm()).verifyComplete();
        assertThat(hold.isLost()).isFalse();
        assertThat(stored().leaseUntil()).isAfter(clock.instant());
    }

    /** Another may have it: not to know is not to hold it. */
    @Test
    void confirm_pastTheLeaseAndTheStoreDoesNotAnswer_fails() {
        clock.jump(LEASE.multipliedBy(2));
        faulty.failNext("lease", 1, StoreException.Kind.UNAVAILABLE);
        StepVerifier.create(hold.confirm())
                .verifyErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                store -> assertThat(store.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE)));
        assertThat(hold.isLost()).isFalse();
        StepVerifier.create(hold.confirm()).verifyComplete();
        assertThat(stored().leaseUntil()).isAfter(clock.instant());
    }

    /** After a pause this process's own recovery may be the first to see that the lease ran out. */
    @Test
    void markSent_claimedByThisProcess_goesOn() {
        claimBy("me");
        StepVerifier.create(hold.markSent(BODY)).expectNextCount(1).verifyComplete();
        assertThat(hold.isLost()).isFalse();
        assertThat(stored().state()).isEqualTo(Operation.State.SENT);
    }

    @Test
    void settle_takenOverAgainAndAgain_storesWhatIsInHand() {
        hold.markSent(BODY).block(PATIENCE);
        for (int i = 0; i < 5; i++) {
            claimBy("you" + i);
        }
        StepVerifier.create(hold.settle(settlement())).verifyComplete();
        assertThat(stored().state()).isEqualTo(Operation.State.SETTLED);
    }

    @Test
    void settle_settledByAnother_losesTheHold() {
        hold.markSent(BODY).block(PATIENCE);
        Operation theirs = claimBy("you");
        store.settle(WalletId.DEFAULT, prepared.id(), theirs.version(), settlement("two"))
                .block(PATIENCE);
        StepVerifier.create(hold.settle(settlement())).verifyError(StoreException.class);
        assertThat(hold.isLost()).isTrue();
    }

    /** The signatures are had once: they wait for the store, for longer than a lease, and the operation stays this process's. */
    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "IN_USE"})
    void settle_storeAwayForLongerThanTheLease_settlesAndIsNeverDue(StoreException.Kind kind) {
        hold.markSent(BODY).block(PATIENCE);
        hold.keep();
        faulty.failNext("settle", Integer.MAX_VALUE, kind);
        StepVerifier.Step<Void> settling = StepVerifier.create(hold.settle(settlement()));
        for (int minute = 0; minute < 30; minute++) {
            settling = settling.then(() -> pass(Duration.ofMinutes(1)))
                    .then(() -> assertThat(store.claimDue(WalletId.DEFAULT, "you", clock.instant(), clock.instant(), 1)
                                    .collectList()
                                    .block(PATIENCE))
                            .isEmpty());
        }
        settling.then(() -> faulty.failNext("settle", 0, kind))
                .then(() -> pass(Duration.ofMinutes(1)))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(stored().state()).isEqualTo(Operation.State.SETTLED);
        assertThat(hold.isLost()).isFalse();
    }

    /** The store called an attempt failed that it was still at, and ends it when the next one comes. */
    @Test
    void settle_failedAttemptTakesPlaceAfterTheLook_isOwn() {
        StoredOperation sent = Objects.requireNonNull(hold.markSent(BODY).block(PATIENCE));
        faulty.failNext("settle", 1, StoreException.Kind.UNAVAILABLE);
        faulty.beforeNext(
                "ledgerEntry",
                () -> faulty.beforeNext(
                        "settle",
                        store.settle(
                                WalletId.DEFAULT,
                                prepared.id(),
                                sent.operation().version(),
                                settlement())));
        StepVerifier.create(hold.settle(settlement()))
                .then(() -> pass(Duration.ofMinutes(1)))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(hold.isLost()).isFalse();
    }

    @Test
    void settle_storeClosed_failsAtOnce() {
        hold.markSent(BODY).block(PATIENCE);
        faulty.failNext("settle", 1, StoreException.Kind.CLOSED);
        StepVerifier.create(hold.settle(settlement()))
                .expectErrorMatches(
                        e -> e instanceof StoreException failure && failure.kind() == StoreException.Kind.CLOSED)
                .verify(PATIENCE);
    }

    @Test
    void leaveUntil_isNotUndoneByARenewal() {
        hold.keep();
        Instant until = clock.instant().plus(Duration.ofHours(1));
        StepVerifier.create(hold.leaveUntil(until, null)).verifyComplete();
        pass(Duration.ofMinutes(5));
        assertThat(stored().leaseUntil()).isEqualTo(until);
    }

    @Test
    void resolution_givenUp_isEmpty() {
        StepVerifier.create(hold.resolution().timeout(Duration.ofSeconds(5)))
                .then(hold::close)
                .verifyComplete();
        Mono<Resolution> late = hold.resolution();
        StepVerifier.create(late).verifyComplete();
    }

    /** Money that only restoring from the seed finds again is not passed over in silence. */
    @Test
    void settle_whatWasReleased_isTold() {
        List<WalletEvent.SignedAfterRelease> told = new ArrayList<>();
        context.events().events().ofType(WalletEvent.SignedAfterRelease.class).subscribe(told::add);
        hold.markSent(BODY).block(PATIENCE);
        store.release(WalletId.DEFAULT, prepared.id(), stored().version(), Release.all())
                .block(PATIENCE);
        StepVerifier.create(hold.settle(settlement()))
                .expectErrorMatches(StoreException::isConflict)
                .verify(PATIENCE);
        assertThat(told)
                .singleElement()
                .extracting(WalletEvent.SignedAfterRelease::operation)
                .isEqualTo(prepared.id());
    }

    /** Invariant 5: the work goes on without its subscriber, and nobody else takes the operation up meanwhile. */
    @Test
    void toItsEnd_cancelledAndClosed_holdsUntilTheWorkEnds() {
        List<Hold> ended = new ArrayList<>();
        Hold kept = new Hold(context, new StoredOperation(prepared, null, List.of(), List.of()), ended::add);
        Sinks.One<Resolution> work = Sinks.one();
        kept.toItsEnd(work.asMono()).subscribe().dispose();
        kept.close();
        assertThat(kept.isAbandoned()).isTrue();
        assertThat(ended).isEmpty();
        work.tryEmitValue(Resolution.Unknown.busy(prepared));
        assertThat(ended).containsExactly(kept);
        StepVerifier.create(kept.resolution()).expectNextCount(1).verifyComplete();
    }
}
