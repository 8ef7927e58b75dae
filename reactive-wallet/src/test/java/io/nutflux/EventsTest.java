package io.nutflux;

import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.MintMisbehavedException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationKind;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.model.WalletCounts;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/** What a wallet tells of itself. */
class EventsTest {

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();
    private final List<WalletEvent> events = new CopyOnWriteArrayList<>();
    private CashuWallet wallet;

    @BeforeEach
    void open() {
        wallet = wallets.open(mint);
        wallet.events().subscribe(events::add);
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private <T> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void events_ofARedemption_tellStartSendingSettlingAndOutcome() {
        RedeemResult result = redeem(wallet, "key", mint.token(8));
        await().atMost(WalletHarness.PATIENCE)
                .untilAsserted(() -> assertThat(of(WalletEvent.TokenDecided.class))
                        .extracting(WalletEvent.TokenDecided::result)
                        .containsExactly(result));
        assertThat(events).first().isInstanceOf(WalletEvent.Started.class);
        assertThat(of(WalletEvent.OperationSent.class)).hasSize(1);
        assertThat(of(WalletEvent.OperationSettled.class)).hasSize(1);
    }

    @Test
    void events_ofASend_tellItsKindAndWhatOfItIsHandedOut() {
        redeem(wallet, "key", mint.token(64));
        SentToken sent = Objects.requireNonNull(
                wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(3)))
                        .block(WalletHarness.PATIENCE));
        await().atMost(WalletHarness.PATIENCE)
                .untilAsserted(() -> assertThat(of(WalletEvent.OperationSettled.class))
                        .extracting(
                                WalletEvent.OperationSettled::kind,
                                WalletEvent.OperationSettled::amount,
                                WalletEvent.OperationSettled::handedOut)
                        .containsExactly(
                                tuple(OperationKind.REDEEM, Amount.of(64), Amount.ZERO),
                                tuple(OperationKind.SEND, Amount.of(64), Amount.of(3))));
        assertThat(of(WalletEvent.OperationSettled.class).get(1).operation()).isEqualTo(sent.operation());
        assertThat(of(WalletEvent.OperationSent.class))
                .extracting(WalletEvent.OperationSent::kind)
                .containsExactly(OperationKind.REDEEM, OperationKind.SEND);
    }

    @Test
    void events_ofATokenThatDoesNotReachItsMint_areNone() {
        assertThat(redeem(wallet, "junk", "junk")).isInstanceOf(RedeemResult.Invalid.class);
        RedeemResult result = redeem(wallet, "key", mint.token(8));
        await().atMost(WalletHarness.PATIENCE)
                .untilAsserted(() -> assertThat(of(WalletEvent.TokenDecided.class))
                        .extracting(WalletEvent.TokenDecided::result)
                        .containsExactly(result));
    }

    @Test
    void events_ofAPendingToken_tellItsOutcomeLater() {
        mint.faults().on("/v1/swap").next(Fault.dropAfter());
        mint.faults().on("/v1/restore").times(4, Fault.statusBefore(503));
        assertThat(redeem(wallet, "key", mint.token(8))).isInstanceOf(RedeemResult.Pending.class);
        await().atMost(WalletHarness.PATIENCE)
                .untilAsserted(
                        () -> assertThat(of(WalletEvent.OperationUnknown.class)).isNotEmpty());
        RedeemResult outcome = outcome(wallet, "key");
        await().atMost(WalletHarness.PATIENCE)
                .untilAsserted(() -> assertThat(of(WalletEvent.TokenDecided.class))
                        .extracting(WalletEvent.TokenDecided::result)
                        .containsExactly(outcome));
    }

    /** 12.3. */
    @Test
    void events_ofALyingMint_tellWhatItDid() {
        mint.faults().on("/v1/swap").next(Fault.lie(Lie.FALSE_DLEQ));
        assertThat(redeem(wallet, "key", mint.token(8))).isInstanceOf(RedeemResult.Redeemed.class);
        await().atMost(WalletHarness.PATIENCE)
                .untilAsserted(() -> assertThat(of(WalletEvent.MintMisbehaved.class))
                        .extracting(WalletEvent.MintMisbehaved::kind)
                        .containsExactly(MintMisbehavedException.Kind.DLEQ_FALSE));
    }

    @Test
    void events_neverHoldATokenOrSecret() {
        List<TestProof> proofs = mint.issueProofs(8, 4);
        String token = mint.tokenV4(proofs);
        redeem(wallet, "key", token);
        redeem(wallet, "false", mint.tokenV4(List.of(proofs.get(0).withoutDleq().withWrongSignature())));
        await().atMost(WalletHarness.PATIENCE)
                .untilAsserted(
                        () -> assertThat(of(WalletEvent.TokenDecided.class)).isNotEmpty());
        assertThat(events.toString())
                .doesNotContain(token)
                .doesNotContain(proofs.get(0).secret())
                .doesNotContain(proofs.get(0).C());
    }

    @Test
    void events_walletIsClosed_completeForEverySubscriber() {
        CashuWallet closing = wallets.open(mint);
        List<Mono<Void>> ends = Stream.generate(() -> closing.events().then().toFuture())
                .limit(100)
                .map(Mono::fromFuture)
                .toList();
        closing.close(Duration.ZERO).block(WalletHarness.PATIENCE);
        Mono.when(ends).block(WalletHarness.PATIENCE);
        assertThat(closing.events().collectList().block(WalletHarness.PATIENCE))
                .singleElement()
                .isInstanceOf(WalletEvent.Started.class);
    }

    @Test
    void events_subscriberTakesNothing_completesAllTheSame() {
        CashuWallet closing = wallets.open(mint);
        AtomicBoolean completed = new AtomicBoolean();
        BaseSubscriber<WalletEvent> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnComplete() {
                completed.set(true);
            }
        };
        closing.events().subscribe(slow);
        redeem(closing, "key", mint.token(8));
        closing.close(Duration.ofSeconds(1)).block(WalletHarness.PATIENCE);
        await().atMost(WalletHarness.PATIENCE).untilTrue(completed);
    }

    @Test
    void counts_addUpByKindOfResult() {
        List<TestProof> spent = mint.issueProofs(8);
        mint.markSpent(spent);
        String good = mint.token(8, 4);
        Map<String, RedeemResult> results = redeem(
                wallet,
                List.of(
                        good,
                        good,
                        "junk",
                        mint.tokenV4(spent),
                        mint.tokenV4(mint.issueLocked("02" + "12".repeat(32), 8))));
        assertThat(results).hasSize(5);
        WalletCounts counts = wallet.counts();
        assertThat(counts).isEqualTo(new WalletCounts(5, 1, 1, 1, 1, 0, 1, 1, 0));
    }
}
