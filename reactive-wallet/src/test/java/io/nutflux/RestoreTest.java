package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.MintException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.event.WalletEvent;
import io.nutflux.flow.RestoreOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RestoreProgress;
import io.nutflux.model.SendRequest;
import io.nutflux.model.WalletId;
import io.nutflux.store.Findings;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Restoring from the seed alone (NUT-09, NUT-13). */
class RestoreTest {

    private static final RestoreOptions SMALL = new RestoreOptions(10, 3);

    private final WalletHarness wallets = new WalletHarness();
    private TestMint mint = TestMint.builder().recordBodies(1000).start();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private MintUrl url() {
        return MintUrl.of(mint.url());
    }

    private CashuWallet open(WalletStore store) {
        return wallets.open(store, WalletHarness.options(url()).withRestore(SMALL));
    }

    /** A wallet of the same seed that has nothing else. */
    private CashuWallet openEmpty() {
        return open(WalletStore.inMemory());
    }

    private List<RestoreProgress> restore(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.restore(url())
                .filter(RestoreProgress::complete)
                .collectList()
                .block(PATIENCE));
    }

    private static BigInteger restored(List<RestoreProgress> results) {
        return results.stream().map(RestoreProgress::restored).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private String send(CashuWallet wallet, long amount) {
        return Objects.requireNonNull(wallet.send(SendRequest.of(url(), CurrencyUnit.SAT, Amount.of(amount)))
                        .block(PATIENCE))
                .token();
    }

    private void assertHolds(CashuWallet wallet, long amount) {
        assertThat(spendable(wallet)).isEqualTo(amount);
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
    }

    /** 13.11, 13.14, 09.4: one wallet's whole value, by its seed alone, and the counter past all that was signed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void restore_emptyStore_hasAllThatIsUnspent_andGoesOnWithFreshOutputs(int keysetVersion) {
        mint.close();
        mint = TestMint.builder()
                .keysetVersion(keysetVersion)
                .recordBodies(1000)
                .start();
        CashuWallet lost = wallets.open(mint);
        fund(lost, mint, 100);
        redeem(lost, mint.tokens(3, 8, 4, 1));
        CashuWallet other = wallets.openOther(mint);
        redeem(other, "o", send(lost, 50));
        BigInteger had = spendable(lost);

        CashuWallet restored = openEmpty();
        List<RestoreProgress> results = restore(restored);

        assertThat(restored(results)).isEqualTo(had);
        assertThat(results).extracting(RestoreProgress::keyset).containsExactly(new KeysetId(mint.keysetId()));
        assertHolds(restored, had.longValueExact());
        assertThat(redeem(restored, "new", mint.token(16))).isInstanceOf(RedeemResult.Redeemed.class);
        redeem(other, "p", send(restored, 33));
        assertThat(UsedOutputs.twice(mint)).isEmpty();
        assertHolds(restored, had.longValueExact() + 16 - 33);
    }

    /** Of a mint that signs all there is, so much is looked through at a time, and each time more. */
    @Test
    void restore_moreSignedThanIsBelievedAtOnce_fails_andTheNextComesFurther() {
        CashuWallet lost = wallets.open(mint);
        for (int i = 0; i < 8; i++) {
            fund(lost, mint, 1023);
        }
        CashuWallet restored = wallets.open(
                WalletStore.inMemory(), WalletHarness.options(url()).withRestore(new RestoreOptions(10, 3, 50)));

        assertThatThrownBy(() -> restore(restored))
                .isInstanceOfSatisfying(
                        MintMisbehavedException.class,
                        e -> assertThat(e.kind()).isEqualTo(MintMisbehavedException.Kind.RESTORES_WITHOUT_END));
        assertThat(mint.requests("/v1/restore")).isEqualTo(5);
        assertHolds(restored, 5 * 1023);
        restore(restored);
        assertHolds(restored, 8 * 1023);
    }

    @Test
    void restore_again_addsNothing() {
        fund(wallets.open(mint), mint, 21);
        CashuWallet restored = openEmpty();
        assertThat(restored(restore(restored))).isEqualTo(21);
        assertThat(restored(restore(restored))).isZero();
        assertHolds(restored, 21);
        assertThat(restored.latestLedgerEntries(9).collectList().block(PATIENCE))
                .extracting(LedgerEntry::kind)
                .containsExactly(LedgerEntry.Kind.RESTORED);
    }

    /** 09.5, 13.12: batches of spent proofs are not empty ones. */
    @Test
    void restore_firstBatchesAllSpent_findsWhatComesAfter() {
        CashuWallet lost = wallets.open(mint);
        for (int i = 0; i < 4; i++) {
            fund(lost, mint, 1023);
        }
        redeem(wallets.openOther(mint), "o", send(lost, 4 * 1023));
        fund(lost, mint, 5);

        CashuWallet restored = openEmpty();
        RestoreProgress result = restore(restored).get(0);
        assertThat(result.restored()).isEqualTo(5);
        assertThat(result.spent()).isEqualTo(4 * 1023);
        assertThat(result.counter()).isEqualTo(42);
        assertHolds(restored, 5);
    }

    /** 13.8, 13.11: counters that were taken and never signed make gaps; three empty batches are the end. */
    @ParameterizedTest
    @ValueSource(longs = {29, 30})
    void restore_gap_isSpannedIfShorterThanThreeBatches(long gap) {
        WalletStore store = WalletStore.inMemory();
        LedgerEntry entry = new LedgerEntry(
                Instant.EPOCH,
                LedgerEntry.Kind.RESTORED,
                url(),
                CurrencyUnit.SAT,
                Amount.ZERO,
                Amount.ZERO,
                new io.nutflux.model.OperationId("0123456789abcdef0123456789abcdef"),
                "me");
        store.restore(WalletId.DEFAULT, new Findings(new KeysetId(mint.keysetId()), List.of(), gap, false, entry))
                .block(PATIENCE);
        fund(open(store), mint, 1);

        assertThat(restored(restore(openEmpty()))).isEqualTo(gap < 30 ? 1 : 0);
    }

    /** 13.8: each swap of false tokens takes counters that nobody signs, and anybody can bring such tokens. */
    @Test
    void restore_gapMadeByFalseTokens_isSpanned() {
        CashuWallet lost = wallets.open(mint);
        fund(lost, mint, 1);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            TestProof changed = mint.issueProofs(1).get(0).withAmount(2);
            tokens.add(mint.tokenV4(List.of(changed), TokenOptions.defaults().withoutDleq()));
        }
        lost.redeem(Flux.fromIterable(tokens).index((i, token) -> new RedeemRequest("false" + i, token)))
                .blockLast(PATIENCE);
        assertThat(redeem(lost, "good", mint.token(8))).isInstanceOf(RedeemResult.Redeemed.class);

        CashuWallet restored = wallets.open(mint);
        RestoreProgress end = restored.restore(url()).blockLast(PATIENCE);
        assertThat(end).isNotNull();
        assertThat(end.counter()).as("the gap is longer than NUT-13 looks").isGreaterThan(400);
        assertThat(spendable(restored)).isEqualTo(BigInteger.valueOf(9));
    }

    /** 09.3: by {@code B_}, whatever the order, and nothing that was not asked for. */
    @ParameterizedTest
    @EnumSource(names = {"REORDERED_RESTORED", "EXTRA_RESTORED", "MISSING_DLEQ"})
    void restore_answerInOtherForm_findsAll(Lie lie) {
        fund(wallets.open(mint), mint, 63);
        mint.faults().on("/v1/restore").always(Fault.lie(lie));
        CashuWallet restored = openEmpty();
        assertThat(restored(restore(restored))).isEqualTo(63);
        assertHolds(restored, 63);
    }

    /** 09.7: what does not hold is no money; the rest is, and a later answer may be better. */
    @ParameterizedTest
    @EnumSource(names = {"FALSE_DLEQ", "WRONG_AMOUNT", "WRONG_KEYSET_ID", "WRONG_SIGNATURE"})
    void restore_signatureThatDoesNotHold_isLeftOutAndTold(Lie lie) {
        fund(wallets.open(mint), mint, 63);
        mint.faults().on("/v1/restore").next(Fault.lie(lie));
        CashuWallet restored = openEmpty();
        List<WalletEvent> events = new CopyOnWriteArrayList<>();
        restored.events().subscribe(events::add);

        RestoreProgress result = restore(restored).get(0);
        assertThat(result.restored()).isEqualTo(62);
        assertThat(result.counter()).isEqualTo(6);
        assertThat(events).anyMatch(WalletEvent.MintMisbehaved.class::isInstance);
        assertThat(restored(restore(restored))).isEqualTo(1);
        assertHolds(restored, 63);
    }

    /** 09.2. */
    @Test
    void restore_unevenAnswer_failsAndStoresNothing() {
        fund(wallets.open(mint), mint, 63);
        mint.faults().on("/v1/restore").always(Fault.lie(Lie.UNEVEN_RESTORED));
        CashuWallet restored = openEmpty();
        assertThatThrownBy(() -> restore(restored)).isInstanceOf(MintException.class);
        assertThat(spendable(restored)).isZero();
    }

    /** What is in use may come back: it is kept, and told. */
    @Test
    void restore_pendingProofs_keptAndToldApart() {
        WalletStore store = WalletHarness.lasting();
        fund(open(store), mint, 7);
        List<StoredProof> proofs = Objects.requireNonNull(store.proofs(WalletId.DEFAULT, StoredProof.State.UNSPENT)
                .collectList()
                .block(PATIENCE));
        TestProof four = proofs.stream()
                .map(StoredProof::proof)
                .filter(proof -> proof.amount().equals(Amount.of(4)))
                .map(proof -> new TestProof(
                        4, proof.id().hex(), proof.secret().text(), proof.C().toHex(), null, null))
                .findFirst()
                .orElseThrow();
        mint.markPending(List.of(four));

        CashuWallet restored = openEmpty();
        RestoreProgress result = restore(restored).get(0);
        assertThat(result.restored()).isEqualTo(7);
        assertThat(result.pending()).isEqualTo(4);
        mint.unmarkPending(List.of(four));
        assertHolds(restored, 7);
    }

    @Test
    void restore_mintGoesAwayInTheMiddle_keepsWhatItHas_andGoesOnLater() {
        CashuWallet lost = wallets.open(mint);
        for (int i = 0; i < 3; i++) {
            fund(lost, mint, 1023);
        }
        mint.faults().on("/v1/restore").pass(1).times(1000, Fault.statusBefore(503));
        CashuWallet restored = openEmpty();
        assertThatThrownBy(() -> restore(restored)).isInstanceOf(MintException.class);
        assertHolds(restored, 1023);

        mint.faults().calm();
        assertThat(restored(restore(restored))).isEqualTo(2 * 1023);
        assertHolds(restored, 3 * 1023);
    }

    @Test
    void restore_inactiveKeysets_too() {
        CashuWallet lost = wallets.open(mint);
        fund(lost, mint, 10);
        mint.rotate("sat", 0);
        CashuWallet second = open(WalletStore.inMemory());
        fund(second, mint, 20);

        CashuWallet restored = openEmpty();
        assertThat(restore(restored)).hasSize(2);
        assertHolds(restored, 30);
    }

    /** One error, of the wallet's own kinds, however many keysets had it. */
    @Test
    void restore_severalKeysetsFail_tellsTheFirst_andTheOthersWithIt() {
        mint.rotate("sat", 0);
        mint.faults().on("/v1/restore").always(Fault.statusBefore(404));
        assertThatThrownBy(() -> restore(openEmpty()))
                .isInstanceOf(MintUnsupportedException.class)
                .satisfies(
                        e -> assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(MintUnsupportedException.class));
    }

    @Test
    void restore_oneMint_leavesTheOtherForItsOwn() {
        try (TestMint second = TestMint.start()) {
            CashuWallet lost = wallets.open(mint);
            fund(lost, mint, 10);
            fund(lost, second, 20);
            CashuWallet restored = openEmpty();
            restore(restored);
            assertHolds(restored, 10);
            restored.restore(MintUrl.of(second.url())).blockLast(PATIENCE);
            assertHolds(restored, 30);
        }
    }

    /** A copy of the file that nobody marked as such: its proofs may be spent, and the ledger says that they are. */
    @Test
    void restore_knownProofsThatAreSpent_areEntered() {
        WalletStore store = WalletHarness.lasting();
        CashuWallet wallet = open(store);
        fund(wallet, mint, 12);
        CashuWallet twin = openEmpty();
        restore(twin);
        redeem(wallets.openOther(mint), "o", send(twin, 8));
        assertThat(verify(wallet).differences()).hasSize(1);

        restore(wallet);
        assertHolds(wallet, 4);
        assertThat(wallet.latestLedgerEntries(1).blockFirst(PATIENCE).kind())
                .isEqualTo(LedgerEntry.Kind.SPENT_ELSEWHERE);
    }

    @Test
    void restore_slowSubscriber_asksOneBatchAhead() {
        CashuWallet lost = wallets.open(mint);
        for (int i = 0; i < 5; i++) {
            fund(lost, mint, 1023);
        }
        CashuWallet restored = openEmpty();
        mint.clearLog();
        reactor.test.StepVerifier.create(restored.restore(url()), 1)
                .expectNextCount(1)
                .thenCancel()
                .verify(PATIENCE);
        restored.close(PATIENCE).block(PATIENCE);
        assertThat(mint.requests("/v1/restore")).isLessThanOrEqualTo(3);
    }
}
