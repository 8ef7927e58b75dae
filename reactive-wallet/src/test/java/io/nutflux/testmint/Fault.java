package io.nutflux.testmint;

import java.time.Duration;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/**
 * One way in which the mint goes wrong with one request. A fault wraps the request's processing: it may come before it,
 * replace it, or change the answer; with "after" in its name the mint has done what was asked and kept it.
 *
 * <p>The name is what {@link Faults#fired(String)} counts by. Faults hold no state and may be used again.
 */
public final class Fault {

    private final String name;
    private final BiFunction<Mono<Answer>, Scheduler, Mono<Answer>> wrapper;

    private Fault(String name, BiFunction<Mono<Answer>, Scheduler, Mono<Answer>> wrapper) {
        this.name = name;
        this.wrapper = wrapper;
    }

    private static Fault instead(String name, Answer answer) {
        return new Fault(name, (processing, scheduler) -> Mono.just(answer));
    }

    private static Fault after(String name, Answer answer) {
        return new Fault(name, (processing, scheduler) -> processing.thenReturn(answer));
    }

    private static Fault delivery(String name, Delivery delivery) {
        return new Fault(name, (processing, scheduler) -> processing.map(answer -> answer.delivered(delivery)));
    }

    /** The connection is closed before the mint has looked at the request. */
    public static Fault dropBefore() {
        return instead("dropBefore", Answer.text(200, "text/plain", "").delivered(new Delivery.Dropped()));
    }

    /** The mint does what was asked; the connection is closed instead of an answer. */
    public static Fault dropAfter() {
        return delivery("dropAfter", new Delivery.Dropped());
    }

    /** The mint begins late. */
    public static Fault delayBefore(Duration delay) {
        return new Fault(
                "delayBefore",
                (processing, scheduler) -> Mono.delay(delay, scheduler).then(processing));
    }

    /** The mint does what was asked and answers late. */
    public static Fault delayAfter(Duration delay) {
        return new Fault("delayAfter", (processing, scheduler) -> processing.delayElement(delay, scheduler));
    }

    /** The mint begins once {@code gate} completes; {@code Mono.never()} gives a mint that neither acts nor answers. */
    public static Fault holdBefore(Publisher<?> gate) {
        return new Fault(
                "holdBefore", (processing, scheduler) -> Mono.from(gate).then(processing));
    }

    /** The mint does what was asked and answers once {@code gate} completes, with {@code Mono.never()} not at all. */
    public static Fault holdAfter(Publisher<?> gate) {
        return new Fault("holdAfter", (processing, scheduler) -> processing.delayUntil(answer -> Mono.when(gate)));
    }

    /** {@code action} runs on the mint's thread just before it begins, for what happens in mid-flight: a rotation, say. */
    public static Fault before(Runnable action) {
        return new Fault(
                "before",
                (processing, scheduler) ->
                        Mono.fromRunnable(action).subscribeOn(scheduler).then(processing));
    }

    /** {@code action} runs when the mint has done what was asked, before the answer goes. */
    public static Fault after(Runnable action) {
        return new Fault("after", (processing, scheduler) -> processing.doOnNext(answer -> action.run()));
    }

    /** The status and an empty JSON object; the mint has not looked at the request. */
    public static Fault statusBefore(int status) {
        return instead("statusBefore", Answer.json(status, Json.object()));
    }

    /** The mint does what was asked and answers this status with an empty JSON object. */
    public static Fault statusAfter(int status) {
        return after("statusAfter", Answer.json(status, Json.object()));
    }

    /** 429 with {@code Retry-After} in seconds; the mint has not looked at the request. */
    public static Fault tooManyRequests(Duration retryAfter) {
        Answer answer = Answer.text(429, "text/plain", "slow down");
        return instead("tooManyRequests", answer.withHeader("retry-after", Long.toString(retryAfter.toSeconds())));
    }

    /** The protocol's error with HTTP 400; the mint has not looked at the request. */
    public static Fault error(int code, String detail) {
        return instead("error", Answer.error(new MintError(code, detail)));
    }

    /** An error of the protocol's shape without a code, as servers answer what they do not know; not looked at either. */
    public static Fault errorWithoutCode(int status, String detail) {
        return instead("errorWithoutCode", Answer.error(new MintError(status, null, detail)));
    }

    /** A proxy's HTML page; the mint has not looked at the request. */
    public static Fault html(int status) {
        String page = "<html><head><title>" + status + "</title></head><body><h1>" + status + "</h1></body></html>";
        return instead("html", Answer.text(status, "text/html", page));
    }

    /** 307 to {@code location}; the mint has not looked at the request. */
    public static Fault redirect(String location) {
        return instead("redirect", Answer.text(307, "text/plain", "").withHeader("location", location));
    }

    /** The mint does what was asked and answers 200 with something that is not JSON. */
    public static Fault garbage() {
        return after("garbage", Answer.text(200, "application/json", "{\"signatures\": [\u0000\uFFFD not json"));
    }

    /** The mint does what was asked; half of the answer arrives, then the connection is closed. */
    public static Fault truncated() {
        return delivery("truncated", new Delivery.Truncated());
    }

    /** The mint does what was asked; the answer comes after {@code bytes} bytes of white space, without a length. */
    public static Fault oversized(long bytes) {
        return delivery("oversized", new Delivery.Padded(bytes));
    }

    /** The mint does what was asked; the answer comes {@code chunk} bytes at a time with {@code pause} before each. */
    public static Fault drip(int chunk, Duration pause) {
        return delivery("drip", new Delivery.Dripped(chunk, pause));
    }

    /** The mint does what was asked and lies in its answer; only answers of status 200 are changed. */
    public static Fault lie(Lie lie) {
        return new Fault(lie.name(), (processing, scheduler) -> processing.map(answer -> told(lie, answer)));
    }

    /** This and around it {@code outer}: a late answer that is dropped, a lie that drips. Counted as one. */
    public Fault and(Fault outer) {
        return new Fault(
                name + "+" + outer.name,
                (processing, scheduler) -> outer.around(around(processing, scheduler), scheduler));
    }

    /** This under another name, where two of a kind are to be counted apart. */
    public Fault named(String newName) {
        return new Fault(newName, wrapper);
    }

    /** What {@link Faults#fired(String)} counts by. */
    public String name() {
        return name;
    }

    Mono<Answer> around(Mono<Answer> processing, Scheduler scheduler) {
        return wrapper.apply(processing, scheduler);
    }

    private static Answer told(Lie lie, Answer answer) {
        if (answer.status() != 200) {
            return answer;
        }
        ObjectNode body = Json.read(answer.body());
        lie.tell(body);
        return Answer.json(200, body).delivered(answer.delivery());
    }

    @Override
    public String toString() {
        return "Fault[" + name + "]";
    }
}
