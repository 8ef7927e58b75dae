package io.nutflux;

import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.MintException;
import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.model.WalletId;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Making tokens to hand out. */
class SendTest {

    private final TestMint mint =
            TestMint.builder().feePpk(600).noCachedResponses().recordBodies(10).start();
    private final WalletHarness wallets = new WalletHarness();
    private CashuWallet wallet;

    @BeforeEach
    void open() {
        wallet = wallets.open(mint);
        fund(wallet, mint, 1_000);
        mint.clearLog();
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private SendRequest of(long amount, boolean offline, boolean includeFees) {
        return new SendRequest(
                MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(amount), offline, includeFees, "thanks");
    }

    private SentToken send(SendRequest request) {
        SentToken sent = wallet.send(request).block(WalletHarness.PATIENCE);
        assertThat(sent).isNotNull();
        return sent;
    }

    private void assertFails(SendRequest request, WalletException.Reason reason) {
        assertThatThrownBy(() -> send(request))
                .isInstanceOfSatisfying(
                        WalletException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(1_000));
    }

    /** Another copy of the request, as proxies make them, may be why the mint calls the wallet's own proofs pending. */
    @Test
    void send_refusedWhileTheMintWorksOnTheInputs_keepsThemReserved() {
        WalletStore store = WalletStore.inMemory();
        CashuWallet busy = wallets.open(mint, store, redeem -> redeem);
        // After the fee this is one proof of 64, which has to be swapped.
        redeem(busy, "key", mint.token(64, 2));
        List<TestProof> own = Objects.requireNonNull(store.proofs(WalletId.DEFAULT, StoredProof.State.UNSPENT)
                .map(stored -> new TestProof(
                        stored.proof().amount().bits(),
                        stored.proof().id().hex(),
                        stored.proof().secret().text(),
                        stored.proof().C().toHex(),
                        null,
                        null))
                .collectList()
                .block(WalletHarness.PATIENCE));
        mint.markPending(own);
        assertThatThrownBy(() -> busy.send(of(3, false, false)).block(WalletHarness.PATIENCE))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.OUTCOME_PENDING));
        assertThat(store.proofs(WalletId.DEFAULT, StoredProof.State.RESERVED)
                        .collectList()
                        .block(WalletHarness.PATIENCE))
                .isNotEmpty();
        mint.unmarkPending(own);
        await().atMost(WalletHarness.PATIENCE)
                .until(() -> Objects.requireNonNull(busy.pending().collectList().block(WalletHarness.PATIENCE))
                        .isEmpty());
        assertThat(verify(busy).conserved()).isTrue();
    }

    @Test
    void send_proofsThatFit_asksNothingOfTheMint() {
        SentToken sent = send(of(40, true, false));
        assertThat(mint.requests("/v1/swap")).isZero();
        assertThat(sent.amount()).isEqualTo(Amount.of(40));
        assertThat(sent.fee()).isEqualTo(Amount.ZERO);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(960));
        assertThat(verify(wallet).conserved()).isTrue();
        CashuWallet receiver = wallets.openOther(mint);
        assertThat(redeem(receiver, "key", sent.token())).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(verify(wallet).accounts()).singleElement().satisfies(account -> {
            assertThat(account.claimed()).isEqualTo(BigInteger.valueOf(40));
            assertThat(account.pending()).isZero();
        });
    }

    @Test
    void send_noFit_swaps() {
        SentToken sent = send(of(3, false, false));
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
        assertThat(sent.amount()).isEqualTo(Amount.of(3));
        assertThat(spendable(wallet).add(sent.fee().toBigInteger())).isEqualTo(BigInteger.valueOf(997));
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
        assertThat(mint.outstanding()).isEqualTo(spendable(wallet).add(BigInteger.valueOf(3)));
    }

    /** 03.3, X.10: nobody can tell by their order which outputs are handed out and which are change. */
    @Test
    void send_noFit_ordersAllOutputsByAmount() {
        send(of(3, false, false));
        String body = new String(mint.bodies("/v1/swap").get(0), StandardCharsets.UTF_8);
        List<Long> amounts = Pattern.compile("\"amount\":(\\d+)")
                .matcher(body.substring(body.indexOf("\"outputs\"")))
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
        assertThat(amounts).hasSizeGreaterThan(3).isSorted();
    }

    /** X.12. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 40, 99, 255, 500})
    void send_includingFees_arrivesInFull(long amount) {
        SentToken sent = send(of(amount, false, true));
        CashuWallet receiver = wallets.openOther(mint);
        assertThat(redeem(receiver, "key", sent.token()))
                .isInstanceOfSatisfying(
                        RedeemResult.Redeemed.class,
                        redeemed -> assertThat(redeemed.amount()).isEqualTo(Amount.of(amount)));
        assertThat(spendable(receiver)).isEqualTo(BigInteger.valueOf(amount));
        assertThat(mint.outstanding()).isEqualTo(spendable(receiver).add(spendable(wallet)));
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void send_moreThanThereIs_isInsufficientFunds() {
        assertFails(of(1_001, false, false), WalletException.Reason.INSUFFICIENT_FUNDS);
        assertFails(of(1_000, false, true), WalletException.Reason.INSUFFICIENT_FUNDS);
        assertFails(of(Long.MAX_VALUE, false, false), WalletException.Reason.INSUFFICIENT_FUNDS);
        assertThat(mint.requests("/v1/swap")).isZero();
    }

    @Test
    void send_largestAmountAndItsFees_isOutOfRange() {
        assertFails(
                new SendRequest(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.MAX, false, true, null),
                WalletException.Reason.AMOUNT_OUT_OF_RANGE);
    }

    @Test
    void send_offlineWithoutFit_isNoExactMatch() {
        assertFails(of(3, true, false), WalletException.Reason.NO_EXACT_MATCH);
        assertThat(mint.requests("/v1/swap")).isZero();
    }

    @Test
    void send_severalAtATime_handOutEachProofOnce() {
        List<SentToken> sent = Flux.range(0, 5)
                .flatMap(i -> wallet.send(of(5, false, false)))
                .collectList()
                .block(WalletHarness.PATIENCE);
        assertThat(sent).hasSize(5);
        CashuWallet receiver = wallets.openOther(mint);
        assertThat(redeem(receiver, sent.stream().map(SentToken::token).toList())
                        .values())
                .allMatch(RedeemResult.Redeemed.class::isInstance);
        assertThat(mint.outstanding()).isEqualTo(spendable(receiver).add(spendable(wallet)));
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void send_answerLost_isFoundAgainByRestore() {
        mint.faults().on("/v1/swap").next(Fault.dropAfter());
        SentToken sent = send(of(3, false, false));
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
        assertThat(redeem(wallets.openOther(mint), "key", sent.token())).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void send_mintGoneAfterTheSwap_returnsTheValueToTheWallet() {
        mint.faults().on("/v1/swap").next(Fault.dropAfter());
        mint.faults().on("/v1/restore").always(Fault.statusBefore(503));
        assertThatThrownBy(() -> send(of(3, false, false)))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.OUTCOME_PENDING));
        assertThat(spendable(wallet)).isLessThan(BigInteger.valueOf(1_000));
        assertThat(verify(wallet).conserved()).isTrue();
        mint.faults().calm();
        await().atMost(WalletHarness.PATIENCE).until(() -> spendable(wallet).equals(mint.outstanding()));
        assertThat(wallet.pending().collectList().block(WalletHarness.PATIENCE)).isEmpty();
        assertThat(verify(wallet).accounts())
                .singleElement()
                .satisfies(account -> assertThat(account.sent()).isZero());
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void send_mintUnreachable_freesTheProofs() {
        mint.close();
        assertThatThrownBy(() -> send(of(3, false, false))).isInstanceOf(MintException.class);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(1_000));
        assertThat(wallet.pending().collectList().block(WalletHarness.PATIENCE)).isEmpty();
        assertThat(send(of(40, true, false)).amount()).isEqualTo(Amount.of(40));
    }

    @Test
    void send_moreProofsThanTheMintTakes_isTooManyAndLessCanBeSent() {
        try (TestMint narrow =
                TestMint.builder().denominations(1, 2).maxInputs(4).start()) {
            CashuWallet many = wallets.open(narrow);
            fund(many, narrow, 20);
            MintUrl url = MintUrl.of(narrow.url());
            // Ten proofs of 2: five of them are refused, which tells that the mint takes fewer.
            SendRequest nine = new SendRequest(url, CurrencyUnit.SAT, Amount.of(9), false, false, null);
            assertThatThrownBy(() -> many.send(nine).block(WalletHarness.PATIENCE))
                    .isInstanceOfSatisfying(
                            WalletException.class,
                            e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.TOO_MANY_PROOFS));
            assertThat(spendable(many)).isEqualTo(BigInteger.valueOf(20));
            SendRequest three = new SendRequest(url, CurrencyUnit.SAT, Amount.of(3), false, false, null);
            assertThat(many.send(three).block(WalletHarness.PATIENCE)).isNotNull();
            assertThat(spendable(many)).isEqualTo(BigInteger.valueOf(17));
            assertThat(verify(many).conserved()).isTrue();
        }
    }
}
