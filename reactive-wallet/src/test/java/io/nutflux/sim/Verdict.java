package io.nutflux.sim;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.model.MintQuote;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SentToken;
import io.nutflux.model.Verification;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.StoredProof;
import io.nutflux.testmint.TestProof;
import io.nutflux.token.TokenCodec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Judges a run that has come to rest: the books, the mint's view of them, and what callers were told. */
final class Verdict {

    private static final TokenCodec TOKENS = new TokenCodec(DecodeLimits.defaults());

    private final World world;
    private final Workload workload;
    /** By replica and key: what a last question gave. */
    private final Map<String, Map<String, RedeemResult>> finals;

    Verdict(World world, Workload workload, Map<String, Map<String, RedeemResult>> finals) {
        this.world = world;
        this.workload = workload;
        this.finals = finals;
    }

    void judge(Verification verification) {
        world.evidence().checkBooks("at the end");
        world.evidence().checkSignatures();
        checkHoldings();
        checkQuotes();
        checkSentTokens();
        checkCoins();
        if (!verification.conserved() || !verification.differences().isEmpty()) {
            fail("a verification finds " + verification);
        }
    }

    // ---- the mint's view

    /** Every proof is genuine and unspent, and together with what others hold they are all that the mint owes. */
    private void checkHoldings() {
        BigInteger held = BigInteger.ZERO;
        for (StoredProof proof : stored(StoredProof.State.UNSPENT)) {
            if (!isGenuine(proof)) {
                fail("the wallet holds a proof that the mint never signed: " + proof);
            }
            if (!world.mint().state(proof.Y().toHex()).equals("UNSPENT")) {
                fail("the wallet holds a proof that is spent: " + proof);
            }
            held = held.add(proof.proof().amount().toBigInteger());
        }
        for (StoredProof proof : stored(StoredProof.State.RESERVED)) {
            fail("a proof is still reserved: " + proof);
        }
        for (StoredProof proof : stored(StoredProof.State.SPENT)) {
            if (!world.mint().state(proof.Y().toHex()).equals("SPENT")) {
                fail("the wallet calls a proof spent that is not: " + proof);
            }
        }
        for (StoredProof proof : stored(StoredProof.State.SENT)) {
            if (!isGenuine(proof)) {
                fail("a proof was handed out that the mint never signed: " + proof);
            }
            if (world.mint().state(proof.Y().toHex()).equals("UNSPENT")) {
                held = held.add(proof.proof().amount().toBigInteger());
            }
        }
        Map<String, TestProof> elsewhere = new HashMap<>();
        workload.coins().stream()
                .flatMap(coin -> coin.proofs().stream())
                .filter(proof -> world.mint().isGenuine(proof.amount(), proof.id(), proof.secret(), proof.C()))
                .filter(proof -> world.mint().state(proof.Y()).equals("UNSPENT"))
                .forEach(proof -> elsewhere.put(proof.secret(), proof));
        BigInteger outside = BigInteger.valueOf(
                elsewhere.values().stream().mapToLong(TestProof::amount).sum());
        if (!world.mint().outstanding().equals(held.add(outside))) {
            fail("the mint owes " + world.mint().outstanding() + ", the wallet holds " + held + ", others " + outside);
        }
    }

    private boolean isGenuine(StoredProof stored) {
        Proof proof = stored.proof();
        return world.mint()
                .isGenuine(
                        proof.amount().bits(),
                        proof.id().hex(),
                        proof.secret().text(),
                        proof.C().toHex());
    }

    private void checkQuotes() {
        for (MintQuote quote : workload.quotes()) {
            boolean atMint = world.mint().isIssued(quote.id());
            MintQuote.State here = Objects.requireNonNull(
                            world.store().quote(World.WALLET, quote.id()).block())
                    .quote()
                    .state();
            if (!atMint || here != MintQuote.State.ISSUED) {
                fail("quote " + quote.id() + " is paid, issued at the mint: " + atMint + ", here: " + here);
            }
        }
    }

    /**
     * What a caller was given is not spendable by the wallet too, nor given to another; and what nobody was given is the
     * wallet's, unless its caller went away before he heard.
     */
    private void checkSentTokens() {
        long sends =
                Objects.requireNonNull(world.store()
                                .ledger(World.WALLET, Integer.MAX_VALUE)
                                .collectList()
                                .block())
                        .stream()
                        .filter(entry -> entry.kind() == LedgerEntry.Kind.SENT)
                        .count();
        if (sends < workload.sent().size()
                || sends > workload.sent().size() + workload.calls().inDoubt("send")) {
            fail("the ledger has " + sends + " sent tokens, callers " + workload.sent());
        }
        Set<String> handedOut = new HashSet<>();
        stored(StoredProof.State.SENT)
                .forEach(proof -> handedOut.add(proof.proof().secret().text()));
        stored(StoredProof.State.CLAIMED)
                .forEach(proof -> handedOut.add(proof.proof().secret().text()));
        Set<String> given = new HashSet<>();
        for (SentToken token : workload.sent()) {
            TOKENS.decode(token.token()).proofs().forEach(proof -> {
                if (!given.add(proof.secret().text())) {
                    fail("a proof is in two tokens: " + token);
                }
                if (!handedOut.contains(proof.secret().text())) {
                    fail("a caller has a proof that the wallet does not count as handed out: " + token);
                }
            });
        }
    }

    // ---- what callers were told

    private void checkCoins() {
        for (Coin coin : workload.coins()) {
            List<RedeemResult> agreed = new ArrayList<>();
            for (String key : coin.keys()) {
                agreed.add(agreedOn(coin, key));
                checkKept(coin, workload.told().getOrDefault(key, List.of()));
            }
            long redeemed = agreed.stream()
                    .filter(RedeemResult.Redeemed.class::isInstance)
                    .count();
            if (redeemed > 1) {
                fail(coin + " is redeemed under several keys: " + agreed);
            }
            for (RedeemResult result : agreed) {
                if (!isTrue(coin, outcome(result))) {
                    fail(coin + (coin.isSpentElsewhere() ? ", spent elsewhere," : "") + " comes to " + result);
                }
            }
        }
    }

    private RedeemResult agreedOn(Coin coin, String key) {
        List<RedeemResult> answers = new ArrayList<>();
        finals.forEach((replica, results) -> answers.add(results.get(key)));
        if (answers.stream().anyMatch(Objects::isNull)) {
            throw new IllegalStateException("no final result for " + key);
        }
        for (RedeemResult answer : answers) {
            if (!Outcomes.same(answers.get(0), answer)) {
                fail("replicas do not agree on " + coin + ": " + answers);
            }
        }
        return answers.get(0);
    }

    /** An outcome once told is told to whoever asks later. */
    private void checkKept(Coin coin, List<Workload.Told> all) {
        for (Workload.Told earlier : all) {
            for (Workload.Told later : all) {
                if (later.asked() > earlier.told() && !Outcomes.mayFollow(earlier.result(), later.result())) {
                    fail("for " + coin + " a caller was told " + earlier.result() + " and later " + later.result());
                }
            }
        }
    }

    private boolean isTrue(Coin coin, RedeemResult outcome) {
        List<Coin> twins = workload.coins().stream()
                .filter(other -> other != coin && other.sharesWith(coin))
                .toList();
        if (twins.stream().anyMatch(this::isRedeemed)) {
            return outcome instanceof RedeemResult.Refused refused
                    && refused.reason() == RedeemResult.RefusalReason.SHARES_PROOFS;
        }
        if (outcome instanceof RedeemResult.AlreadySpent && twins.stream().anyMatch(Coin::isSpentElsewhere)) {
            return true;
        }
        return switch (coin.kind()) {
            case FALSE -> outcome instanceof RedeemResult.Invalid;
            case SPENT -> outcome instanceof RedeemResult.AlreadySpent;
            case GOOD, SHARED ->
                coin.isSpentElsewhere()
                        ? outcome instanceof RedeemResult.AlreadySpent
                        : outcome instanceof RedeemResult.Redeemed redeemed
                                && redeemed.amount().plus(redeemed.fee()).toLongExact() == coin.value();
        };
    }

    /** Whether the wallet has it, by what the first replica says in the end. */
    private boolean isRedeemed(Coin coin) {
        Map<String, RedeemResult> said = finals.values().iterator().next();
        return coin.keys().stream().map(said::get).anyMatch(RedeemResult.Redeemed.class::isInstance);
    }

    private static RedeemResult outcome(RedeemResult result) {
        return result instanceof RedeemResult.Duplicate duplicate ? duplicate.first() : result;
    }

    private List<StoredProof> stored(StoredProof.State state) {
        return Objects.requireNonNull(
                world.store().proofs(World.WALLET, state).collectList().block());
    }

    private void fail(String what) {
        world.loop().fail(what);
    }
}
