package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.flow.InFlight.Admission;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.ClaimedToken;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class InFlightTest {

    private final InFlight inFlight = new InFlight();
    private final Sinks.One<RedeemResult> result = Sinks.one();

    private static ClaimedToken token(String key, String digest) {
        return new ClaimedToken(key, digest, List.of(), List.of());
    }

    private static RedeemResult.Redeemed redeemed(String key, boolean replayed) {
        return new RedeemResult.Redeemed(
                key,
                MintUrl.of("https://mint.example"),
                CurrencyUnit.SAT,
                Amount.of(8),
                Amount.ZERO,
                new OperationId("0".repeat(32)),
                replayed);
    }

    private Mono<RedeemResult> elsewhere(ClaimedToken token) {
        Admission admission = inFlight.enter(token, Mono.never());
        assertThat(admission).isInstanceOf(Admission.Elsewhere.class);
        return ((Admission.Elsewhere) admission).result();
    }

    @Test
    void enter_sameTokenUnderAnotherKey_isADuplicateOfTheOneOnItsWay() {
        inFlight.enter(token("a", "d"), result.asMono());
        Mono<RedeemResult> second = elsewhere(token("b", "d"));
        result.tryEmitValue(redeemed("a", false));

        StepVerifier.create(second)
                .expectNext(new RedeemResult.Duplicate("b", redeemed("a", false)))
                .verifyComplete();
    }

    @Test
    void enter_keyThatRedeemedTheTokenBefore_getsItsOwnFirstOutcome() {
        inFlight.enter(token("b", "d"), result.asMono());
        Mono<RedeemResult> second = elsewhere(token("a", "d"));
        result.tryEmitValue(new RedeemResult.Duplicate("b", redeemed("a", false)));

        StepVerifier.create(second).expectNext(redeemed("a", true)).verifyComplete();
    }

    @Test
    void enter_thirdKeyOfAKnownToken_isADuplicateOfTheFirstKey() {
        inFlight.enter(token("b", "d"), result.asMono());
        Mono<RedeemResult> second = elsewhere(token("c", "d"));
        result.tryEmitValue(new RedeemResult.Duplicate("b", redeemed("a", false)));

        StepVerifier.create(second)
                .expectNext(new RedeemResult.Duplicate("c", redeemed("a", false)))
                .verifyComplete();
    }

    @Test
    void enter_sameKeyForAnotherToken_isRefused() {
        inFlight.enter(token("a", "d"), result.asMono());

        StepVerifier.create(elsewhere(token("a", "e")))
                .expectNext(Results.keyReused("a"))
                .verifyComplete();
    }

    @Test
    void leave_letsTheTokenEnterAgain() {
        inFlight.enter(token("a", "d"), result.asMono());
        inFlight.leave(token("a", "d"));

        assertThat(inFlight.enter(token("b", "d"), result.asMono())).isInstanceOf(Admission.Entered.class);
    }
}
