package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.accept;
import static io.nutflux.WalletHarness.lasting;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.StoreException;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Mints that stay away, workers that die, are slow or are closed, and time that passes. */
class InboxFaultTest {

    private final TestMint mint = TestMint.builder().feePpk(100).start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = lasting();

    @AfterEach
    void close() {
        mint.faults().calm();
        wallets.close();
        mint.close();
    }

    private WalletOptions options() {
        return WalletHarness.options(MintUrl.of(mint.url()));
    }

    private CashuWallet acceptOnly() {
        return wallets.open(store, options().withInbox(inbox -> inbox.workers(false)));
    }

    private static InboxEntry entry(CashuWallet wallet, String key) {
        return Objects.requireNonNull(wallet.inbox().entry(key).block(PATIENCE));
    }

    private static long waiting(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.inbox().counts().block(PATIENCE)).waiting();
    }

    @Test
    void mintAway_itsEntriesWaitAndOthersAreRedeemed() {
        String dead = BadTokens.deadMint();
        WalletOptions options = WalletHarness.options(MintUrl.of(mint.url()), MintUrl.of(dead))
                .withInbox(inbox -> inbox.batch(4).maxInFlight(8));
        CashuWallet wallet = wallets.open(store, options);
        for (int i = 0; i < 30; i++) {
            accept(
                    wallet,
                    "away" + i,
                    mint.tokenV4(mint.issueProofs(8), TokenOptions.defaults().withMint(dead)));
        }
        for (int i = 0; i < 10; i++) {
            accept(wallet, "here" + i, mint.token(8));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(outcome(wallet, "here" + i)).isInstanceOf(RedeemResult.Redeemed.class);
        }
        await().atMost(PATIENCE).until(() -> waiting(wallet) == 30);
        await().atMost(PATIENCE)
                .until(() -> String.valueOf(entry(wallet, "away0").reason()).startsWith("MINT_UNREACHABLE"));
        assertThat(wallet.outcome("away0").block(PATIENCE)).isEqualTo(new RedeemResult.Waiting("away0"));
    }

    @Test
    void mintBack_itsEntriesAreRedeemed() {
        CashuWallet wallet = wallets.open(store, options());
        accept(wallet, "first", mint.token(8));
        outcome(wallet, "first");
        mint.faults().on("/v1/checkstate").always(Fault.statusBefore(503));
        accept(wallet, "a", mint.token(4));
        await().atMost(PATIENCE).until(() -> entry(wallet, "a").reason() != null);
        assertThat(entry(wallet, "a").outcome()).isEqualTo(new RedeemResult.Waiting("a"));
        mint.faults().calm();
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void answerLost_entryIsPendingThenRedeemed() {
        CashuWallet wallet = wallets.open(store, options());
        mint.faults().on("/v1/swap").next(Fault.dropAfter());
        accept(wallet, "a", mint.token(8));
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        await().atMost(PATIENCE).until(() -> waiting(wallet) == 0);
        assertThat(spendable(wallet)).isEqualTo(7);
        assertThat(verify(wallet).differences()).isEmpty();
    }

    @Test
    void othersStoreAtTheSameMoment_acceptLooksAgain() {
        FaultyStore contended = FaultyStore.on(store);
        conflicts(contended, 20);
        CashuWallet front = wallets.open(contended.store(), options().withInbox(inbox -> inbox.workers(false)));
        List<String> tokens = mint.tokens(40, 8);
        Flux<InboxAnswer> answers = Flux.range(0, tokens.size())
                .flatMap(i -> front.inbox().accept(new RedeemRequest("k" + i, tokens.get(i))), tokens.size());
        assertThat(answers.collectList().block(PATIENCE)).hasSize(40).allMatch(InboxAnswer.Stored.class::isInstance);
        assertThat(waiting(front)).isEqualTo(40);
    }

    /** Every second of so many commands. */
    private static void conflicts(FaultyStore contended, int times) {
        contended.beforeNext("acceptInbox", () -> {
            if (times > 0) {
                contended.beforeNext("acceptInbox", () -> conflicts(contended, times - 1));
                throw new StoreException(StoreException.Kind.CONFLICT, "another process was faster", null);
            }
        });
    }

    @Test
    void workerDiesBetweenClaimAndRedeem_anotherTakesOverAfterTheLease() {
        CashuWallet front = acceptOnly();
        accept(front, "a", mint.token(8));
        MovingClock clock = new MovingClock();
        FaultyStore faulty = FaultyStore.on(store).dieAt("claimInbox", true);
        wallets.open(faulty.store(), options(), clock);
        await().atMost(PATIENCE).until(() -> entry(front, "a").attempts() == 1);

        CashuWallet other = wallets.open(store, options(), clock);
        assertThat(other.outcome("a").block(PATIENCE)).isEqualTo(new RedeemResult.Waiting("a"));
        assertThat(mint.requests("/v1/swap")).isZero();
        clock.advance(Duration.ofSeconds(31));
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        await().atMost(PATIENCE).until(() -> entry(other, "a").due() == null);
        assertThat(entry(other, "a").attempts()).isEqualTo(2);
    }

    @Test
    void leaseEndsWhileItsWorkerIsAtWork_sameWorkerDoesNotBeginAgain() {
        MovingClock clock = new MovingClock();
        CashuWallet wallet = wallets.open(store, options(), clock);
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/keysets").next(Fault.holdBefore(gate.asMono()));
        accept(wallet, "a", mint.token(8));
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/keysets") == 1);
        clock.advance(Duration.ofSeconds(31));
        await().atMost(PATIENCE).until(() -> entry(wallet, "a").attempts() == 2);
        gate.tryEmitEmpty();
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(wallet.counts().tokens()).isEqualTo(1);
    }

    @Test
    void slowWorker_keepsItsEntriesByRenewal() {
        WalletOptions shortLease = options().withInbox(inbox -> inbox.lease(Duration.ofMillis(300)));
        CountDownLatch renewed = new CountDownLatch(5);
        FaultyStore watched = FaultyStore.on(store);
        countRenewals(watched, renewed);
        CashuWallet slow = wallets.open(watched.store(), shortLease);
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/swap").next(Fault.holdBefore(gate.asMono()));
        accept(slow, "a", mint.token(8));
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") == 1);
        CashuWallet other = wallets.open(store, shortLease);
        await().atMost(PATIENCE).until(() -> renewed.getCount() == 0);
        gate.tryEmitEmpty();
        await().atMost(PATIENCE).until(() -> entry(other, "a").due() == null);
        assertThat(entry(other, "a").attempts()).as("it was taken up once").isEqualTo(1);
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    private static void countRenewals(FaultyStore watched, CountDownLatch renewed) {
        watched.beforeNext("renewInbox", () -> {
            renewed.countDown();
            countRenewals(watched, renewed);
        });
    }

    @Test
    void closeInMidWork_givesEntriesBackAndLosesNothing() {
        CashuWallet wallet = wallets.open(store, options());
        mint.faults().on("/v1/swap").next(Fault.holdBefore(Mono.never()));
        List<String> tokens = mint.tokens(20, 8);
        for (int i = 0; i < tokens.size(); i++) {
            accept(wallet, "k" + i, tokens.get(i));
        }
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 0);
        wallet.close(Duration.ofMillis(50)).block(PATIENCE);
        assertThat(store.waitingInbox(WalletId.DEFAULT, 100).collectList().block(PATIENCE))
                .as("nobody holds what waits")
                .isNotEmpty()
                .allMatch(entry -> entry.due() != null
                        && !entry.due().isAfter(Instant.now().plusSeconds(5)));
        mint.faults().calm();
        CashuWallet next = wallets.open(store, options());
        next.recover().blockLast(PATIENCE);
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(outcome(next, "k" + i)).isInstanceOf(RedeemResult.Redeemed.class);
        }
        await().atMost(PATIENCE).until(() -> waiting(next) == 0);
        assertThat(verify(next).differences()).isEmpty();
        assertThat(spendable(next)).isEqualTo(mint.outstanding());
    }

    @Test
    void closeWhileAMintKeepsItWaiting_doesNotWaitForThatMint() {
        CashuWallet wallet = wallets.open(store, options());
        mint.faults().on("/v1/keysets").always(Fault.holdBefore(Mono.never()));
        accept(wallet, "a", mint.token(8));
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/keysets") > 0);
        wallet.close(Duration.ofHours(1)).block(PATIENCE);
        mint.faults().calm();
        assertThat(outcome(wallets.open(store, options()), "a")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void policyChangedMeanwhile_entryEndsWithItsReason() {
        CashuWallet front = acceptOnly();
        accept(front, "a", mint.token(8));
        CashuWallet strict = wallets.open(store, options().withRedeem(redeem -> redeem.policy(AdmissionPolicy.none())));
        assertThat(outcome(strict, "a"))
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.MINT_NOT_ALLOWED));
        assertThat(waiting(front)).isZero();
    }

    @Test
    void endedWithoutTheMintsWord_holdsUnderItsKeyAndFreesTheMoney() {
        CashuWallet wallet = wallets.open(store, options());
        TestProof proof = mint.issueProofs(8).get(0);
        String bad = mint.tokenV4(List.of(proof.withFalseDleq()));
        accept(wallet, "a", bad);
        RedeemResult first = outcome(wallet, "a");
        assertThat(first).isInstanceOf(RedeemResult.Invalid.class);
        assertThat(accept(wallet, "a", bad)).isEqualTo(new InboxAnswer.Known("a", first));
        assertThat(WalletHarness.redeem(wallet, "a", bad)).isEqualTo(first);
        assertThat(accept(wallet, "b", mint.tokenV4(List.of(proof)))).isEqualTo(new InboxAnswer.Stored("b"));
        assertThat(outcome(wallet, "b")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void retention_finishedEntriesAreForgottenInTime() {
        MovingClock clock = new MovingClock();
        CashuWallet wallet =
                wallets.open(store, options().withInbox(inbox -> inbox.retention(Duration.ofDays(7))), clock);
        String token = mint.token(8);
        accept(wallet, "old", token);
        outcome(wallet, "old");
        await().atMost(PATIENCE).until(() -> entry(wallet, "old").due() == null);
        WalletHarness.redeem(wallet, "direct", mint.token(4));
        clock.advance(Duration.ofDays(6));
        accept(wallet, "new", mint.token(2));
        outcome(wallet, "new");
        await().atMost(PATIENCE).until(() -> waiting(wallet) == 0);
        clock.advance(Duration.ofDays(2));
        await().atMost(PATIENCE)
                .until(() -> Boolean.FALSE.equals(
                        wallet.inbox().entry("old").hasElement().block(PATIENCE)));
        assertThat(wallet.outcome("old").block(PATIENCE)).isNull();
        assertThat(wallet.outcome("new").block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(wallet.outcome("direct").block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(accept(wallet, "old", token)).as("as if never seen").isEqualTo(new InboxAnswer.Stored("old"));
        assertThat(outcome(wallet, "old")).isInstanceOf(RedeemResult.AlreadySpent.class);
    }

    @Test
    void thousandAcceptsAtOnce_costFarFewerCommits() {
        Counting counting = new Counting();
        FaultyStore watched = FaultyStore.on(store);
        counting.count(watched);
        CashuWallet front = wallets.open(watched.store(), options().withInbox(inbox -> inbox.workers(false)));
        List<String> tokens = mint.tokens(1_000, 8);
        Flux<InboxAnswer> answers = Flux.range(0, tokens.size())
                .flatMap(i -> front.inbox().accept(new RedeemRequest("k" + i, tokens.get(i))), tokens.size());
        assertThat(answers.collectList().block(PATIENCE)).hasSize(1_000).allMatch(InboxAnswer.Stored.class::isInstance);
        assertThat(waiting(front)).isEqualTo(1_000);
        assertThat(counting.commits.get()).isBetween(4, 500);
    }

    private static final class Counting {
        private final AtomicInteger commits = new AtomicInteger();

        void count(FaultyStore watched) {
            watched.beforeNext("acceptInbox", () -> {
                commits.incrementAndGet();
                count(watched);
            });
        }
    }

    /** The system's clock, pushed ahead. */
    private static final class MovingClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void advance(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
