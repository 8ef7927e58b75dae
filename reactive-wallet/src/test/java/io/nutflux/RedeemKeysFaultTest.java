package io.nutflux;

import static io.nutflux.WalletHarness.accept;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mint whose keys cannot be used is no reason to call its tokens false (01.2, 02.12). */
class RedeemKeysFaultTest {

    private final TestMint mint = TestMint.builder().start();
    private final WalletHarness wallets = new WalletHarness();

    private static void assertRefusedForNow(RedeemResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.retryable())
                                .as("%s", refused)
                                .isTrue());
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    static List<Fault> faults() {
        return List.of(
                Fault.garbage(),
                Fault.truncated(),
                Fault.html(200),
                Fault.lie(Lie.OTHER_KEYS),
                Fault.statusBefore(500));
    }

    private void keysFail(Fault fault) {
        mint.faults().gate(path -> path.equals("/v1/keys") || path.startsWith("/v1/keys/") ? fault : null);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void redeem_keysCannotBeUsed_refusedForNowAndRedeemedOnceTheyCan(Fault fault) {
        CashuWallet wallet = wallets.open(mint);
        String token = mint.token(8, 4);
        keysFail(fault);
        assertRefusedForNow(redeem(wallet, "a", token));
        mint.faults().calm();
        RedeemResult again = redeem(wallet, "a", token);
        for (int i = 0; i < 50 && again instanceof RedeemResult.Refused refused && refused.retryable(); i++) {
            again = redeem(wallet, "a", token);
        }
        assertThat(again).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(mint.outstanding());
    }

    /** The wallet knows an older keyset of the mint, so that the listing as such is of use to it. */
    @ParameterizedTest
    @MethodSource("faults")
    void redeem_keysOfANewKeysetCannotBeUsed_refusedForNow(Fault fault) {
        CashuWallet wallet = wallets.open(mint);
        assertThat(redeem(wallet, "old", mint.token(2))).isInstanceOf(RedeemResult.Redeemed.class);
        mint.rotate("sat", 0);
        String token = mint.token(8, 4);
        keysFail(fault);
        assertRefusedForNow(redeem(wallet, "a", token));
    }

    @Test
    void accept_keysCannotBeUsedAtFirst_redeemedLater() {
        CashuWallet wallet = wallets.open(mint);
        mint.faults().on("/v1/keys").times(2, Fault.lie(Lie.OTHER_KEYS));
        accept(wallet, "a", mint.token(8, 4));
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(mint.faults().fired(Lie.OTHER_KEYS)).isPositive();
    }

    private static final String KEYS_OF_ONE = "/v1/keys/{keyset_id}";

    /** What the mint lists it has: that one server of it cannot be asked for the keys, or denies them, passes. */
    static List<Fault> denials() {
        return List.of(
                Fault.errorWithoutCode(404, "Not Found"),
                Fault.html(404),
                Fault.statusBefore(404),
                Fault.error(12_001, "no such keyset"),
                Fault.error(50_000, "database is locked"));
    }

    private String tokenOfAnOlderKeyset() {
        String old = mint.keysetId();
        mint.rotate("sat", 0);
        return mint.tokenV4(mint.issueProofsOf(old, 8, 4));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void accept_keysOfAListedKeysetDeniedOnce_redeemedLater(Fault denial) {
        CashuWallet wallet = wallets.open(mint);
        String token = tokenOfAnOlderKeyset();
        mint.faults().on(KEYS_OF_ONE).next(denial);
        accept(wallet, "a", token);
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(12);
        assertThat(mint.faults().fired(denial.name())).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("denials")
    void redeem_keysOfAListedKeysetDenied_refusedForNow(Fault denial) {
        CashuWallet wallet = wallets.open(mint);
        String token = tokenOfAnOlderKeyset();
        mint.faults().on(KEYS_OF_ONE).next(denial);
        assertRefusedForNow(redeem(wallet, "a", token));
    }

    /** A mint that is there and goes on denying them is not waited for without end. */
    @Test
    void accept_keysOfAListedKeysetDeniedForEver_endsInTimeWithItsReason() {
        CashuWallet wallet = wallets.open(
                WalletStore.inMemory(),
                WalletHarness.options(MintUrl.of(mint.url()))
                        .withInbox(inbox -> inbox.giveUpAfter(Duration.ofMillis(1))));
        String token = tokenOfAnOlderKeyset();
        mint.faults().on(KEYS_OF_ONE).always(Fault.errorWithoutCode(404, "Not Found"));
        accept(wallet, "a", token);
        assertThat(outcome(wallet, "a")).isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RedeemResult.RefusalReason.MINT_UNSUPPORTED);
            assertThat(refused.detail()).contains("Not Found", "so since");
        });
        assertThat(mint.requests(KEYS_OF_ONE)).isGreaterThan(1);
    }
}
