package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.end;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.KeysetCounter;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wallet on a store that came out of a backup, after the live one went on for a while and was lost. */
class CatchUpTest {

    private final TestMint mint =
            TestMint.builder().noCachedResponses().recordBodies(10_000).start();
    private final WalletHarness wallets = new WalletHarness();
    private StoreCopies copies;
    private CashuWallet other;

    @BeforeEach
    void openOther(@TempDir Path directory) {
        copies = new StoreCopies(directory);
        other = wallets.openOther(mint);
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private MintUrl url() {
        return MintUrl.of(mint.url());
    }

    private CashuWallet open(WalletStore store, MintUrl... mints) {
        return wallets.open(store, WalletHarness.options(mints.length == 0 ? new MintUrl[] {url()} : mints));
    }

    private static String send(CashuWallet wallet, MintUrl mint, long amount) {
        return Objects.requireNonNull(wallet.send(SendRequest.of(mint, CurrencyUnit.SAT, Amount.of(amount)))
                        .block(PATIENCE))
                .token();
    }

    private KeysetCounter counter(WalletStore store) {
        return Objects.requireNonNull(store.counter(WalletId.DEFAULT, url(), new KeysetId(mint.keysetId()))
                .block(PATIENCE));
    }

    /** All that is unspent and not the other wallet's. */
    private void assertHasEverything(CashuWallet restored) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(spendable(restored).add(spendable(other))).isEqualTo(mint.outstanding()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(restored.pending().collectList().block(PATIENCE))
                        .isEmpty());
        assertThat(verify(restored).conserved()).isTrue();
        assertThat(verify(restored).differences()).isEmpty();
        assertThat(spendable(restored).add(spendable(other))).isEqualTo(mint.outstanding());
    }

    @Test
    void open_restoredStore_bringsBackTheLostTime_andUsesNoCounterTwice() {
        CashuWallet live = open(copies.openLive());
        fund(live, mint, 64);
        Path backup = copies.copy();
        redeem(live, mint.tokens(5, 8, 2));
        redeem(other, "o", send(live, url(), 21));
        mint.rotate("sat", 0);
        redeem(live, "more", mint.token(32));
        end(live);

        WalletStore store = copies.openRestored(backup);
        CashuWallet restored = open(store);
        assertHasEverything(restored);
        assertThat(restored.latestLedgerEntries(20)
                        .map(LedgerEntry::kind)
                        .collectList()
                        .block(PATIENCE))
                .contains(LedgerEntry.Kind.RESTORED, LedgerEntry.Kind.SPENT_ELSEWHERE);

        redeem(restored, "again", mint.token(4, 1));
        redeem(other, "p", send(restored, url(), 13));
        fund(restored, mint, 5);
        assertHasEverything(restored);
        assertThat(UsedOutputs.twice(mint)).isEmpty();
    }

    /** What the gate is for: without it the outputs of the lost time are sent once more. */
    @Test
    void open_copyThatIsNotMarked_usesCountersTwice() {
        CashuWallet live = open(copies.openLive());
        Path backup = copies.copy();
        redeem(live, "a", mint.token(8));
        end(live);

        redeem(open(copies.openUnmarked(backup)), "b", mint.token(4));
        assertThat(UsedOutputs.twice(mint)).isNotEmpty();
    }

    @Test
    void open_mintIsAway_itsOperationsAreRefusedForNow_othersGoOn_andItIsCaughtUpLater() {
        try (TestMint second = TestMint.start()) {
            MintUrl secondUrl = MintUrl.of(second.url());
            CashuWallet live = open(copies.openLive(), url(), secondUrl);
            fund(live, mint, 64);
            fund(live, second, 64);
            String quote = Objects.requireNonNull(live.requestMint(url(), CurrencyUnit.SAT, Amount.of(3))
                            .block(PATIENCE))
                    .id();
            Path backup = copies.copy();
            redeem(live, mint.tokens(2, 8, 2));
            end(live);
            mint.faults().on("/v1/restore").always(Fault.statusBefore(503));

            CashuWallet restored = open(copies.openRestored(backup), url(), secondUrl);
            assertThat(redeem(restored, "r", mint.token(4)))
                    .isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
                        assertThat(refused.reason()).isEqualTo(RedeemResult.RefusalReason.MINT_UNREACHABLE);
                        assertThat(refused.retryable()).isTrue();
                    });
            assertThatThrownBy(() -> send(restored, url(), 5)).isInstanceOf(MintUnavailableException.class);
            assertThatThrownBy(() -> restored.mint(quote).block(PATIENCE)).isInstanceOf(MintUnavailableException.class);
            assertThat(redeem(restored, "s", second.token(4))).isInstanceOf(RedeemResult.Redeemed.class);

            mint.faults().calm();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(spendable(restored)).isEqualTo(64 + 20 + 64 + 4));
            // The wallet leaves a mint alone for a second after it failed to answer.
            String late = mint.token(4);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(redeem(restored, "r", late)).isInstanceOf(RedeemResult.Redeemed.class));
            assertThat(UsedOutputs.twice(mint)).isEmpty();
        }
    }

    static Stream<Arguments> moments() {
        return Stream.of("REDEEM", "SEND", "MINT")
                .flatMap(kind -> Stream.of("markSent", "settle").map(command -> Arguments.of(kind, command)));
    }

    /** An operation that the backup calls prepared, or sent, and that took place in the lost time. */
    @ParameterizedTest
    @MethodSource("moments")
    void open_operationThatWasUnderWay_isFoundOut_andLosesNothing(String kind, String command) {
        FaultyStore faulty = FaultyStore.on(copies.openLive());
        CashuWallet live = open(faulty.store());
        fund(live, mint, 64);
        AtomicReference<Path> backup = new AtomicReference<>();
        faulty.beforeNext(command, copies.copying(backup::set));
        switch (kind) {
            case "REDEEM" -> redeem(live, "under way", mint.token(8, 4));
            case "SEND" -> redeem(other, "o", send(live, url(), 21));
            default -> fund(live, mint, 7);
        }
        // The outputs of before are inputs now: what recovery settles is spent already, in part.
        redeem(other, "p", send(live, url(), 30));
        redeem(live, "later", mint.token(16, 1));
        end(live);
        StoreCopies.close(faulty.beneath());

        CashuWallet restored = open(copies.openRestored(backup.get()));
        assertHasEverything(restored);
        redeem(restored, "new", mint.token(2, 1));
        assertHasEverything(restored);
        assertThat(UsedOutputs.twice(mint)).isEmpty();
    }

    /** The backup has the refused one, whose inputs the next one spent. */
    @Test
    void open_sendThatWasRefusedAndMadeAnewInTheLostTime_freesNothingThatIsSpent() {
        FaultyStore faulty = FaultyStore.on(copies.openLive());
        CashuWallet live = open(faulty.store());
        fund(live, mint, 64);
        AtomicReference<Path> backup = new AtomicReference<>();
        faulty.beforeNext("release", copies.copying(backup::set));
        mint.faults().on("/v1/swap").next(Fault.before(() -> mint.rotate("sat", 0)));
        redeem(other, "o", send(live, url(), 21));
        end(live);
        StoreCopies.close(faulty.beneath());

        assertHasEverything(open(copies.openRestored(backup.get())));
    }

    /** The token may be anybody's: it comes back as the wallet's own until somebody redeems it. */
    @Test
    void open_tokenHandedOutInTheLostTime_isBack_andTheReceiverMayBeFirst() {
        CashuWallet live = open(copies.openLive());
        fund(live, mint, 64);
        Path backup = copies.copy();
        String token = send(live, url(), 10);
        end(live);

        CashuWallet restored = open(copies.openRestored(backup));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(restored)).isEqualTo(64));
        assertThat(redeem(other, "o", token)).isInstanceOf(RedeemResult.Redeemed.class);
        restored.restore(url()).blockLast(PATIENCE);
        assertHasEverything(restored);
    }

    /** What was redeemed in the lost time is spent for its store; the value is back all the same. */
    @Test
    void redeem_tokenOfTheLostTimeAgain_isAlreadySpent_andItsValueIsThere() {
        CashuWallet live = open(copies.openLive());
        fund(live, mint, 1);
        Path backup = copies.copy();
        String token = mint.token(8);
        redeem(live, "k", token);
        end(live);

        CashuWallet restored = open(copies.openRestored(backup));
        assertThat(redeem(restored, "k", token)).isInstanceOf(RedeemResult.AlreadySpent.class);
        assertHasEverything(restored);
        assertThat(spendable(restored)).isEqualTo(9);
    }

    /** No proof that the backup calls unspent is handed out before the mint was asked. */
    @Test
    void send_exactProofsThatWereSpentInTheLostTime_areNotHandedOut() {
        CashuWallet live = open(copies.openLive());
        fund(live, mint, 8);
        Path backup = copies.copy();
        redeem(other, "o", send(live, url(), 8));
        fund(live, mint, 8);
        end(live);

        CashuWallet restored = open(copies.openRestored(backup));
        assertThat(redeem(other, "p", send(restored, url(), 8))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void open_keysetFirstUsedInTheLostTime_isCaughtUpBeforeItGivesCounters() {
        CashuWallet live = open(copies.openLive());
        Path backup = copies.copy();
        redeem(live, "a", mint.token(8, 2));
        end(live);

        // The mint is not even known to the backup.
        CashuWallet restored = open(copies.openRestored(backup));
        assertThat(redeem(restored, "b", mint.token(4))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(UsedOutputs.twice(mint)).isEmpty();
        assertHasEverything(restored);
    }

    /** Nothing of the seed can be restored there; at least no counter is used twice. */
    @Test
    void open_mintWithoutRestore_countersLeapAhead() {
        CashuWallet live = open(copies.openLive());
        fund(live, mint, 8);
        Path backup = copies.copy();
        redeem(live, "a", mint.token(8, 2));
        end(live);
        mint.faults().on("/v1/info").always(Fault.lie(Lie.WITHOUT_RESTORE));
        mint.faults().on("/v1/restore").always(Fault.statusBefore(404));

        WalletStore store = copies.openRestored(backup);
        CashuWallet restored = open(store);
        assertThat(redeem(restored, "b", mint.token(4))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(counter(store).next()).isGreaterThan(1 << 24);
        assertThat(UsedOutputs.twice(mint)).isEmpty();
    }

    /** A 404 of something before the mint is no word of the mint's. */
    @Test
    void open_mintThatSaysItRestoresAndDoesNot_staysBehind() {
        CashuWallet live = open(copies.openLive());
        fund(live, mint, 8);
        Path backup = copies.copy();
        end(live);
        mint.faults().on("/v1/restore").always(Fault.statusBefore(404));

        WalletStore store = copies.openRestored(backup);
        CashuWallet wallet = open(store);
        String token = mint.token(4);
        assertThat(redeem(wallet, "b", token))
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.retryable())
                                .as("it may pass")
                                .isTrue());
        assertThat(counter(store).behind()).isTrue();

        assertThat(wallet.inbox().accept(new RedeemRequest("c", token)).block(PATIENCE))
                .isInstanceOf(InboxAnswer.Stored.class);
        await().atMost(PATIENCE)
                .until(() -> wallet.inbox()
                        .entry("c")
                        .map(entry -> entry.attempts() > 0)
                        .block(PATIENCE));
        mint.faults().calm();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(wallet.outcome("c").block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class));
    }

    /** Spent in the lost time at one address, and spendable by the books at another: the keyset was looked through once. */
    @Test
    void send_proofsSpentSinceTheyWereLookedAt_areNotHandedOut() {
        CashuWallet live = open(copies.openLive());
        fund(live, mint, 12);
        Path backup = copies.copy();
        end(live);

        WalletStore store = copies.openRestored(backup);
        CashuWallet wallet = open(store);
        await().atMost(PATIENCE).until(() -> !counter(store).behind());
        List<StoredProof> known = store.proofs(WalletId.DEFAULT, StoredProof.State.UNSPENT)
                .collectList()
                .block(PATIENCE);
        StoredProof eight = known.stream()
                .filter(proof -> proof.proof().amount().equals(Amount.of(8)))
                .findFirst()
                .orElseThrow();
        Proof proof = eight.proof();
        mint.markSpent(List.of(new TestProof(
                8,
                proof.id().hex(),
                new String(proof.secret().utf8(), StandardCharsets.UTF_8),
                proof.C().toHex(),
                null,
                null)));

        assertThatThrownBy(() -> wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(8)))
                        .block(PATIENCE))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.INSUFFICIENT_FUNDS));
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
    }
}
