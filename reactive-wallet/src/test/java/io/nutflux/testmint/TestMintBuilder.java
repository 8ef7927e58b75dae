package io.nutflux.testmint;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link TestMint}. Not thread-safe; {@link #start} may be called more than once.
 *
 * <p>Without any option the mint has one keyset: unit {@code sat}, no fee, v2 id, amounts 2^0 to 2^63. It takes 1000
 * inputs and outputs, pays a quote when its state is first asked for, and caches answers for an hour.
 */
public final class TestMintBuilder {

    static final int DEFAULT_MAX = 1000;

    private final List<String> units = new ArrayList<>();
    private final List<KeysetSpec> extra = new ArrayList<>();
    private KeysetSpec keyset = KeysetSpec.of("sat");
    private int maxInputs = DEFAULT_MAX;
    private int maxOutputs = DEFAULT_MAX;
    private int port;
    private int keptBodies;
    private String name = "Test mint";
    private @Nullable String motd;
    private String pathPrefix = "";
    private Clock clock = Clock.systemUTC();
    private PaidWhen paidWhen = PaidWhen.polled();
    private Duration quoteLifetime = Duration.ofHours(1);
    private @Nullable Duration cacheTtl = Duration.ofHours(1);
    private long minMint = 1;
    private long maxMint = -1;
    private byte[] seed = Curve.randomBytes(32);

    TestMintBuilder() {}

    /** The mint has a keyset of this unit; several calls give several units. */
    public TestMintBuilder unit(String unit) {
        units.add(unit);
        return this;
    }

    /** The fee per thousand inputs of the units' keysets. */
    public TestMintBuilder feePpk(long feePpk) {
        keyset = keyset.feePpk(feePpk);
        return this;
    }

    /** 1 or 2: which kind of id the units' keysets have. */
    public TestMintBuilder keysetVersion(int version) {
        keyset = keyset.version(version);
        return this;
    }

    /** The amounts, unsigned, of the units' keysets. */
    public TestMintBuilder denominations(long... amounts) {
        keyset = keyset.denominations(amounts);
        return this;
    }

    /** When the units' keysets expire for good. */
    public TestMintBuilder finalExpiry(Instant expiry) {
        keyset = keyset.finalExpiry(expiry);
        return this;
    }

    /** A further active keyset, newer than the units' own. */
    public TestMintBuilder keyset(KeysetSpec spec) {
        extra.add(spec);
        return this;
    }

    /** More inputs than this are refused with 11014. */
    public TestMintBuilder maxInputs(int max) {
        maxInputs = max;
        return this;
    }

    /** More outputs than this are refused with 11015. */
    public TestMintBuilder maxOutputs(int max) {
        maxOutputs = max;
        return this;
    }

    /** Quotes for less or more, unsigned, are refused with 11006. */
    public TestMintBuilder mintLimits(long min, long max) {
        minMint = min;
        maxMint = max;
        return this;
    }

    /** How long successful swaps and mints are answered again from the cache (NUT-19). */
    public TestMintBuilder cachedResponses(Duration ttl) {
        cacheTtl = ttl;
        return this;
    }

    /** No NUT-19: a repeated request is judged afresh. */
    public TestMintBuilder noCachedResponses() {
        cacheTtl = null;
        return this;
    }

    /** When quotes count as paid. */
    public TestMintBuilder paidWhen(PaidWhen when) {
        paidWhen = when;
        return this;
    }

    /** How long a quote can be paid. */
    public TestMintBuilder quoteLifetime(Duration lifetime) {
        quoteLifetime = lifetime;
        return this;
    }

    /** What the mint takes for the time: in cache, quotes and keysets' expiry. */
    public TestMintBuilder clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    /** The port on 127.0.0.1; 0 for any that is free. */
    public TestMintBuilder port(int newPort) {
        port = newPort;
        return this;
    }

    /** A path before {@code /v1}, with a leading and without a trailing slash. */
    public TestMintBuilder pathPrefix(String prefix) {
        pathPrefix = prefix;
        return this;
    }

    /** The message of the day in {@code /v1/info}; none by default. */
    public TestMintBuilder motd(String text) {
        motd = text;
        return this;
    }

    /** The name in {@code /v1/info}. */
    public TestMintBuilder name(String newName) {
        name = newName;
        return this;
    }

    /** Keeps the last {@code n} request bodies of each path for {@link TestMint#bodies}. */
    public TestMintBuilder recordBodies(int n) {
        keptBodies = n;
        return this;
    }

    /** Two mints of one seed have the same keys. */
    public TestMintBuilder seed(String text) {
        seed = Curve.sha256(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Binds the port and returns the running mint; blocks for that moment. */
    public TestMint start() {
        return new TestMint(this);
    }

    List<KeysetSpec> specs() {
        List<KeysetSpec> specs = new ArrayList<>();
        (units.isEmpty() && extra.isEmpty() ? List.of(keyset.unit()) : units)
                .forEach(unit -> specs.add(keyset.unit(unit)));
        specs.addAll(extra);
        return specs;
    }

    int maxInputs() {
        return maxInputs;
    }

    int maxOutputs() {
        return maxOutputs;
    }

    int port() {
        return port;
    }

    int keptBodies() {
        return keptBodies;
    }

    String pathPrefix() {
        return pathPrefix;
    }

    Clock clock() {
        return clock;
    }

    PaidWhen paidWhen() {
        return paidWhen;
    }

    Duration quoteLifetime() {
        return quoteLifetime;
    }

    @Nullable
    Duration cacheTtl() {
        return cacheTtl;
    }

    byte[] seed() {
        return seed.clone();
    }

    MintInfo info() {
        return new MintInfo(name, motd, clock, minMint, maxMint, cacheTtl);
    }
}
