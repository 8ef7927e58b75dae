package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.Hex;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RequestBody;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import io.nutflux.model.WalletId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values for tests of stores: well-formed, distinct, the same for the same seed, and worth nothing. */
public final class StoreSamples {

    public static final MintUrl MINT = MintUrl.of("https://mint.example");
    public static final MintUrl OTHER_MINT = MintUrl.of("https://other.example/bitcoin");
    public static final CurrencyUnit SAT = CurrencyUnit.SAT;
    public static final CurrencyUnit USD = new CurrencyUnit("usd");
    public static final WalletId WALLET = WalletId.DEFAULT;
    public static final WalletId OTHER_WALLET = new WalletId("other");
    public static final KeysetId KEYSET = new KeysetId("009a1f293253e41e");
    public static final KeysetId OTHER_KEYSET = new KeysetId("01" + "ab".repeat(32));
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");
    /** More than any test needs. */
    public static final InboxRoom ROOM = new InboxRoom(1_000, 1_000);

    public static final Instant LEASE = NOW.plusSeconds(30);

    private final Random random;
    private int operations;

    public StoreSamples(long seed) {
        this.random = new Random(seed);
    }

    public OperationId operationId() {
        return new OperationId(String.format("%08x%s", ++operations, Hex.encode(bytes(12))));
    }

    public CurvePoint point() {
        byte[] bytes = bytes(CurvePoint.LENGTH);
        bytes[0] = (byte) (2 + random.nextInt(2));
        return CurvePoint.of(bytes);
    }

    public String digest() {
        return Hex.encode(bytes(32));
    }

    /** A plain proof, or every third one with all that a proof can have. */
    public Proof proof(Amount amount) {
        Secret secret = new Secret(Hex.encode(bytes(32)));
        if (random.nextInt(3) > 0) {
            return Proof.of(amount, KEYSET, secret, point());
        }
        Scalar r = random.nextBoolean() ? scalar() : null;
        return new Proof(
                amount, OTHER_KEYSET, secret, point(), "{\"w\":1}", new DleqProof(scalar(), scalar(), r), point());
    }

    public StoredProof stored(Amount amount, StoredProof.State state) {
        return new StoredProof(point(), MINT, SAT, proof(amount), state);
    }

    public ClaimedToken token(String key, long... amounts) {
        List<Proof> proofs =
                Arrays.stream(amounts).mapToObj(bits -> proof(new Amount(bits))).toList();
        return new ClaimedToken(
                key, digest(), proofs, proofs.stream().map(proof -> point()).toList());
    }

    /** The same token as it is brought to the inbox; its text names its key. */
    public static InboxDraft waiting(ClaimedToken token) {
        return waiting(token, MINT);
    }

    public static InboxDraft waiting(ClaimedToken token, MintUrl mint) {
        return new InboxDraft(token.key(), token.digest(), token.Ys(), mint, textOf(token.key()));
    }

    public static String textOf(String key) {
        return "cashuBtoken-of-" + key;
    }

    public RequestBody body() {
        return RequestBody.of(("{\"inputs\":\"" + Hex.encode(bytes(16)) + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    public static OutputPlan plan(long... amounts) {
        return OutputPlan.keep(
                KEYSET, Arrays.stream(amounts).mapToObj(Amount::new).toList());
    }

    public OperationDraft redeem(OutputPlan outputs, ClaimedToken... tokens) {
        Amount gross = Amount.sum(Arrays.stream(tokens).map(ClaimedToken::value).toList());
        return draft(Operation.Kind.REDEEM, outputs, gross, null, List.of(tokens), List.of());
    }

    public OperationDraft redeem(ClaimedToken... tokens) {
        return redeem(plan(1, 2, 4), tokens);
    }

    public OperationDraft send(OutputPlan outputs, List<StoredProof> inputs) {
        Amount gross =
                Amount.sum(inputs.stream().map(input -> input.proof().amount()).toList());
        return draft(
                Operation.Kind.SEND,
                outputs,
                gross,
                null,
                List.of(),
                inputs.stream().map(StoredProof::Y).toList());
    }

    public OperationDraft mint(String quote, OutputPlan outputs) {
        return draft(Operation.Kind.MINT, outputs, outputs.total(), quote, List.of(), List.of());
    }

    private OperationDraft draft(
            Operation.Kind kind,
            OutputPlan outputs,
            Amount gross,
            String quote,
            List<ClaimedToken> tokens,
            List<CurvePoint> inputs) {
        return new OperationDraft(
                operationId(), kind, MINT, SAT, outputs, gross, Amount.ZERO, quote, NOW, "me", LEASE, tokens, inputs);
    }

    /** A settlement that keeps to the operation's plan; each token is redeemed at face value. */
    public Settlement settlement(OperationDraft draft) {
        OutputPlan plan = draft.outputs();
        List<StoredProof> proofs = IntStream.range(0, plan.size())
                .mapToObj(i -> stored(
                        plan.amounts().get(i),
                        plan.handedOut().get(i) ? StoredProof.State.SENT : StoredProof.State.UNSPENT))
                .toList();
        List<RedeemResult> outcomes = draft.tokens().stream()
                .map(token -> redeemed(token, draft.id()))
                .collect(Collectors.toCollection(ArrayList::new));
        Amount sent = Amount.sum(proofs.stream()
                .filter(proof -> proof.state() == StoredProof.State.SENT)
                .map(proof -> proof.proof().amount())
                .toList());
        LedgerEntry entry = switch (draft.kind()) {
            case REDEEM -> entry(draft, LedgerEntry.Kind.REDEEMED, draft.gross(), draft.fee());
            case MINT -> entry(draft, LedgerEntry.Kind.MINTED, draft.gross(), draft.fee());
            case SEND -> entry(draft, LedgerEntry.Kind.SENT, sent, draft.fee());
        };
        MintQuote.State quote = draft.quoteId() == null ? null : MintQuote.State.ISSUED;
        return new Settlement(proofs, outcomes, quote, entry);
    }

    public static RedeemResult redeemed(ClaimedToken token, OperationId operation) {
        return new RedeemResult.Redeemed(token.key(), MINT, SAT, token.value(), Amount.ZERO, operation, false);
    }

    public static RedeemResult spent(ClaimedToken token) {
        return new RedeemResult.AlreadySpent(token.key(), MINT, SAT, token.value());
    }

    public static RedeemResult invalid(ClaimedToken token) {
        return new RedeemResult.Invalid(token.key(), RedeemResult.InvalidReason.REJECTED_BY_MINT, "the mint: no");
    }

    private static LedgerEntry entry(OperationDraft draft, LedgerEntry.Kind kind, Amount amount, Amount fee) {
        return new LedgerEntry(
                draft.createdAt(), kind, draft.mint(), draft.unit(), amount, fee, draft.id(), draft.owner());
    }

    public MintQuote quote(String id, MintQuote.State state, Long expiry) {
        return new MintQuote(id, "lnbc1" + id, SAT, Amount.of(21), state, expiry);
    }

    public Keyset keyset(KeysetId id, CurrencyUnit unit) {
        return Keyset.of(
                new KeysetInfo(id, unit, true, 100, null),
                Map.of(Amount.of(1), point(), Amount.of(2), point(), new Amount(Long.MIN_VALUE), point()));
    }

    private Scalar scalar() {
        return Scalar.of(bytes(Scalar.LENGTH));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
