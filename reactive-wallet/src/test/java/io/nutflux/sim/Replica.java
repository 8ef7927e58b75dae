package io.nutflux.sim;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.MintCodec;
import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.OutputSecrets;
import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.crypto.TestRandomness;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.flow.EventHub;
import io.nutflux.flow.FlowContext;
import io.nutflux.flow.InboxOptions;
import io.nutflux.flow.Operations;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.flow.RedeemOptions;
import io.nutflux.flow.RestoreOptions;
import io.nutflux.flow.Tally;
import io.nutflux.mint.KeysetArchive;
import io.nutflux.mint.MintClient;
import io.nutflux.mint.MintClientOptions;
import io.nutflux.mint.MintDirectory;
import io.nutflux.mint.SimulatedMintClient;
import io.nutflux.model.Keyset;
import io.nutflux.model.MintUrl;
import io.nutflux.store.WalletStore;
import io.nutflux.token.TokenCodec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One of the machines that serve the wallet: the same wallet, seed and store, and a process of its own that dies and is
 * started again. Wired as the front door wires it.
 */
final class Replica {

    private static final int MAX_DEATHS = 4;
    private static final Duration SHORTEST_DEATH = Duration.ofMillis(50);
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(40);
    private static final CurveEngine CURVE = new MemoEngine();
    private static final OutputSecrets SECRETS = OutputSecrets.fromSeed(Seed.of(new byte[Seed.LENGTH]));
    private static final DecodeLimits LIMITS = DecodeLimits.defaults();

    /** How a run's replicas are configured. */
    record Options(RedeemOptions redeem, RecoveryOptions recovery, MintClientOptions http, InboxOptions inbox) {

        static Options drawn(Dice dice) {
            return new Options(
                    RedeemOptions.builder()
                            .policy(AdmissionPolicy.of(World.MINT))
                            .maxInputsPerSwap(dice.oneOf(List.of(4, 8, 1_000)))
                            .concurrentSwaps(dice.between(1, 3))
                            .build(),
                    new RecoveryOptions(
                            dice.skewed(Duration.ofSeconds(1), Duration.ofSeconds(60)),
                            dice.between(Duration.ofSeconds(1), Duration.ofSeconds(5)),
                            Duration.ofSeconds(1),
                            dice.between(Duration.ofSeconds(5), Duration.ofSeconds(40)),
                            dice.oneOf(List.of(2, 16))),
                    MintClientOptions.defaults()
                            .mutate()
                            .keysetsTtl(dice.between(Duration.ofSeconds(10), Duration.ofMinutes(10)))
                            .build(),
                    InboxOptions.builder().workers(false).build());
        }

        /** The same, with workers that redeem what is in the inbox. */
        Options withInbox(Dice dice) {
            Duration minBackoff = Duration.ofSeconds(1);
            InboxOptions drawn = InboxOptions.builder()
                    .maxWaiting(dice.oneOf(List.of(3, 1_000)))
                    .batch(dice.between(1, 8))
                    .maxInFlight(dice.between(1, 16))
                    .lease(dice.skewed(Duration.ofSeconds(1), Duration.ofSeconds(60)))
                    .pollInterval(dice.skewed(Duration.ofMillis(500), Duration.ofSeconds(10)))
                    .minBackoff(minBackoff)
                    .maxBackoff(dice.between(minBackoff, Duration.ofSeconds(40)))
                    .build();
            return new Options(redeem, recovery, http, drawn);
        }

        /** The same for a process that only accepts. */
        Options acceptingOnly() {
            return new Options(
                    redeem, recovery, http, inbox.mutate().workers(false).build());
        }
    }

    private final String name;
    private final World world;
    private final Options options;
    private final String randomnessSeed;
    private final SimClock clock;
    private @Nullable Life life;
    private @Nullable Operations operations;
    private boolean cutFromMint;
    private boolean cutFromStore;
    private int deaths;

    Replica(String name, World world, Options options, String randomnessSeed) {
        this.name = name;
        this.world = world;
        this.options = options;
        this.randomnessSeed = randomnessSeed;
        this.clock = new SimClock(world.loop());
    }

    /** Starts the process. */
    void start() {
        Life started = new Life(name + deaths, world, this);
        life = started;
        world.loop().note(started.name() + " starts");
        operations = Operations.start(context(started));
    }

    private FlowContext context(Life started) {
        MintCodec bodies = new MintCodec(LIMITS);
        WalletStore store = SimStore.of(world, started);
        Randomness randomness = TestRandomness.seeded(randomnessSeed + started.name());
        MintClient client = SimulatedMintClient.create(
                options.http(),
                bodies,
                new SimNetwork(world, started),
                started.scheduler(),
                clock,
                bound -> randomness.below(bound + 1));
        MintDirectory directory = MintDirectory.create(
                client, CURVE, archiveIn(store), options.http(), clock, started.scheduler(), misbehaviour -> {});
        EventHub events = new EventHub();
        events.events().subscribe(world.evidence().inbox()::told);
        return new FlowContext(
                World.WALLET,
                started.name(),
                store,
                client,
                directory,
                CURVE,
                SECRETS,
                new TokenCodec(LIMITS),
                bodies,
                clock,
                randomness,
                options.redeem(),
                options.recovery(),
                options.inbox(),
                RestoreOptions.defaults(),
                false,
                started.scheduler(),
                events,
                new Tally());
    }

    private static KeysetArchive archiveIn(WalletStore store) {
        return new KeysetArchive() {
            @Override
            public Flux<Keyset> load(MintUrl mint) {
                return store.keysets(mint);
            }

            @Override
            public Mono<Void> save(MintUrl mint, Collection<Keyset> keysets) {
                return store.saveKeysets(mint, keysets);
            }
        };
    }

    boolean mayBeKilled() {
        return deaths < MAX_DEATHS;
    }

    /** Ends the process at once; it is started again after a while. */
    void kill() {
        Life ended = life;
        if (ended != null && !ended.isOver()) {
            deaths++;
            world.loop().note(ended.name() + " is killed");
            ended.scheduler().kill();
            operations = null;
            world.loop().after(world.chaos().dice().skewed(SHORTEST_DEATH, LONGEST_DEATH), this::start);
        }
    }

    /** The process that runs; {@code null} while there is none. */
    @Nullable
    Operations operations() {
        return operations;
    }

    /** Which process of this machine it is; callers of an earlier one will never hear from it. */
    @Nullable
    Life life() {
        return life;
    }

    SimClock clock() {
        return clock;
    }

    String name() {
        return name;
    }

    boolean isCutFromMint() {
        return cutFromMint;
    }

    void cutFromMint(boolean cut) {
        cutFromMint = cut;
        world.loop().note(name + (cut ? " is cut from the mint" : " reaches the mint again"));
    }

    boolean isCutFromStore() {
        return cutFromStore;
    }

    void cutFromStore(boolean cut) {
        cutFromStore = cut;
        world.loop().note(name + (cut ? " is cut from the store" : " reaches the store again"));
    }
}
