package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.accept;
import static io.nutflux.WalletHarness.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.event.WalletEvent;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.InboxCounts;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.UnfinishedOperation;
import io.nutflux.model.WalletHealth;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.Lifeline;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a service can ask its wallet before it trusts it with more. */
class HealthTest {

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private static WalletHealth health(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.health().block(PATIENCE));
    }

    private WalletOptions options() {
        return WalletHarness.options(MintUrl.of(mint.url()));
    }

    @Test
    void health_ofAWalletAtRest_isUpWithNothingWaiting() {
        WalletHealth health = health(wallets.open(mint));
        assertThat(health.isUp()).isTrue();
        assertThat(health.backlog()).isEqualTo(new WalletHealth.Backlog(0, null, new InboxCounts(0, null)));
        assertThat(health.jobs()).extracting(WalletHealth.Job::what).containsExactlyInAnyOrder(BackgroundJob.values());
        assertThat(health.pausedMints()).isEmpty();
    }

    @Test
    void health_processThatOnlyAccepts_hasNoJobsOfTheInbox() {
        CashuWallet wallet = wallets.open(WalletStore.inMemory(), options().withInbox(inbox -> inbox.workers(false)));
        assertThat(health(wallet).jobs())
                .extracting(WalletHealth.Job::what)
                .containsExactlyInAnyOrder(
                        BackgroundJob.RECOVERY, BackgroundJob.CATCHING_UP, BackgroundJob.LEASE_WATCH);
    }

    @Test
    void health_mintAway_tellsWhatWaitsAndSinceWhen() {
        CashuWallet wallet = wallets.open(mint);
        mint.faults().on("/v1/swap").next(Fault.dropAfter());
        mint.faults().on("/v1/restore").always(Fault.statusBefore(503));
        assertThat(wallet.redeem(new RedeemRequest("a", mint.token(8))).block(PATIENCE))
                .isInstanceOf(RedeemResult.Pending.class);
        mint.faults().on("/v1/checkstate").always(Fault.statusBefore(503));
        accept(wallet, "b", mint.token(4));
        UnfinishedOperation pending = Objects.requireNonNull(wallet.pending().blockFirst(PATIENCE));
        await().atMost(PATIENCE).untilAsserted(() -> {
            WalletHealth health = health(wallet);
            assertThat(health.isUp()).isTrue();
            WalletHealth.Backlog backlog = Objects.requireNonNull(health.backlog());
            assertThat(backlog.unfinished()).isEqualTo(1);
            assertThat(backlog.oldestUnfinished()).isEqualTo(pending.since());
            assertThat(backlog.inbox().waiting()).isEqualTo(1);
            assertThat(health.pausedMints()).containsOnlyKeys(MintUrl.of(mint.url()));
            assertThat(health.pausedMints().get(MintUrl.of(mint.url()))).isAfter(Instant.now());
        });
    }

    @Test
    void health_storeFails_saysSo() {
        Lifeline life = Lifeline.endless();
        CashuWallet wallet =
                wallets.open(FaultyStore.on(WalletStore.inMemory(), life).store(), options());
        life.die();
        WalletHealth health = health(wallet);
        assertThat(health.isUp()).isFalse();
        assertThat(health.storeAnswers()).isFalse();
        assertThat(health.storeFailure()).isEqualTo("the process is dead");
    }

    @Test
    void recovery_failsAsNobodyExpected_isToldAndBegunAgain() {
        AtomicBoolean broken = new AtomicBoolean();
        Queue<WalletEvent> events = new ConcurrentLinkedQueue<>();
        CashuWallet wallet = wallets.open(throwing(WalletStore.inMemory(), "claimDue", broken), options());
        wallet.events().ofType(WalletEvent.BackgroundFailed.class).subscribe(events::add);
        mint.faults().on("/v1/swap").next(Fault.dropAfter());
        mint.faults().on("/v1/restore").next(Fault.statusBefore(400));
        broken.set(true);
        await().atMost(PATIENCE).until(() -> !events.isEmpty());
        assertThat(events).first().isInstanceOfSatisfying(WalletEvent.BackgroundFailed.class, failed -> {
            assertThat(failed.job()).isEqualTo(BackgroundJob.RECOVERY);
            assertThat(failed.why()).isEqualTo("IllegalStateException: broken");
        });
        assertThat(health(wallet).isUp()).isFalse();
        wallet.redeem(new RedeemRequest("a", mint.token(8))).block(PATIENCE);
        broken.set(false);
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(health(wallet).isUp()).isTrue();
    }

    /** A store that throws instead of giving a publisher, as none should. */
    private static WalletStore throwing(WalletStore store, String command, AtomicBoolean broken) {
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(command) && broken.get()) {
                        throw new IllegalStateException("broken");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
