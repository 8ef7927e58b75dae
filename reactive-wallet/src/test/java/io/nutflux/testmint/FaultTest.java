package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Each fault does what it says, and has or has not let the mint act. */
class FaultTest {

    private static final String SWAP = "/v1/swap";

    private final TestMint mint = TestMint.builder().seed("faults").start();
    private final TestWallet wallet = new TestWallet(mint);
    private final List<TestProof> inputs = mint.issueProofs(2, 4);
    private final byte[] body = TestWallet.swapBody(inputs, wallet.blind(2, 4));

    @AfterEach
    void stop() {
        mint.close();
    }

    @Test
    void dropBefore_givesNothing_andDidNothing() {
        fault(Fault.dropBefore());
        assertThatThrownBy(this::swap).isInstanceOf(IOException.class);
        assertActed(false);
        assertThat(mint.faults().fired("dropBefore")).isEqualTo(1);
    }

    @Test
    void dropAfter_givesNothing_butActed_andReplaysFromTheCache() throws Exception {
        fault(Fault.dropAfter());
        assertThatThrownBy(this::swap).isInstanceOf(IOException.class);
        assertActed(true);
        assertThat(swap().statusCode()).isEqualTo(200);
        assertThat(mint.cacheHits()).isEqualTo(1);
    }

    @Test
    void holdBefore_actsOnceTheGateOpens() throws Exception {
        Sinks.Empty<Void> gate = Sinks.empty();
        fault(Fault.holdBefore(gate.asMono()));
        Mono<HttpResponse<String>> running = swapAside();
        awaitFired("holdBefore");
        assertActed(false);
        gate.tryEmitEmpty();
        assertThat(running.block(Duration.ofSeconds(30)).statusCode()).isEqualTo(200);
        assertActed(true);
    }

    @Test
    void holdAfter_actsFirst_andAnswersOnceTheGateOpens() {
        Sinks.Empty<Void> gate = Sinks.empty();
        fault(Fault.holdAfter(gate.asMono()));
        AtomicReference<HttpResponse<String>> answer = new AtomicReference<>();
        Mono<HttpResponse<String>> running = swapAside().doOnNext(answer::set);
        running.subscribe();
        Awaitility.await().until(() -> mint.spent(inputs.get(0)));
        assertThat(answer).hasValue(null);
        gate.tryEmitEmpty();
        Awaitility.await().until(() -> answer.get() != null);
        assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    @Test
    void hungUpWallet_mintActsAllTheSame() throws Exception {
        Sinks.Empty<Void> gate = Sinks.empty();
        fault(Fault.holdBefore(gate.asMono()));
        var future = wallet.postAsync(SWAP, body);
        awaitFired("holdBefore");
        future.cancel(true);
        gate.tryEmitEmpty();
        Awaitility.await().until(() -> mint.spent(inputs.get(0)));
    }

    @Test
    void delays_answerInTheEnd() throws Exception {
        fault(Fault.delayBefore(Duration.ofMillis(1)), Fault.delayAfter(Duration.ofMillis(1)));
        assertThat(swap().statusCode()).isEqualTo(200);
        assertThat(swap().statusCode()).isEqualTo(200);
        assertThat(mint.faults().fired()).isEqualTo(2);
    }

    @Test
    void before_runsFirst_soARotationMeetsTheRequest() throws Exception {
        fault(Fault.before(() -> mint.rotate("sat", 0)).named("rotation"));
        assertThat(TestWallet.code(swap())).isEqualTo(12002);
        assertThat(mint.faults().fired("rotation")).isEqualTo(1);
        assertActed(false);
    }

    @Test
    void after_runsWhenTheMintHasActed() throws Exception {
        AtomicReference<Boolean> spent = new AtomicReference<>();
        fault(Fault.after(() -> spent.set(mint.spent(inputs.get(0)))));
        assertThat(swap().statusCode()).isEqualTo(200);
        assertThat(spent).hasValue(true);
    }

    @Test
    void statuses_comeBeforeOrAfterTheMintActed() throws Exception {
        fault(Fault.statusBefore(503), Fault.tooManyRequests(Duration.ofSeconds(7)), Fault.html(502));
        assertThat(swap().statusCode()).isEqualTo(503);
        var tooMany = swap();
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("retry-after")).hasValue("7");
        var page = swap();
        assertThat(page.statusCode()).isEqualTo(502);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(page.body()).startsWith("<html>");
        assertActed(false);
        fault(Fault.statusAfter(500));
        assertThat(swap().statusCode()).isEqualTo(500);
        assertActed(true);
    }

    @Test
    void error_andRedirect_comeInsteadOfActing() throws Exception {
        fault(Fault.error(31004, "too fast"), Fault.redirect("http://127.0.0.1:1/"));
        var error = swap();
        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(TestWallet.json(error).get("detail").stringValue()).isEqualTo("too fast");
        assertThat(TestWallet.code(error)).isEqualTo(31004);
        var redirect = swap();
        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(redirect.headers().firstValue("location")).hasValue("http://127.0.0.1:1/");
        assertActed(false);
    }

    @Test
    void garbage_isA200ThatIsNotJson_andActed() throws Exception {
        fault(Fault.garbage());
        var response = swap();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> TestWallet.json(response)).isInstanceOf(MintError.class);
        assertActed(true);
    }

    @Test
    void truncated_endsTooEarly_andActed() {
        fault(Fault.truncated());
        assertThatThrownBy(this::swap).isInstanceOf(IOException.class);
        assertActed(true);
    }

    @Test
    void oversized_isTheAnswerBehindBlanks() throws Exception {
        fault(Fault.oversized(3_000_001));
        var response = swap();
        assertThat(response.headers().firstValue("content-length")).isEmpty();
        assertThat(response.body()).startsWith(" ".repeat(3_000_001) + "{\"signatures\"");
    }

    @Test
    void drip_isTheWholeAnswerInTheEnd() throws Exception {
        fault(Fault.drip(100, Duration.ofMillis(1)));
        assertThat(swap().body()).isEqualTo(swap().body());
        assertThat(mint.cacheHits()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void and_putsOneFaultAroundAnother(int chunk) throws Exception {
        Fault both = Fault.lie(Lie.MISSING_SIGNATURE).and(Fault.drip(chunk * 50, Duration.ofMillis(1)));
        fault(both);
        assertThat(TestWallet.json(swap()).get("signatures")).hasSize(1);
        assertThat(mint.faults().fired("MISSING_SIGNATURE+drip")).isEqualTo(1);
    }

    @Test
    void close_withAnswersOutstanding_ends() {
        fault(Fault.holdAfter(Mono.never()), Fault.delayAfter(Duration.ofHours(1)));
        var held = wallet.postAsync(SWAP, body);
        var late = wallet.postAsync(SWAP, body);
        Awaitility.await().until(() -> mint.faults().fired() == 2);
        mint.close();
        Awaitility.await().until(() -> held.isCompletedExceptionally() && late.isCompletedExceptionally());
    }

    private HttpResponse<String> swap() throws IOException, InterruptedException {
        return wallet.post(SWAP, body);
    }

    private Mono<HttpResponse<String>> swapAside() {
        return Mono.fromFuture(wallet.postAsync(SWAP, body));
    }

    private void fault(Fault... faults) {
        mint.faults().on(SWAP).next(faults);
    }

    private void awaitFired(String name) {
        Awaitility.await().until(() -> mint.faults().fired(name) == 1);
    }

    private void assertActed(boolean acted) {
        assertThat(mint.spent(inputs.get(0))).isEqualTo(acted);
        assertThat(mint.signedCount()).isEqualTo(acted ? 2 : 0);
    }
}
