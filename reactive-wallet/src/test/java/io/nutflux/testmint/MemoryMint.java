package io.nutflux.testmint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The {@link TestMint} without a port: requests come as a method, a path and bytes, and are answered in the calling thread.
 * For tests that carry the messages themselves. The same options and calls give the same answers, but for the invoices of
 * quotes; it is the builder's seed that makes the keys.
 */
public final class MemoryMint {

    private static final String SWAP = "/v1/swap";

    private final String url;
    private final String unit;
    private final Keysets keysets;
    private final Ledger ledger;
    private final Quotes quotes;
    private final CachedAnswers cache;
    private final Endpoints endpoints;
    private int quotesMade;

    private MemoryMint(TestMintBuilder options, String url) {
        Object lock = new Object();
        this.url = url;
        keysets = new Keysets(lock, options.clock(), options.seed());
        options.specs().forEach(keysets::add);
        unit = options.specs().get(0).unit();
        ledger = new Ledger(lock);
        quotes = new Quotes(
                lock, options.clock(), options.quoteLifetime(), options.paidWhen(), () -> "quote-" + ++quotesMade);
        cache = new CachedAnswers(options.clock(), options.cacheTtl());
        Verifier verifier = new Verifier(keysets, options.maxInputs(), options.maxOutputs());
        endpoints = new Endpoints(lock, keysets, ledger, quotes, verifier, options.info());
    }

    /** A mint that calls itself {@code url} in its tokens. */
    public static MemoryMint of(TestMintBuilder options, String url) {
        return new MemoryMint(options, url);
    }

    /** An HTTP answer. */
    public static final class Reply {

        private final int status;
        private final byte[] body;

        private Reply(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        public int status() {
            return status;
        }

        /** Not copied. */
        public byte[] body() {
            return body;
        }
    }

    /** Does what is asked, as the mint with a port would. */
    public Reply answer(String method, String path, byte[] body) {
        Route route = Route.of(method, path);
        Answer answer = cache.get(route, body, () -> process(route, body));
        return new Reply(answer.status(), answer.body());
    }

    private Answer process(Route route, byte[] body) {
        try {
            return Answer.json(200, endpoints.answer(route, body));
        } catch (MintError e) {
            return Answer.error(e);
        }
    }

    /**
     * Begins a swap that takes its time: until {@link #release} its inputs are pending. Empty, and nothing is pending, if an
     * input is spent or pending already, or if it is no swap.
     */
    public List<String> hold(String path, byte[] body) {
        if (!path.equals(SWAP)) {
            return List.of();
        }
        List<String> Ys = new ArrayList<>();
        Json.list(Json.read(body), "inputs")
                .forEach(input -> Ys.add(Curve.hex(Curve.hashToCurve(Json.string(input, "secret")))));
        return holdAll(Ys);
    }

    /** Another wallet has these proofs in a transaction, until {@link #release}. Empty, as for a swap, if it cannot. */
    public List<String> hold(Collection<TestProof> proofs) {
        return holdAll(proofs.stream().map(TestProof::Y).toList());
    }

    private List<String> holdAll(List<String> Ys) {
        if (Ys.stream().anyMatch(Y -> !ledger.state(Y).equals("UNSPENT"))) {
            return List.of();
        }
        Ys.forEach(Y -> ledger.pending(Y, true));
        return Ys;
    }

    /** Ends what {@link #hold} began. */
    public void release(Collection<String> Ys) {
        Ys.forEach(Y -> ledger.pending(Y, false));
    }

    /** {@code B_} of each output of a request, in lower-case hex. */
    public static List<String> blinded(byte[] body) {
        return StreamSupport.stream(Json.list(Json.read(body), "outputs").spliterator(), false)
                .map(output -> Output.read(output).blinded())
                .toList();
    }

    /** A valid proof of the newest keyset with this secret, without a DLEQ proof. */
    public TestProof issue(long amount, String secret) {
        MintKeyset keyset = keysets.newest(unit);
        MintKey key = keyset.key(amount);
        if (key == null) {
            throw new IllegalArgumentException("no denomination " + amount);
        }
        ledger.issued(unit, amount);
        String C = Curve.hex(key.sign(Curve.hashToCurve(secret)));
        return new TestProof(amount, keyset.id(), secret, C, null, null);
    }

    /** The proofs as V4 token text. */
    public String token(List<TestProof> proofs) {
        return TokenWriter.v4(url, unit, proofs, TokenOptions.defaults().withoutDleq());
    }

    /** Whether the mint would take a proof as genuine: {@code C = k * hash_to_curve(secret)}. */
    public boolean isGenuine(long amount, String keysetId, String secret, String C) {
        MintKeyset keyset = keysets.find(keysetId);
        MintKey key = keyset == null ? null : keyset.key(amount);
        return key != null && Curve.hex(key.sign(Curve.hashToCurve(secret))).equals(C);
    }

    /** {@code SPENT}, {@code PENDING} or {@code UNSPENT}. */
    public String state(String Y) {
        return ledger.state(Y);
    }

    public boolean isSigned(String blinded) {
        return ledger.signature(blinded) != null;
    }

    /** Another wallet spends the proofs, all or none; whether it was the first to. */
    public boolean spendElsewhere(List<TestProof> proofs) {
        if (proofs.stream().anyMatch(proof -> !ledger.state(proof.Y()).equals("UNSPENT"))) {
            return false;
        }
        proofs.forEach(proof -> ledger.spend(unit, new Spend(proof.Y(), proof.amount(), proof.witness())));
        return true;
    }

    /** Another wallet spends a proof that it was handed; whether it was the first to. */
    public boolean spendElsewhere(long amount, String secret) {
        return spendElsewhere(List.of(new TestProof(amount, "", secret, "", null, null)));
    }

    /** All keysets become inactive and a new one takes over. */
    public void rotate(long feePpk) {
        keysets.rotate(unit, feePpk);
    }

    public void pay(String quoteId) {
        quotes.pay(quoteId);
    }

    /** Whether signatures were given for the quote. */
    public boolean isIssued(String quoteId) {
        return quotes.poll(quoteId).state() == Quote.State.ISSUED;
    }

    /** All value that wallets hold: issued less spent. */
    public BigInteger outstanding() {
        return ledger.issuedTotal(unit).subtract(ledger.spentTotal(unit));
    }
}
