package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.accept;
import static io.nutflux.WalletHarness.lasting;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.KeysetSpec;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mint that refuses what waits in the inbox, for a while or for ever. */
class InboxRefusalTest {

    private static final String SWAP = "/v1/swap";

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = lasting();

    @AfterEach
    void close() {
        mint.faults().calm();
        wallets.close();
        mint.close();
    }

    private CashuWallet open(UnaryOperator<io.nutflux.flow.InboxOptions.Builder> inbox) {
        return wallets.open(store, WalletHarness.options(MintUrl.of(mint.url())).withInbox(inbox));
    }

    private static InboxEntry entry(CashuWallet wallet, String key) {
        return Objects.requireNonNull(wallet.inbox().entry(key).block(PATIENCE));
    }

    /** Nothing that is said of the request, of the outputs or of the caller is held against the token. */
    @ParameterizedTest
    @ValueSource(
            ints = {11_003, 11_004, 11_005, 11_013, 12_001, 12_002, 12_003, 20_003, 30_001, 30_002, 31_001, 31_004})
    void refusedOnceForWhatIsNoFaultOfTheToken_isRedeemed(int code) {
        CashuWallet wallet = open(inbox -> inbox);
        mint.faults().on(SWAP).next(Fault.error(code, "not now"));
        accept(wallet, "a", mint.token(8));
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(8);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void refusedForEver_endsInTimeWithItsReason_andTheNextIsRedeemed() {
        CashuWallet wallet = open(inbox -> inbox.giveUpAfter(Duration.ofMillis(300)));
        mint.faults().on(SWAP).always(Fault.error(30_001, "log in first"));
        accept(wallet, "poisoned", mint.token(8));
        assertThat(outcome(wallet, "poisoned")).isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RefusalReason.MINT_UNSUPPORTED);
            assertThat(refused.detail()).contains("log in first", "30001");
        });
        await().atMost(PATIENCE).until(() -> entry(wallet, "poisoned").due() == null);
        assertThat(entry(wallet, "poisoned").attempts()).isGreaterThan(1);
        mint.faults().calm();
        accept(wallet, "next", mint.token(4));
        assertThat(outcome(wallet, "next")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** What it lasted before the mint was away says nothing of the mint that is back. */
    @Test
    void refusedOnceBeforeAndAfterAnOutage_waitsOn() {
        CashuWallet wallet = open(inbox -> inbox.giveUpAfter(Duration.ofMillis(1)));
        // Asked before a swap and after its refusal; the client asks four times before it gives up.
        mint.faults().on("/v1/checkstate").pass(2).times(4, Fault.statusBefore(503));
        mint.faults().on(SWAP).next(Fault.error(30_001, "log in first"), Fault.error(30_001, "log in first"));
        accept(wallet, "a", mint.token(8));
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** A mint that is away for ever does not make a token a bad one. */
    @Test
    void mintAway_isWaitedForPastThatTime() {
        CashuWallet wallet = open(inbox -> inbox.giveUpAfter(Duration.ofMillis(1)));
        mint.faults().on("/v1/checkstate").always(Fault.dropBefore());
        accept(wallet, "a", mint.token(8));
        await().atMost(PATIENCE).until(() -> entry(wallet, "a").attempts() > 3);
        assertThat(entry(wallet, "a").outcome()).isEqualTo(new RedeemResult.Waiting("a"));
        mint.faults().calm();
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** Two replicas, or a restart in between, count the same time. */
    @Test
    void refusedForEver_isGivenUpThoughEachWorkerLivesShort() {
        mint.faults().on(SWAP).always(Fault.error(31_004, "too many"));
        UnaryOperator<io.nutflux.flow.InboxOptions.Builder> options =
                inbox -> inbox.giveUpAfter(Duration.ofMillis(1)).minBackoff(Duration.ofMillis(1));
        CashuWallet first = open(options);
        accept(first, "a", mint.token(8));
        await().atMost(PATIENCE)
                .until(() ->
                        entry(first, "a").reason() != null || entry(first, "a").due() == null);
        first.close(Duration.ofSeconds(2)).block(PATIENCE);
        CashuWallet second = open(options);
        assertThat(outcome(second, "a")).isInstanceOf(RedeemResult.Refused.class);
    }

    /** Between two keysets, say: what the mint cannot swap now is no fault of the token, and its text is all that there is. */
    @Test
    void noActiveKeyset_waitsForOne() {
        mint.deactivate(mint.keysetId());
        assertWaitsForAKeyset(mint.token(8));
    }

    /** Outputs are not put on a keyset that ends within a day. */
    @Test
    void onlyKeysetAboutToExpire_waitsForAnother() {
        mint.deactivate(mint.keysetId());
        mint.addKeyset(KeysetSpec.of("sat").finalExpiry(Instant.now().plus(Duration.ofHours(1))));
        assertWaitsForAKeyset(mint.token(8));
    }

    private void assertWaitsForAKeyset(String token) {
        CashuWallet wallet = open(inbox -> inbox);
        accept(wallet, "a", token);
        await().atMost(PATIENCE)
                .until(() ->
                        entry(wallet, "a").attempts() > 2 || entry(wallet, "a").due() == null);
        assertThat(entry(wallet, "a").outcome()).isEqualTo(new RedeemResult.Waiting("a"));
        assertThat(entry(wallet, "a").reason()).startsWith("MINT_UNSUPPORTED");
        mint.addKeyset(KeysetSpec.of("sat"));
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(8);
    }

    @Test
    void noActiveKeysetForEver_endsInTimeWithItsReason_andTheTokenIsGoodUnderAnotherKey() {
        CashuWallet wallet = open(inbox -> inbox.giveUpAfter(Duration.ofMillis(1)));
        mint.deactivate(mint.keysetId());
        String token = mint.token(8);
        accept(wallet, "a", token);
        assertThat(outcome(wallet, "a")).isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RefusalReason.MINT_UNSUPPORTED);
            assertThat(refused.detail()).contains("no active keyset", "so since");
        });
        assertThat(entry(wallet, "a").attempts()).isGreaterThan(1);
        mint.addKeyset(KeysetSpec.of("sat"));
        await().atMost(PATIENCE).until(() -> {
            String key = "again " + mint.requests("/v1/checkstate");
            accept(wallet, key, token);
            return outcome(wallet, key) instanceof RedeemResult.Redeemed;
        });
    }
}
