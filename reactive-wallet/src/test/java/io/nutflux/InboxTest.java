package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.accept;
import static io.nutflux.WalletHarness.lasting;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.WalletException;
import io.nutflux.event.WalletEvent;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A token is stored, answered for, and redeemed later; the same key and the same money mean the same on both ways in. */
class InboxTest {

    private final TestMint mint = TestMint.builder().feePpk(100).start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = lasting();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private WalletOptions options() {
        return WalletHarness.options(MintUrl.of(mint.url()));
    }

    private CashuWallet open() {
        return wallets.open(store, options());
    }

    /** A wallet that stores what comes and redeems nothing of it. */
    private CashuWallet acceptOnly() {
        return wallets.open(store, options().withInbox(inbox -> inbox.workers(false)));
    }

    private static InboxEntry entry(CashuWallet wallet, String key) {
        return wallet.inbox().entry(key).block(PATIENCE);
    }

    private static void assertRefused(InboxAnswer answer, RefusalReason reason) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        InboxAnswer.Declined.class,
                        declined -> assertThat(declined.why())
                                .isInstanceOfSatisfying(
                                        RedeemResult.Refused.class,
                                        refused -> assertThat(refused.reason()).isEqualTo(reason)));
    }

    @Test
    void accept_goodToken_isStoredThenRedeemed() {
        CashuWallet wallet = open();
        assertThat(accept(wallet, "a", mint.token(8, 2))).isEqualTo(new InboxAnswer.Stored("a"));
        RedeemResult outcome = outcome(wallet, "a");
        assertThat(outcome).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(9);
        await().atMost(PATIENCE).until(() -> entry(wallet, "a").due() == null);
        assertThat(entry(wallet, "a").outcome()).isEqualTo(outcome);
        assertThat(wallet.inbox().outcome("a").block(PATIENCE)).isEqualTo(outcome);
        assertThat(wallet.inbox().counts().block(PATIENCE).waiting()).isZero();
        assertThat(verify(wallet).differences()).isEmpty();
    }

    @Test
    void accept_noWorkerYet_waitsForOne() {
        CashuWallet front = acceptOnly();
        accept(front, "a", mint.token(8));
        accept(front, "b", mint.token(4));
        assertThat(front.outcome("a").block(PATIENCE)).isEqualTo(new RedeemResult.Waiting("a"));
        assertThat(front.inbox().waiting(10).map(InboxEntry::key).collectList().block(PATIENCE))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(front.inbox().counts().block(PATIENCE).waiting()).isEqualTo(2);
        assertThat(mint.requests("/v1/swap")).isZero();

        CashuWallet back = open();
        assertThat(outcome(front, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(outcome(front, "b")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(back)).isEqualTo(11);
    }

    @Test
    void accept_sameKeyAndToken_tellsWhatIsKnown() {
        CashuWallet front = acceptOnly();
        String token = mint.token(8);
        accept(front, "a", token);
        assertThat(accept(front, "a", token)).isEqualTo(new InboxAnswer.Known("a", new RedeemResult.Waiting("a")));
        open();
        RedeemResult.Redeemed first = (RedeemResult.Redeemed) outcome(front, "a");
        assertThat(accept(front, "a", token))
                .isInstanceOfSatisfying(
                        InboxAnswer.Known.class,
                        known -> assertThat(known.known())
                                .isInstanceOfSatisfying(RedeemResult.Redeemed.class, again -> {
                                    assertThat(again.replayed()).isTrue();
                                    assertThat(again.amount()).isEqualTo(first.amount());
                                }));
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
    }

    @Test
    void accept_keyOrMoneyOfAnother_isDeclined() {
        CashuWallet front = acceptOnly();
        List<TestProof> proofs = mint.issueProofs(8, 2, 1);
        accept(front, "a", mint.tokenV4(proofs.subList(0, 2)));
        assertRefused(accept(front, "a", mint.token(4)), RefusalReason.KEY_REUSED);
        assertRefused(accept(front, "b", mint.tokenV4(proofs.subList(1, 3))), RefusalReason.SHARES_PROOFS);
        String sameMoney = mint.tokenV3(List.of(proofs.get(1), proofs.get(0)));
        assertThat(accept(front, "b", sameMoney))
                .isEqualTo(
                        new InboxAnswer.Declined("b", new RedeemResult.Duplicate("b", new RedeemResult.Waiting("a"))));
        assertThat(entry(front, "b")).isNull();
    }

    @Test
    void redeem_ofWhatWaits_keepsOneMeaning() {
        CashuWallet front = acceptOnly();
        List<TestProof> proofs = mint.issueProofs(8, 2, 1);
        String token = mint.tokenV4(proofs.subList(0, 2));
        accept(front, "a", token);
        assertThat(redeem(front, "b", token)).isEqualTo(new RedeemResult.Duplicate("b", new RedeemResult.Waiting("a")));
        assertThat(redeem(front, "a", mint.token(4)))
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.KEY_REUSED));
        assertThat(redeem(front, "c", mint.tokenV4(proofs.subList(1, 3))))
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.SHARES_PROOFS));
        assertThat(redeem(front, "a", token)).isInstanceOf(RedeemResult.Redeemed.class);

        CashuWallet back = open();
        await().atMost(PATIENCE).until(() -> entry(back, "a").due() == null);
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
    }

    @Test
    void accept_ofWhatWasRedeemed_tellsTheFirstOutcome() {
        CashuWallet wallet = open();
        String token = mint.token(8);
        RedeemResult first = redeem(wallet, "a", token);
        assertThat(accept(wallet, "a", token)).isInstanceOf(InboxAnswer.Known.class);
        assertThat(accept(wallet, "b", token))
                .isEqualTo(new InboxAnswer.Declined("b", new RedeemResult.Duplicate("b", first)));
        assertRefused(accept(wallet, "a", mint.token(4)), RefusalReason.KEY_REUSED);
    }

    @Test
    void accept_tokenNotAllowedUnderTheKeyOfAnother_isDeclinedForTheKey() {
        CashuWallet front = acceptOnly();
        accept(front, "a", mint.token(8));
        try (TestMint stranger = TestMint.start()) {
            assertRefused(accept(front, "a", stranger.token(1)), RefusalReason.KEY_REUSED);
        }
    }

    @Test
    void accept_tokenNoLongerAllowed_keepsItsFirstAnswer() {
        String token = mint.token(8);
        accept(acceptOnly(), "a", token);
        CashuWallet strict = wallets.open(
                store,
                options()
                        .withInbox(inbox -> inbox.workers(false))
                        .withRedeem(redeem -> redeem.policy(AdmissionPolicy.none())));
        assertThat(accept(strict, "a", token)).isEqualTo(new InboxAnswer.Known("a", new RedeemResult.Waiting("a")));
        assertRefused(accept(strict, "b", token), RefusalReason.MINT_NOT_ALLOWED);
    }

    @Test
    void accept_whatNeedsNoMintToRefuse_isAnsweredAtOnceAndNotStored() {
        CashuWallet front = wallets.open(
                store,
                options()
                        .withInbox(inbox -> inbox.workers(false).maxTokenLength(2_000))
                        .withRedeem(redeem -> redeem.policy(policy -> policy.withMaxProofs(3))));
        assertThat(accept(front, "a", "nonsense"))
                .isInstanceOfSatisfying(
                        InboxAnswer.Declined.class,
                        declined -> assertThat(declined.why())
                                .isInstanceOfSatisfying(
                                        RedeemResult.Invalid.class,
                                        invalid -> assertThat(invalid.reason()).isEqualTo(InvalidReason.NOT_A_TOKEN)));
        assertThat(accept(front, "b", "cashuB" + "A".repeat(2_000)))
                .isInstanceOfSatisfying(
                        InboxAnswer.Declined.class,
                        declined -> assertThat(declined.why())
                                .isInstanceOfSatisfying(
                                        RedeemResult.Invalid.class,
                                        invalid ->
                                                assertThat(invalid.reason()).isEqualTo(InvalidReason.LIMIT_EXCEEDED)));
        assertRefused(accept(front, "c", mint.token(1, 1, 1, 1)), RefusalReason.TOO_MANY_PROOFS);
        try (TestMint stranger = TestMint.start()) {
            assertRefused(accept(front, "d", stranger.token(1)), RefusalReason.MINT_NOT_ALLOWED);
        }
        assertThat(front.inbox().counts().block(PATIENCE).waiting()).isZero();
        assertThat(front.outcome("a").block(PATIENCE)).isNull();
        assertThat(mint.requests("/v1/keysets")).isZero();
    }

    @Test
    void accept_mintThatIsAwayHasItsShare_othersAreTakenStill() {
        TestMint gone = TestMint.start();
        MintUrl away = MintUrl.of(gone.url());
        List<String> tokens = gone.tokens(3, 8);
        gone.close();
        WalletOptions both =
                WalletHarness.options(MintUrl.of(mint.url()), away).withInbox(inbox -> inbox.maxWaiting(4));
        CashuWallet front = wallets.open(store, both);
        accept(front, "gone1", tokens.get(0));
        accept(front, "gone2", tokens.get(1));
        assertThatThrownBy(() -> accept(front, "gone3", tokens.get(2)))
                .isInstanceOfSatisfying(WalletException.class, full -> {
                    assertThat(full.reason()).isEqualTo(WalletException.Reason.INBOX_FULL);
                    assertThat(full).hasMessageContaining(away.value());
                });
        assertThat(accept(front, "good", mint.token(8))).isInstanceOf(InboxAnswer.Stored.class);
        assertThat(outcome(front, "good")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void accept_fullInbox_failsByNameUntilThereIsRoom() {
        CashuWallet front = wallets.open(
                store,
                options().withInbox(inbox -> inbox.workers(false).maxWaiting(2).maxWaitingPerMint(2)));
        accept(front, "a", mint.token(8));
        accept(front, "b", mint.token(4));
        String third = mint.token(2);
        assertThatThrownBy(() -> accept(front, "c", third))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        full -> assertThat(full.reason()).isEqualTo(WalletException.Reason.INBOX_FULL));
        assertThat(front.outcome("c").block(PATIENCE)).isNull();

        open();
        await().atMost(PATIENCE)
                .until(() -> front.inbox().counts().block(PATIENCE).waiting() == 0);
        assertThat(accept(front, "c", third)).isInstanceOf(InboxAnswer.Stored.class);
        assertThat(outcome(front, "c")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void acceptStream_isRedeemedInFewSwaps() {
        CashuWallet wallet = open();
        List<String> tokens = mint.tokens(300, 8, 2);
        List<RedeemRequest> requests = IntStream.range(0, tokens.size())
                .mapToObj(i -> new RedeemRequest("k" + i, tokens.get(i)))
                .toList();
        List<InboxAnswer> answers =
                wallet.inbox().accept(Flux.fromIterable(requests)).collectList().block(PATIENCE);
        assertThat(answers).hasSize(300).allMatch(InboxAnswer.Stored.class::isInstance);
        await().atMost(PATIENCE)
                .until(() -> wallet.inbox().counts().block(PATIENCE).waiting() == 0);
        requests.forEach(request ->
                assertThat(wallet.outcome(request.key()).block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class));
        assertThat(mint.requests("/v1/swap")).isLessThan(100);
        assertThat(spendable(wallet)).isEqualTo(mint.outstanding());
        assertThat(verify(wallet).differences()).isEmpty();
    }

    @Test
    void events_tellOfArrivalAndOutcomeOnce() {
        CashuWallet wallet = open();
        List<WalletEvent> events = Collections.synchronizedList(new ArrayList<>());
        wallet.events().subscribe(events::add);
        String token = mint.token(8);
        accept(wallet, "a", token);
        accept(wallet, "a", token);
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(WalletEvent.InboxDecided.class::isInstance));
        assertThat(events)
                .filteredOn(WalletEvent.TokenAccepted.class::isInstance)
                .containsExactly(new WalletEvent.TokenAccepted("a", MintUrl.of(mint.url())));
        assertThat(events)
                .filteredOn(WalletEvent.InboxDecided.class::isInstance)
                .extracting(event -> ((WalletEvent.InboxDecided) event).result().key())
                .containsExactly("a");
        assertThat(events.stream()
                        .filter(event ->
                                event instanceof WalletEvent.TokenAccepted || event instanceof WalletEvent.InboxDecided)
                        .toList())
                .hasSize(2);
    }

    @Test
    void twoWorkersOnOneStore_shareTheWorkAndGiveEachTokenOneOutcome() {
        BigInteger before = mint.outstanding();
        CashuWallet one =
                wallets.open(store, options().withInbox(inbox -> inbox.batch(8).maxInFlight(16)));
        CashuWallet two =
                wallets.open(store, options().withInbox(inbox -> inbox.batch(8).maxInFlight(16)));
        List<WalletEvent> decided = Collections.synchronizedList(new ArrayList<>());
        Flux.merge(one.events(), two.events())
                .filter(WalletEvent.InboxDecided.class::isInstance)
                .subscribe(decided::add);
        CashuWallet front = acceptOnly();
        List<String> tokens = mint.tokens(200, 8, 2);
        for (int i = 0; i < tokens.size(); i++) {
            front.inbox().accept(new RedeemRequest("k" + i, tokens.get(i))).subscribe();
        }
        await().atMost(PATIENCE).until(() -> decided.size() >= 200);
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(outcome(front, "k" + i)).isInstanceOf(RedeemResult.Redeemed.class);
        }
        assertThat(decided)
                .extracting(event -> ((WalletEvent.InboxDecided) event).result().key())
                .hasSize(200)
                .doesNotHaveDuplicates();
        assertThat(one.counts().redeemed()).as("of the first").isPositive();
        assertThat(two.counts().redeemed()).as("of the second").isPositive();
        assertThat(spendable(one)).isEqualTo(mint.outstanding().subtract(before));
        assertThat(verify(one).differences()).isEmpty();
    }
}
