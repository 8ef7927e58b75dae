package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.KEYSET;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.OTHER_KEYSET;
import static io.nutflux.store.StoreSamples.OTHER_MINT;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.WALLET;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintQuote;
import io.nutflux.model.Obstacle;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RequestBody;
import io.nutflux.model.WalletId;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.Lease;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.Release;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoreView;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Commands as wallets give them, and some as no wallet should; amounts add up, so that value can be followed. */
final class RandomCommands {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** A command that can be given to several stores. */
    record Command(String name, Function<WalletStore, Publisher<?>> command) {

        /** What the store answers, as text. */
        String run(WalletStore store) {
            try {
                return String.valueOf(
                        Flux.from(command.apply(store)).collectList().block(LONG));
            } catch (StoreException e) {
                return e.kind().toString();
            }
        }
    }

    private record Known(WalletId wallet, OperationDraft draft) {}

    private final Random random;
    private final StoreSamples samples;
    private final StoreView view = new StoreView();
    private final List<Known> drafts = new ArrayList<>();
    private final List<ClaimedToken> tokens = new ArrayList<>();
    private final Map<WalletId, List<StoredProof>> proofs = new HashMap<>();
    private final Map<WalletId, List<Operation>> unfinished = new HashMap<>();
    private final List<String> quotes = new ArrayList<>();
    private final RandomInbox inbox;
    private int keys;
    private int settled;
    private Instant clock = NOW;

    RandomCommands(long seed) {
        this.random = new Random(seed);
        this.samples = new StoreSamples(seed);
        this.inbox = new RandomInbox(random, this::remembered, view);
    }

    StoreView view() {
        return view;
    }

    int settled() {
        return settled;
    }

    /** Looks at the model's state, so that most commands to come are sensible. */
    void learn(WalletStore model) {
        for (WalletId wallet : List.of(WALLET, OTHER_WALLET)) {
            List<StoredProof> all = new ArrayList<>();
            for (StoredProof.State state : StoredProof.State.values()) {
                all.addAll(model.proofs(wallet, state).collectList().block(LONG));
            }
            all.sort(Comparator.comparing(StoredProof::Y));
            proofs.put(wallet, all);
            inbox.learn(model, wallet);
            unfinished.put(wallet, model.unfinished(wallet).collectList().block(LONG));
        }
        settled = model.ledger(WALLET, Integer.MAX_VALUE).count().block(LONG).intValue();
    }

    Command next() {
        clock = clock.plusSeconds(random.nextInt(10));
        WalletId wallet = random.nextInt(4) == 0 ? OTHER_WALLET : WALLET;
        return switch (random.nextInt(17)) {
            case 0, 1, 2 -> prepare(wallet, redeem());
            case 3 -> prepare(wallet, send(wallet));
            case 4 -> prepare(wallet, mint());
            case 5, 6, 7 -> markSent(wallet);
            case 8, 9 -> settle(wallet);
            case 10 -> release(wallet);
            case 11 -> lease(wallet);
            case 12 -> markClaimed(wallet);
            case 14, 15, 16 -> inbox.next(wallet, clock);
            default -> other(wallet);
        };
    }

    private Command prepare(WalletId wallet, OperationDraft draft) {
        remember(wallet, draft);
        return new Command("prepare " + draft, store -> store.prepare(wallet, draft));
    }

    private void remember(WalletId wallet, OperationDraft draft) {
        long distinct =
                draft.tokens().stream().map(ClaimedToken::key).distinct().count();
        if (distinct == draft.tokens().size()) {
            // Others are never accepted, and nothing could be made to settle them with.
            drafts.add(new Known(wallet, draft));
        }
        tokens.addAll(draft.tokens());
        view.add(draft);
    }

    private OperationDraft redeem() {
        List<ClaimedToken> some = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            some.add(token());
        }
        return at(samples.redeem(outputs(valueOf(some)), some.toArray(ClaimedToken[]::new)));
    }

    /** Mostly a fresh token; sometimes one that was seen, or its proofs or its key with others. */
    private ClaimedToken token() {
        ClaimedToken fresh = samples.token("key " + ++keys, random.nextInt(1000), 1L << random.nextInt(62));
        if (tokens.isEmpty()) {
            return fresh;
        }
        ClaimedToken old = any(tokens);
        return switch (random.nextInt(12)) {
            case 0 -> old;
            case 1 -> new ClaimedToken(fresh.key(), old.digest(), old.proofs(), old.Ys());
            case 2 -> new ClaimedToken(old.key(), fresh.digest(), fresh.proofs(), fresh.Ys());
            default -> fresh;
        };
    }

    private ClaimedToken remembered() {
        ClaimedToken token = token();
        tokens.add(token);
        return token;
    }

    private static Amount valueOf(List<ClaimedToken> tokens) {
        return Amount.sum(tokens.stream().map(ClaimedToken::value).toList());
    }

    private OperationDraft send(WalletId wallet) {
        List<StoredProof> own = proofs.getOrDefault(wallet, List.of());
        List<StoredProof> inputs = new ArrayList<>();
        for (int i = 0; !own.isEmpty() && i < 3; i++) {
            StoredProof proof = any(own);
            if (proof.state() == StoredProof.State.UNSPENT || random.nextInt(10) == 0) {
                inputs.add(proof);
            }
        }
        try {
            Amount gross = Amount.sum(
                    inputs.stream().map(input -> input.proof().amount()).toList());
            return at(samples.send(outputs(gross), inputs));
        } catch (ArithmeticException e) {
            return at(samples.send(outputs(inputs.get(0).proof().amount()), inputs.subList(0, 1)));
        }
    }

    private OperationDraft mint() {
        if (quotes.isEmpty() || random.nextInt(3) == 0) {
            quotes.add("quote " + quotes.size());
            view.addQuote("quote " + (quotes.size() - 1));
        }
        return at(samples.mint(any(quotes), outputs(new Amount(random.nextLong()))));
    }

    /** Up to three outputs that leave a small fee. */
    private OutputPlan outputs(Amount gross) {
        long left = gross.bits() - (gross.isZero() ? 0 : random.nextInt(2));
        List<Amount> amounts = new ArrayList<>();
        List<Boolean> handedOut = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0 && left != 0; i--) {
            long part = i == 0 ? left : left >>> 1;
            amounts.add(new Amount(part));
            handedOut.add(random.nextBoolean());
            left -= part;
        }
        return new OutputPlan(random.nextInt(5) == 0 ? OTHER_KEYSET : KEYSET, 0, amounts, handedOut);
    }

    /** The draft with the fee that its outputs leave, its place in time and an owner; only a send hands anything out. */
    private OperationDraft at(OperationDraft draft) {
        OutputPlan plan = draft.kind() == Operation.Kind.SEND
                ? draft.outputs()
                : OutputPlan.keep(draft.outputs().keyset(), draft.outputs().amounts());
        return new OperationDraft(
                draft.id(),
                draft.kind(),
                draft.mint(),
                draft.unit(),
                plan,
                draft.gross(),
                draft.gross().minus(plan.total()),
                draft.quoteId(),
                clock,
                "owner " + random.nextInt(3),
                clock.plusSeconds(random.nextInt(60)),
                draft.tokens(),
                draft.ownInputs());
    }

    private Command markSent(WalletId wallet) {
        Known known = known(wallet, Operation.State.PREPARED);
        RequestBody body = samples.body();
        long version = version(known);
        return new Command(
                "markSent " + known,
                store -> store.markSent(known.wallet(), known.draft().id(), version, body));
    }

    private Command settle(WalletId wallet) {
        Known known = known(wallet, Operation.State.SENT);
        Settlement right = samples.settlement(known.draft());
        LedgerEntry entry = right.entry();
        Settlement settlement = new Settlement(
                right.newProofs(),
                random.nextInt(15) == 0 ? List.of() : right.outcomes(),
                right.quoteState(),
                new LedgerEntry(
                        clock,
                        entry.kind(),
                        entry.mint(),
                        entry.unit(),
                        entry.amount(),
                        entry.fee(),
                        entry.operation(),
                        entry.by()));
        long version = version(known);
        return new Command(
                "settle " + known,
                store -> store.settle(known.wallet(), known.draft().id(), version, settlement));
    }

    private Command release(WalletId wallet) {
        Known known = known(wallet, any(List.of(Operation.State.PREPARED, Operation.State.SENT)));
        List<RedeemResult> outcomes = new ArrayList<>();
        List<OperationDraft> successors = new ArrayList<>();
        for (ClaimedToken token : known.draft().tokens()) {
            int fate = random.nextInt(5);
            if (fate == 0) {
                outcomes.add(StoreSamples.spent(token));
            } else if (fate == 1) {
                outcomes.add(StoreSamples.invalid(token));
            } else if (fate < 4) {
                successors.add(at(samples.redeem(outputs(token.value()), token)));
            }
        }
        if (random.nextInt(10) == 0) {
            successors.add(redeem());
        }
        boolean distinct = outcomes.stream().map(RedeemResult::key).distinct().count() == outcomes.size();
        Release release = new Release(distinct ? outcomes : List.of(), successors);
        successors.forEach(draft -> remember(known.wallet(), draft));
        long version = version(known);
        return new Command(
                "release " + known,
                store -> store.release(known.wallet(), known.draft().id(), version, release));
    }

    private Command lease(WalletId wallet) {
        Instant until = clock.plusSeconds(random.nextInt(60));
        if (random.nextBoolean()) {
            int limit = random.nextInt(4);
            Instant now = clock;
            return new Command("claimDue", store -> store.claimDue(wallet, "owner 9", now, until, limit));
        }
        Known known = known(wallet, any(List.of(Operation.State.PREPARED, Operation.State.SENT)));
        long version = version(known);
        if (random.nextInt(4) == 0) {
            Obstacle obstacle = random.nextBoolean() ? new Obstacle(Obstacle.Reason.MINT_UNREACHABLE, clock) : null;
            Lease lease = new Lease("owner 8", until, obstacle);
            return new Command(
                    "assign " + known,
                    store -> store.assign(known.wallet(), known.draft().id(), version, lease));
        }
        return new Command(
                "lease " + known,
                store -> store.lease(known.wallet(), known.draft().id(), version, until));
    }

    private Command markClaimed(WalletId wallet) {
        List<StoredProof> own = proofs.getOrDefault(wallet, List.of());
        List<CurvePoint> some = own.stream()
                .filter(proof -> random.nextInt(3) == 0)
                .map(StoredProof::Y)
                .toList();
        return new Command("markClaimed", store -> store.markClaimed(wallet, some));
    }

    private Command other(WalletId wallet) {
        if (random.nextBoolean() && !quotes.isEmpty()) {
            MintQuote.State[] states = MintQuote.State.values();
            MintQuote quote = samples.quote(
                    any(quotes), states[random.nextInt(states.length)], NOW.getEpochSecond() + random.nextInt(3) - 1);
            boolean elsewhere = random.nextInt(5) == 0;
            return new Command("saveQuote", store -> store.saveQuote(wallet, elsewhere ? OTHER_MINT : MINT, quote));
        }
        var keyset = samples.keyset(random.nextBoolean() ? KEYSET : OTHER_KEYSET, SAT);
        return new Command("saveKeysets", store -> store.saveKeysets(MINT, List.of(keyset)));
    }

    /** Mostly an unfinished operation of the wallet in {@code state}; sometimes any that was ever drafted. */
    private Known known(WalletId wallet, Operation.State state) {
        List<Operation> open = unfinished.getOrDefault(wallet, List.of()).stream()
                .filter(operation -> operation.state() == state)
                .toList();
        if (!open.isEmpty() && random.nextInt(8) > 0) {
            Operation operation = any(open);
            for (Known one : drafts) {
                if (one.draft().id().equals(operation.id())) {
                    return new Known(wallet, one.draft());
                }
            }
        }
        return drafts.isEmpty() ? new Known(wallet, mint()) : any(drafts);
    }

    private long version(Known known) {
        for (Operation operation : unfinished.getOrDefault(known.wallet(), List.of())) {
            if (operation.id().equals(known.draft().id())) {
                return operation.version();
            }
        }
        return 1;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
