package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.MintUnavailableException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.Redemption;
import io.nutflux.store.WalletStore;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Who was told that a token is pending hears once what became of it, whoever finds out. */
class AwaitedTest {

    private static final MintUrl MINT = MintUrl.of("https://m.example");
    private final RedeemResult outcome = new RedeemResult.Redeemed(
            "key", MINT, CurrencyUnit.SAT, Amount.of(8), Amount.ZERO, new OperationId("ab".repeat(16)), false);
    private final FlowContext context = FlowContexts.of(
            knowing(outcome),
            "process",
            new MintUnavailableException(MINT, "away", false, null, null),
            Clock.systemUTC(),
            RecoveryOptions.defaults(),
            Schedulers.immediate());
    private final Awaited awaited = new Awaited(context);
    private final List<WalletEvent> events = new ArrayList<>();

    /** A store in which every key has this outcome. */
    private static WalletStore knowing(RedeemResult outcome) {
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(),
                new Class<?>[] {WalletStore.class},
                (proxy, method, arguments) -> Flux.just(new Redemption(outcome.key(), "digest", outcome, Set.of())));
    }

    private void look() {
        StepVerifier.create(awaited.look()).verifyComplete();
    }

    @Test
    void look_settledByThisProcessInTheSameMoment_isToldOnce() {
        context.events().events().subscribe(events::add);
        awaited.add("key");
        look();
        assertThat(events).containsExactly(new WalletEvent.TokenDecided(outcome));
        assertThat(awaited.isNews("key")).isFalse();
        look();
        assertThat(events).hasSize(1);
    }

    @Test
    void isNews_toldBeforeALook_leavesNothingToLookFor() {
        context.events().events().subscribe(events::add);
        awaited.add("key");
        assertThat(awaited.isNews("key")).isTrue();
        look();
        assertThat(events).isEmpty();
    }
}
