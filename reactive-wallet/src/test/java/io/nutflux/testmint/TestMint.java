package io.nutflux.testmint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A Cashu mint on a loopback port: real keys and signatures, real state, worthless ecash.
 *
 * <pre>{@code
 * try (TestMint mint = TestMint.builder().feePpk(100).start()) {
 *     String token = mint.token(8, 2);
 *     mint.faults().on("/v1/swap").next(Fault.dropAfter());
 *     // let the service under test, given mint.url(), redeem the token
 *     assertThat(mint.requests("/v1/swap")).isEqualTo(2);
 * }
 * }</pre>
 *
 * <p>It speaks NUT-00 to 04, 06, 07, 09, 12, 19 and 23, and opens NUT-11 locks to one key; {@code /v1/info} lists what it
 * supports. All methods may be called from any thread; those that make proofs compute on the calling thread, at a few
 * hundred microseconds a proof. Amounts are unsigned.
 */
public final class TestMint implements AutoCloseable {

    private final Keysets keysets;
    private final Ledger ledger;
    private final Quotes quotes;
    private final CachedAnswers cache;
    private final RequestLog log;
    private final ProofMaker maker;
    private final Faults faults = new Faults();
    private final String unit;
    private final String url;
    private final MintThreads threads;
    private final DisposableServer server;

    TestMint(TestMintBuilder options) {
        Object lock = new Object();
        keysets = new Keysets(lock, options.clock(), options.seed());
        options.specs().forEach(keysets::add);
        unit = options.specs().get(0).unit();
        ledger = new Ledger(lock);
        quotes = new Quotes(
                lock,
                options.clock(),
                options.quoteLifetime(),
                options.paidWhen(),
                () -> UUID.randomUUID().toString());
        cache = new CachedAnswers(options.clock(), options.cacheTtl());
        log = new RequestLog(options.keptBodies());
        maker = new ProofMaker(keysets, ledger);
        Verifier verifier = new Verifier(keysets, options.maxInputs(), options.maxOutputs());
        Endpoints endpoints = new Endpoints(lock, keysets, ledger, quotes, verifier, options.info());
        threads = new MintThreads();
        Router router = new Router(options.pathPrefix(), endpoints, cache, log, faults, threads.scheduler());
        server = threads.serve(HttpServer.create().host("127.0.0.1").port(options.port()), router);
        url = "http://127.0.0.1:" + server.port() + options.pathPrefix();
    }

    /** A mint with all defaults, see {@link TestMintBuilder}. */
    public static TestMint start() {
        return builder().start();
    }

    /** A mint with options. */
    public static TestMintBuilder builder() {
        return new TestMintBuilder();
    }

    /** The mint's address, without a trailing slash. */
    public String url() {
        return url;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** Closes the port and all connections and waits until the mint's threads have ended. */
    @Override
    public void close() {
        threads.stop(server);
    }

    // What was asked of the mint

    /** The number of requests by path, with {@code {keyset_id}} and {@code {quote_id}} in place of ids. */
    public Map<String, Integer> counts() {
        return log.counts();
    }

    /** The number of requests for a path, written as in {@link #counts}. */
    public int requests(String path) {
        return log.count(path);
    }

    /** The last request bodies for a path, oldest first, as many as {@link TestMintBuilder#recordBodies} asked for. */
    public List<byte[]> bodies(String path) {
        return log.bodies(path);
    }

    /** Forgets counts and bodies. */
    public void clearLog() {
        log.clear();
    }

    /** How many requests were answered from the cache (NUT-19). */
    public int cacheHits() {
        return cache.hits();
    }

    /** Forgets all cached answers, as after their time. */
    public void clearCache() {
        cache.clear();
    }

    // What the mint knows

    /** Whether the proof with this {@code Y}, compressed in hex, is spent. */
    public boolean spent(String Y) {
        return ledger.state(Y).equals("SPENT");
    }

    /** Whether the proof is spent. */
    public boolean spent(TestProof proof) {
        return spent(proof.Y());
    }

    /** Whether this {@code B_}, compressed in lower-case hex, was signed. */
    public boolean signed(String blinded) {
        return ledger.signature(blinded) != null;
    }

    /** How many outputs were signed. */
    public int signedCount() {
        return ledger.signedCount();
    }

    /** All value ever issued in the first unit, proofs made by this class included. */
    public BigInteger issuedTotal() {
        return issuedTotal(unit);
    }

    /** All value ever issued in a unit. */
    public BigInteger issuedTotal(String ofUnit) {
        return ledger.issuedTotal(ofUnit);
    }

    /** All value ever spent in the first unit; a swap spends its inputs, fee included. */
    public BigInteger spentTotal() {
        return spentTotal(unit);
    }

    /** All value ever spent in a unit. */
    public BigInteger spentTotal(String ofUnit) {
        return ledger.spentTotal(ofUnit);
    }

    /** Issued less spent in the first unit: what all wallets together hold. */
    public BigInteger outstanding() {
        return outstanding(unit);
    }

    /** Issued less spent in a unit. */
    public BigInteger outstanding(String ofUnit) {
        return ledger.issuedTotal(ofUnit).subtract(ledger.spentTotal(ofUnit));
    }

    /** The id of the unit's newest keyset, the one that proofs are made with. */
    public String keysetId(String ofUnit) {
        return keysets.newest(ofUnit).id();
    }

    /** The id of the first unit's newest keyset. */
    public String keysetId() {
        return keysetId(unit);
    }

    // Making proofs and tokens

    /** Valid proofs of the first unit's newest keyset, one an amount. */
    public List<TestProof> issueProofs(long... amounts) {
        return issueProofs(unit, amounts);
    }

    /** Valid proofs of the unit's newest keyset, one an amount. */
    public List<TestProof> issueProofs(String ofUnit, long... amounts) {
        List<TestProof> proofs = new ArrayList<>(amounts.length);
        for (long amount : amounts) {
            proofs.add(maker.make(ofUnit, amount));
        }
        return proofs;
    }

    /** Valid proofs of one keyset, which may be inactive. */
    public List<TestProof> issueProofsOf(String keysetId, long... amounts) {
        List<TestProof> proofs = new ArrayList<>(amounts.length);
        for (long amount : amounts) {
            proofs.add(maker.make(keysets.require(keysetId), amount, ProofMaker.randomSecret()));
        }
        return proofs;
    }

    /** Valid proofs locked to a public key, compressed in hex, with {@code SIG_INPUTS} (NUT-11). */
    public List<TestProof> issueLocked(String publicKey, long... amounts) {
        List<TestProof> proofs = new ArrayList<>(amounts.length);
        for (long amount : amounts) {
            proofs.add(maker.make(keysets.newest(unit), amount, Condition.p2pk(publicKey)));
        }
        return proofs;
    }

    /** A valid proof with this secret. */
    public TestProof issueProof(long amount, String secret) {
        return maker.make(keysets.newest(unit), amount, secret);
    }

    /** A V4 token with fresh proofs of these amounts. */
    public String token(long... amounts) {
        return tokenV4(issueProofs(amounts));
    }

    /** {@code n} V4 tokens, each with fresh proofs of these amounts. */
    public List<String> tokens(int n, long... amountsPerToken) {
        List<String> tokens = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            tokens.add(token(amountsPerToken));
        }
        return tokens;
    }

    /** The proofs as V4 token text. */
    public String tokenV4(List<TestProof> proofs) {
        return tokenV4(proofs, TokenOptions.defaults());
    }

    /** The proofs as V4 token text. */
    public String tokenV4(List<TestProof> proofs, TokenOptions options) {
        return TokenWriter.v4(mintIn(options), unitIn(options, proofs), proofs, options);
    }

    /** The proofs as V3 token text. */
    public String tokenV3(List<TestProof> proofs) {
        return tokenV3(proofs, TokenOptions.defaults());
    }

    /** The proofs as V3 token text. */
    public String tokenV3(List<TestProof> proofs, TokenOptions options) {
        return TokenWriter.v3(mintIn(options), unitIn(options, proofs), proofs, options);
    }

    private String mintIn(TokenOptions options) {
        String mint = options.mint();
        return mint == null ? url : mint;
    }

    private String unitIn(TokenOptions options, List<TestProof> proofs) {
        String named = options.unit();
        if (named != null) {
            return named;
        }
        MintKeyset keyset = proofs.isEmpty() ? null : keysets.find(proofs.get(0).id());
        return keyset == null ? unit : keyset.unit();
    }

    // Changing what the mint knows

    /** Spends the proofs, as if another wallet had been faster. */
    public void markSpent(Collection<TestProof> proofs) {
        for (TestProof proof : proofs) {
            String ofUnit = keysets.require(proof.id()).unit();
            ledger.spend(ofUnit, new Spend(proof.Y(), proof.amount(), proof.witness()));
        }
    }

    /** Makes the proofs pending, as inputs of a payment under way, until {@link #unmarkPending}. */
    public void markPending(Collection<TestProof> proofs) {
        proofs.forEach(proof -> ledger.pending(proof.Y(), true));
    }

    /** Ends what {@link #markPending} began. */
    public void unmarkPending(Collection<TestProof> proofs) {
        proofs.forEach(proof -> ledger.pending(proof.Y(), false));
    }

    /** Adds an active keyset and returns its id. */
    public String addKeyset(KeysetSpec spec) {
        return keysets.add(spec).id();
    }

    /** Deactivates all keysets of the unit; a new one like the newest takes over, with this fee. Returns its id. */
    public String rotate(String ofUnit, long feePpk) {
        return keysets.rotate(ofUnit, feePpk).id();
    }

    /** Deactivates one keyset. */
    public void deactivate(String keysetId) {
        keysets.change(keysetId, keyset -> keyset.withActive(false));
    }

    /** From now on the mint tells other public keys for this id than those it signs with. */
    public void changeKeys(String keysetId) {
        keysets.change(keysetId, MintKeyset::lyingAboutKeys);
    }

    /** From now on the mint tells and takes another fee for this id; with a v2 id that contradicts the id. */
    public void changeFee(String keysetId, long feePpk) {
        keysets.change(keysetId, keyset -> keyset.withFeePpk(feePpk));
    }

    /** Changes when quotes, those under way included, count as paid. */
    public void paidWhen(PaidWhen when) {
        quotes.paidWhen(when);
    }

    /** Pays a quote's invoice. */
    public void payQuote(String quoteId) {
        quotes.pay(quoteId);
    }

    /** Loses a quote, paid or not. */
    public void forgetQuote(String quoteId) {
        quotes.forget(quoteId);
    }
}
