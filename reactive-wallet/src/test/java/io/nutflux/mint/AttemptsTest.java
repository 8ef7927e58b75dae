package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintResponseException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RequestBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** X.31, E.3, 19.2 to 19.5, in virtual time: no wait here is real. */
class AttemptsTest {

    private static final MintUrl MINT = MintUrl.of("https://mint.example");
    private static final MintClientOptions OPTIONS = MintClientOptions.defaults();
    private static final RequestBody BODY = RequestBody.of(new byte[] {1});
    private static final Duration LONG = Duration.ofMinutes(5);

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final List<Long> startedAt = new ArrayList<>();
    private final List<Duration> allowed = new ArrayList<>();

    @Test
    void read_unavailable_isRepeatedWithDoublingWaitsUpToTheLimit() {
        verify(Call.get("/"), lost(false), lost(false), lost(false), lost(false))
                .thenAwait(LONG)
                .expectError(MintUnavailableException.class)
                .verify();
        assertThat(startedAt).containsExactly(0L, 200L, 600L, 1400L);
    }

    @Test
    void read_secondAttemptAnswered_givesTheAnswer() {
        verify(Call.get("/"), lost(false)).thenAwait(LONG).expectNext("answer").verifyComplete();
        assertThat(startedAt).hasSize(2);
    }

    @Test
    void read_rejectedUnsupportedOrUnreadable_isNotRepeated() {
        for (AttemptFailedException failure : List.of(rejected(12001), unsupported(), unreadable())) {
            startedAt.clear();
            verify(Call.get("/"), failure)
                    .expectErrorSatisfies(e -> assertThat(e).isSameAs(failure.error()))
                    .verify();
            assertThat(startedAt).hasSize(1);
        }
    }

    @Test
    void read_retryAfter_isWaitedFor() {
        verify(Call.get("/"), busy(Duration.ofSeconds(7)))
                .thenAwait(Duration.ofSeconds(7))
                .expectNoEvent(Duration.ofMillis(199))
                .thenAwait(Duration.ofMillis(1))
                .expectNext("answer")
                .verifyComplete();
    }

    @Test
    void read_retryAfterBeyondTheOption_failsAtOnceAndTells() {
        verify(Call.get("/"), busy(Duration.ofSeconds(31)))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MintUnavailableException.class,
                                busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(31))))
                .verify();
        assertThat(startedAt).hasSize(1);
    }

    @Test
    void read_retryAfterBeyondTheBudget_failsAtOnce() {
        verify(Call.get("/"), busy(Duration.ofSeconds(29)), busy(Duration.ofSeconds(1)))
                .thenAwait(Duration.ofMillis(29_200))
                .expectError(MintUnavailableException.class)
                .verify();
        assertThat(startedAt).containsExactly(0L, 29_200L);
    }

    @Test
    void begin_nearTheEndOfTheBudget_isCutToIt() {
        verify(Call.get("/"), busy(Duration.ofSeconds(20)))
                .thenAwait(LONG)
                .expectNext("answer")
                .verifyComplete();
        assertThat(allowed).containsExactly(Duration.ofSeconds(15), Duration.ofMillis(9_800));
    }

    @Test
    void read_cancelDuringTheWait_makesNoFurtherAttempt() {
        verify(Call.get("/"), lost(false))
                .thenAwait(Duration.ofMillis(100))
                .thenCancel()
                .verify();
        timer.advanceTimeBy(LONG);
        assertThat(startedAt).hasSize(1);
    }

    @Test
    void value_mayHaveLeftWithoutReplay_isNotRepeated() {
        verify(Call.value("/", BODY, Replay.NEVER), lost(true))
                .expectErrorSatisfies(AttemptsTest::mayHaveActed)
                .verify();
        assertThat(startedAt).hasSize(1);
    }

    @Test
    void value_neverLeft_isRepeatedWithoutReplayToo() {
        verify(Call.value("/", BODY, Replay.NEVER), lost(false))
                .thenAwait(LONG)
                .expectNext("answer")
                .verifyComplete();
    }

    @Test
    void value_mayHaveLeftInsideTheWindow_isRepeated() {
        verify(value(Duration.ofSeconds(60)), lost(true), unreadable())
                .thenAwait(LONG)
                .expectNext("answer")
                .verifyComplete();
        assertThat(startedAt).hasSize(3);
    }

    @Test
    void value_windowOver_isNotRepeated() {
        verify(value(Duration.ofMillis(600)), lost(true), lost(true), lost(true))
                .thenAwait(LONG)
                .expectErrorSatisfies(AttemptsTest::mayHaveActed)
                .verify();
        assertThat(startedAt).containsExactly(0L, 200L);
    }

    @Test
    void value_refusedConnectionAfterALostAnswer_isStillUnknown() {
        verify(value(Duration.ofMillis(600)), lost(true), lost(false))
                .thenAwait(LONG)
                .expectErrorSatisfies(AttemptsTest::mayHaveActed)
                .verify();
    }

    @Test
    void value_rejectedAfterALostAnswer_isUnknownWithTheRejectionAsCause() {
        AttemptFailedException rejection = rejected(12002);
        verify(value(Duration.ofSeconds(60)), lost(true), rejection)
                .thenAwait(LONG)
                .expectErrorSatisfies(e -> {
                    mayHaveActed(e);
                    assertThat(e).isInstanceOf(MintUnavailableException.class).hasCause(rejection.error());
                })
                .verify();
    }

    /** Even this may be the attempt before, still at work: a refusal is told as one only if no other is on its way. */
    @Test
    void value_spentAfterALostAnswer_isUnknownWithTheRejectionAsCause() {
        AttemptFailedException spent = rejected(MintRejectedException.PROOFS_SPENT);
        verify(value(Duration.ofSeconds(60)), lost(true), spent)
                .thenAwait(LONG)
                .expectErrorSatisfies(e -> {
                    mayHaveActed(e);
                    assertThat(e).isInstanceOf(MintUnavailableException.class).hasCause(spent.error());
                })
                .verify();
    }

    @Test
    void value_rejectedAfterARefusedConnection_isDefinite() {
        AttemptFailedException rejection = rejected(12002);
        verify(value(Duration.ofSeconds(60)), lost(false), rejection)
                .thenAwait(LONG)
                .expectErrorSatisfies(e -> assertThat(e).isSameAs(rejection.error()))
                .verify();
    }

    @Test
    void quote_repeatedOnlyIfItNeverLeft() {
        verify(Call.quote("/", BODY), lost(false), lost(true))
                .thenAwait(LONG)
                .expectErrorSatisfies(AttemptsTest::mayHaveActed)
                .verify();
        assertThat(startedAt).hasSize(2);
    }

    @Test
    void otherErrors_passAsTheyAre() {
        IllegalStateException bug = new IllegalStateException();
        Attempts attempts = attempts(Call.get("/"));
        StepVerifier.create(Mono.error(bug).retryWhen(attempts.retry()))
                .expectErrorSatisfies(e -> assertThat(e).isSameAs(bug))
                .verify();
    }

    private StepVerifier.FirstStep<String> verify(Call call, AttemptFailedException... failures) {
        return StepVerifier.withVirtualTime(() -> scripted(call, failures), () -> timer, Long.MAX_VALUE);
    }

    private Mono<String> scripted(Call call, AttemptFailedException... failures) {
        Attempts attempts = attempts(call);
        return Mono.defer(() -> {
                    allowed.add(attempts.begin());
                    startedAt.add(timer.now(TimeUnit.MILLISECONDS));
                    int attempt = startedAt.size();
                    return attempt <= failures.length ? Mono.error(failures[attempt - 1]) : Mono.just("answer");
                })
                .retryWhen(attempts.retry());
    }

    private Attempts attempts(Call call) {
        RetryPolicy policy = new RetryPolicy(
                OPTIONS.maxAttempts(),
                OPTIONS.minBackoff(),
                OPTIONS.maxBackoff(),
                OPTIONS.maxRetryAfter(),
                bound -> bound);
        return new Attempts(call, OPTIONS, policy, timer);
    }

    private static Call value(Duration window) {
        return Call.value("/", BODY, new Replay(window));
    }

    private static void mayHaveActed(Throwable error) {
        assertThat(error)
                .isInstanceOfSatisfying(
                        MintUnavailableException.class,
                        e -> assertThat(e.mayHaveActed()).isTrue());
    }

    private static AttemptFailedException lost(boolean mayHaveActed) {
        return unavailable(mayHaveActed, null);
    }

    private static AttemptFailedException busy(Duration retryAfter) {
        return unavailable(false, retryAfter);
    }

    private static AttemptFailedException unavailable(boolean mayHaveActed, @Nullable Duration retryAfter) {
        return new AttemptFailedException(
                new MintUnavailableException(MINT, "lost", mayHaveActed, retryAfter, null), true);
    }

    private static AttemptFailedException rejected(int code) {
        return new AttemptFailedException(new MintRejectedException(MINT, 400, code, "no"), false);
    }

    private static AttemptFailedException unsupported() {
        return new AttemptFailedException(new MintUnsupportedException(MINT, "no"), false);
    }

    private static AttemptFailedException unreadable() {
        return new AttemptFailedException(new MintResponseException(MINT, "what", null), false);
    }
}
