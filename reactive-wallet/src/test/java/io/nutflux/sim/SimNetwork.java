package io.nutflux.sim;

import io.nutflux.mint.SimulatedMintClient.Network;
import io.nutflux.mint.SimulatedMintClient.Reply;
import io.nutflux.testmint.MemoryMint;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Requests between one process and the mint. A request may be lost, late, or arrive twice, at whatever time; so may its
 * answer. What was on its way when the process died, or stopped waiting, still arrives.
 */
final class SimNetwork implements Network {

    private static final Duration FASTEST = Duration.ofMillis(1);
    private static final Duration SLOWEST = Duration.ofMillis(80);
    private static final Duration LATE = Duration.ofSeconds(1);
    /** As long as a request can outlive the connection it came on. */
    private static final Duration LATEST = Duration.ofSeconds(60);

    private static final Duration LONGEST_SWAP = Duration.ofSeconds(40);
    private static final byte[] NOTHING = {};

    private final World world;
    private final Life life;
    private final Dice dice;

    SimNetwork(World world, Life life) {
        this.world = world;
        this.life = life;
        this.dice = world.chaos().dice();
    }

    /** One request on its way. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Message(String name, String path, byte[] body, boolean post, boolean copied, MonoSink<Reply> sink) {

        Message twice() {
            return new Message(name, path, body, post, true, sink);
        }

        /** What moves value is where things go wrong most often, as that is where it matters. */
        int weight() {
            return path.equals("/v1/swap") || path.equals("/v1/mint/bolt11") ? 3 : 1;
        }

        @Override
        public String toString() {
            String digest = post ? " body " + Integer.toHexString(Arrays.hashCode(body)) : "";
            return name + " " + path + digest;
        }
    }

    @Override
    public Mono<Reply> send(String path, byte @Nullable [] body, Runnable left) {
        return Mono.create(sink -> {
            if (life.step()) {
                byte[] bytes = body == null ? NOTHING : body;
                send(new Message(world.nextMessage(), path, bytes, body != null, false, sink), left);
            }
        });
    }

    private void send(Message message, Runnable left) {
        boolean cut = life.isCutFromMint() || world.isMintDown();
        if ((cut && dice.chance(0.5)) || world.chaos().strikes(FaultKind.CONNECTION_REFUSED)) {
            note("is refused a connection for", message);
            world.loop().after(latency(), () -> fail(message, new ConnectException("connection refused")));
            return;
        }
        left.run();
        if (cut || world.chaos().strikes(FaultKind.REQUEST_LOST, message.weight())) {
            note("loses", message);
            breakPerhaps(message);
            return;
        }
        boolean copied = world.chaos().strikes(FaultKind.REQUEST_DUPLICATED, message.weight());
        note(copied ? "sends twice, by a proxy," : "sends", message);
        deliver(copied ? message.twice() : message, world.chaos().strikes(FaultKind.REQUEST_LATE, message.weight()));
        if (copied) {
            deliver(message.twice(), dice.chance(0.3));
        }
    }

    private void deliver(Message message, boolean late) {
        world.loop().after(late ? dice.skewed(LATE, LATEST) : latency(), () -> arrive(message));
    }

    // ---- at the mint

    private void arrive(Message message) {
        Chaos chaos = world.chaos();
        if (world.isMintDown()) {
            note("finds the mint down for", message);
            breakPerhaps(message);
            return;
        }
        world.evidence().arrived(message.path(), message.body());
        if (message.weight() > 1 && chaos.strikes(FaultKind.KEYSET_ROTATED, message.copied() ? 4 : 1)) {
            world.rotate();
        }
        if (chaos.strikes(FaultKind.TOO_MANY_REQUESTS, message.weight())) {
            answer(message, new Reply(429, dice.chance(0.5) ? "2" : null, text("slow down")));
        } else if (chaos.strikes(FaultKind.ERROR_BEFORE_ACTING)) {
            answer(message, new Reply(503, null, text("out of order")));
        } else if (message.post() && chaos.strikes(FaultKind.PASSING_REFUSAL, message.weight())) {
            answer(message, new Reply(400, null, text("{\"detail\":\"database is locked\",\"code\":0}")));
        } else if (chaos.strikes(FaultKind.SLOW_SWAP, message.copied() ? message.weight() * 2 : message.weight())) {
            List<String> held = world.mint().hold(message.path(), message.body());
            note("makes the mint think about", message);
            world.loop().after(dice.skewed(SLOWEST, LONGEST_SWAP), () -> {
                world.mint().release(held);
                act(message);
            });
        } else {
            act(message);
        }
    }

    private void act(Message message) {
        MemoryMint.Reply reply = world.mint().answer(message.post() ? "POST" : "GET", message.path(), message.body());
        note(
                "is answered " + reply.status() + (reply.status() == 200 ? "" : " " + text(reply.body())) + " for",
                message);
        if (world.chaos().strikes(FaultKind.ERROR_AFTER_ACTING, message.weight())) {
            answer(message, new Reply(dice.chance(0.5) ? 500 : 502, null, text("upstream failed")));
        } else if (mayBeGarbled(message.path()) && world.chaos().strikes(FaultKind.REPLY_GARBLED)) {
            answer(message, new Reply(200, null, Arrays.copyOf(reply.body(), reply.body().length / 2)));
        } else {
            answer(message, new Reply(reply.status(), null, reply.body()));
        }
    }

    /** Keys in runs with an inbox only, as what such a mint is asked again and again would hide much else. */
    private boolean mayBeGarbled(String path) {
        return world.hasInbox() || !path.startsWith("/v1/keys");
    }

    // ---- and back

    private void answer(Message message, Reply reply) {
        if (life.isCutFromMint()
                || world.chaos()
                        .strikes(FaultKind.REPLY_LOST, message.copied() ? message.weight() * 2 : message.weight())) {
            note("loses the answer " + reply.status() + " to", message);
            breakPerhaps(message);
            return;
        }
        boolean late = world.chaos().strikes(FaultKind.REPLY_LATE);
        world.loop()
                .after(
                        late ? dice.skewed(LATE, LATEST) : latency(),
                        () -> life.resume(() -> {
                            note("gets " + reply.status() + " for", message);
                            message.sink().success(reply);
                        }));
    }

    /** Half of the losses are noticed as a broken connection, the others by the client's own timeout. */
    private void breakPerhaps(Message message) {
        if (dice.chance(0.5)) {
            world.loop().after(dice.skewed(FASTEST, LATE), () -> fail(message, new IOException("connection reset")));
        }
    }

    private void fail(Message message, IOException why) {
        life.resume(() -> {
            note("gets \"" + why.getMessage() + "\" for", message);
            message.sink().error(why);
        });
    }

    private Duration latency() {
        return dice.skewed(FASTEST, SLOWEST);
    }

    private void note(String what, Message message) {
        world.loop().note(life.name() + " " + what + " " + message);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
