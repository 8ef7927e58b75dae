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

import io.nutflux.error.WalletException;
import io.nutflux.event.WalletEvent;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.flow.RestoreOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.WalletHealth;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.KeysetCounter;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.KeysetSpec;
import io.nutflux.testmint.TestMint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wallet catches up at a mint that is slow, refuses, comes to no end, or is away. */
class CatchUpFaultTest {

    private final TestMint mint =
            TestMint.builder().noCachedResponses().recordBodies(1_000).start();
    private final WalletHarness wallets = new WalletHarness();
    private StoreCopies copies;

    @BeforeEach
    void makeStore(@TempDir Path directory) {
        copies = new StoreCopies(directory);
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private MintUrl url() {
        return MintUrl.of(mint.url());
    }

    private CashuWallet openLive() {
        return wallets.open(copies.openLive(), WalletHarness.options(url()));
    }

    /** Its lease is counted from when it is stored, not from when it was planned: others would take it over at once. */
    @Test
    void redeem_lookingThroughTakesLongerThanALease_operationHasAWholeOne() {
        CashuWallet live = openLive();
        Path backup = copies.copy();
        redeem(live, "a", mint.token(8, 2));
        end(live);
        SettableClock clock = new SettableClock();
        mint.faults().on("/v1/restore").next(Fault.before(() -> clock.jump(Duration.ofHours(1))));
        FaultyStore faulty = FaultyStore.on(copies.openRestored(backup));
        AtomicReference<Operation> prepared = new AtomicReference<>();
        faulty.beforeNext(
                "markSent", faulty.beneath().unfinished(WalletId.DEFAULT).next().doOnNext(prepared::set));

        Instant opened = clock.instant();
        CashuWallet restored = wallets.open(faulty.store(), WalletHarness.options(url()), clock);
        assertThat(redeem(restored, "b", mint.token(4))).isInstanceOf(RedeemResult.Redeemed.class);

        Operation operation = prepared.get();
        assertThat(operation.createdAt()).isAfterOrEqualTo(opened.plus(Duration.ofHours(1)));
        assertThat(Duration.between(operation.createdAt(), operation.leaseUntil()))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    }

    /** All other keysets are restored. */
    private void refuseToRestore(String keyset) {
        mint.faults().gate(path -> {
            if (!path.equals("/v1/restore")) {
                return null;
            }
            List<byte[]> asked = mint.bodies(path);
            return new String(asked.get(asked.size() - 1), StandardCharsets.UTF_8).contains(keyset)
                    ? Fault.error(12001, "keyset is not known")
                    : null;
        });
    }

    private WalletHealth health(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.health().block(PATIENCE));
    }

    private String send(CashuWallet wallet, long amount) {
        return Objects.requireNonNull(wallet.send(SendRequest.of(url(), CurrencyUnit.SAT, Amount.of(amount)))
                        .block(PATIENCE))
                .token();
    }

    /** What the mint signed with it stays unknown; which of the known proofs are spent it tells. */
    @Test
    void send_keysetThatItsMintRefusesToRestore_goesOnWithItsUnspentProofs_andAPersonIsTold() {
        CashuWallet other = wallets.openOther(mint);
        CashuWallet live = openLive();
        fund(live, mint, 13);
        String refused = mint.keysetId();
        Path backup = copies.copy();
        redeem(other, "o", send(live, 1));
        end(live);
        mint.rotate("sat", 0);
        refuseToRestore(refused);

        CashuWallet restored = wallets.open(copies.openRestored(backup), WalletHarness.options(url()));
        List<WalletEvent> events = new CopyOnWriteArrayList<>();
        restored.events().subscribe(events::add);
        assertThat(redeem(restored, "a", mint.token(2))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(redeem(other, "p", send(restored, 8))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(redeem(other, "q", send(restored, 5))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(restored)).isEqualTo(1);
        assertThat(verify(restored).conserved()).isTrue();
        assertThat(verify(restored).differences()).isEmpty();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events).hasAtLeastOneElementOfType(WalletEvent.KeysetStuck.class));
        assertThat(health(restored).isUp()).isTrue();
        assertThat(health(restored).stuckKeysets()).singleElement().satisfies(stuck -> {
            assertThat(stuck.keyset().hex()).isEqualTo(refused);
            assertThat(stuck.mint()).isEqualTo(url());
            assertThat(stuck.why()).contains("keyset is not known");
        });
        mint.faults().calm();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(health(restored).stuckKeysets()).isEmpty());
        assertThat(events).filteredOn(WalletEvent.KeysetStuck.class::isInstance).hasSize(1);
    }

    /** The first refusal may be chance, so the second is not asked for in the same breath. */
    @Test
    void open_keysetThatItsMintRefusesToRestore_isAskedForOnceARound() {
        CashuWallet live = openLive();
        fund(live, mint, 8);
        Path backup = copies.copy();
        end(live);
        refuseToRestore(mint.keysetId());
        mint.clearLog();
        RecoveryOptions hourly = RecoveryOptions.builder()
                .minBackoff(Duration.ofHours(1))
                .maxBackoff(Duration.ofHours(1))
                .build();
        CashuWallet restored = wallets.open(
                copies.openRestored(backup), WalletHarness.options(url()).withRecovery(hourly));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mint.requests("/v1/checkstate")).isPositive());
        assertThat(mint.requests("/v1/restore")).isEqualTo(1);
        assertThat(health(restored).stuckKeysets()).hasSize(1);
    }

    @Test
    void redeem_firstOfTwoActiveKeysetsIsNotRestored_putsOutputsOnTheOther() {
        CashuWallet live = openLive();
        fund(live, mint, 8);
        String cheap = mint.keysetId();
        Path backup = copies.copy();
        end(live);
        String dear = mint.addKeyset(KeysetSpec.of("sat").feePpk(100));
        refuseToRestore(cheap);

        WalletStore store = copies.openRestored(backup);
        CashuWallet restored = wallets.open(store, WalletHarness.options(url()));
        assertThat(redeem(restored, "a", mint.token(4))).isInstanceOf(RedeemResult.Redeemed.class);
        fund(restored, mint, 16);
        assertThat(send(restored, 2)).isNotEmpty();
        assertThat(store.proofs(WalletId.DEFAULT, StoredProof.State.UNSPENT)
                        .map(proof -> proof.proof().id().hex())
                        .filter(id -> !id.equals(cheap))
                        .collectList()
                        .block(PATIENCE))
                .isNotEmpty()
                .containsOnly(dear);
        assertThat(store.counter(WalletId.DEFAULT, url(), new KeysetId(cheap))
                        .map(KeysetCounter::behind)
                        .block(PATIENCE))
                .isTrue();
    }

    /** It may have spent them in the lost time, or not: without a word of the mint's nobody is given them. */
    @Test
    void send_mintTellsNeitherSignaturesNorStates_leavesItsProofsAlone() {
        CashuWallet live = openLive();
        fund(live, mint, 8);
        Path backup = copies.copy();
        end(live);
        mint.faults().on("/v1/restore").always(Fault.error(20_000, "not for you"));
        mint.faults().on("/v1/checkstate").always(Fault.error(20_000, "not for you"));

        CashuWallet restored = wallets.open(copies.openRestored(backup), WalletHarness.options(url()));
        assertThatThrownBy(() -> send(restored, 8))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.INSUFFICIENT_FUNDS));
        mint.faults().calm();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(send(restored, 8)).isNotEmpty());
    }

    /** It is heard once in a life; to listen on is for a person to decide. */
    @Test
    void open_mintCallsMoreSignedThanIsBelieved_isNotAskedAgain_andRestoreComesFurther() {
        CashuWallet live = openLive();
        live.requestMint(url(), CurrencyUnit.SAT, Amount.of(3)).block(PATIENCE);
        Path backup = copies.copy();
        for (int i = 0; i < 8; i++) {
            fund(live, mint, 1023);
        }
        end(live);
        mint.clearLog();

        CashuWallet restored = wallets.open(
                copies.openRestored(backup), WalletHarness.options(url()).withRestore(new RestoreOptions(10, 3, 50)));
        List<WalletEvent> events = new CopyOnWriteArrayList<>();
        restored.events().subscribe(events::add);
        await().atMost(PATIENCE).until(() -> !health(restored).stuckKeysets().isEmpty());
        assertThat(redeem(restored, "a", mint.token(4))).isInstanceOf(RedeemResult.Refused.class);
        assertThat(redeem(restored, "b", mint.token(4))).isInstanceOf(RedeemResult.Refused.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events).hasAtLeastOneElementOfType(WalletEvent.KeysetStuck.class));
        assertThat(mint.requests("/v1/restore")).isEqualTo(5);
        assertThat(health(restored).stuckKeysets().get(0).why()).contains("up to counter 50", "maxAhead");
        assertThat(spendable(restored)).isEqualTo(5 * 1023);

        restored.restore(url()).blockLast(PATIENCE);
        assertThat(spendable(restored)).isEqualTo(8 * 1023);
        assertThat(redeem(restored, "c", mint.token(4))).isInstanceOf(RedeemResult.Redeemed.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(health(restored).stuckKeysets()).isEmpty());
        assertThat(UsedOutputs.twice(mint)).isEmpty();
    }

    /** What the store knows of the mint is no list of its keysets. */
    @Test
    void open_mintDoesNotListItsKeysetsAtFirst_oneMadeAndRetiredInTheLostTimeIsFoundLater() {
        CashuWallet live = openLive();
        fund(live, mint, 1);
        Path backup = copies.copy();
        mint.rotate("sat", 0);
        redeem(live, "a", mint.token(8));
        end(live);
        mint.rotate("sat", 0);
        mint.faults().on("/v1/keysets").always(Fault.statusBefore(503));

        CashuWallet restored = wallets.open(copies.openRestored(backup), WalletHarness.options(url()));
        assertThat(send(restored, 1)).isNotEmpty();
        assertThat(spendable(restored)).isZero();
        mint.faults().calm();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(restored)).isEqualTo(8));
        assertThat(verify(restored).conserved()).isTrue();
    }
}
