package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import io.nutflux.model.ProofState;
import io.nutflux.model.Verification;
import io.nutflux.model.Verification.Account;
import io.nutflux.model.Verification.Difference;
import io.nutflux.store.CheckedProof;
import io.nutflux.store.LedgerFault;
import io.nutflux.store.LedgerTotals;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredBalance;
import io.nutflux.store.StoredProof;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Checks the books against themselves and against the mints. */
final class Auditor {

    private static final int PROOFS_A_QUESTION = 500;
    private static final Set<StoredProof.State> ASKED = EnumSet.of(StoredProof.State.SENT, StoredProof.State.UNSPENT);
    /** How often the books are read again because they changed while they were read. */
    private static final int MAX_READS = 10;

    private final FlowContext context;

    Auditor(FlowContext context) {
        this.context = context;
    }

    private record Pair(MintUrl mint, CurrencyUnit unit) {}

    /** Asks the mints first, since that may turn pending into claimed; then reads the books. */
    Mono<Verification> verify() {
        return Flux.concat(proofs(), ledger())
                .collectList()
                .flatMap(differences -> books(MAX_READS).map(accounts -> verification(accounts, differences)));
    }

    private static Verification verification(List<Account> accounts, List<Difference> differences) {
        return new Verification(accounts.stream().allMatch(Account::isBalanced), accounts, merged(differences));
    }

    // ---- the books

    private Mono<List<Account>> books(int readsLeft) {
        return balances()
                .flatMap(before -> totals().flatMap(totals -> balances()
                        .flatMap(after -> before.equals(after) || readsLeft == 0
                                ? Mono.just(accounts(after, totals))
                                : books(readsLeft - 1))));
    }

    private Mono<List<StoredBalance>> balances() {
        return context.store().balances(context.wallet()).collectList();
    }

    private Mono<List<LedgerTotals>> totals() {
        return context.store().ledgerTotals(context.wallet()).collectList();
    }

    private static List<Account> accounts(List<StoredBalance> balances, List<LedgerTotals> totals) {
        Map<Pair, StoredBalance> held = new HashMap<>();
        balances.forEach(balance -> held.put(new Pair(balance.mint(), balance.unit()), balance));
        Map<Pair, LedgerTotals> moved = new HashMap<>();
        totals.forEach(total -> moved.put(new Pair(total.mint(), total.unit()), total));
        TreeSet<Pair> pairs =
                new TreeSet<>(Comparator.comparing((Pair pair) -> pair.mint().value())
                        .thenComparing(pair -> pair.unit().label()));
        pairs.addAll(held.keySet());
        pairs.addAll(moved.keySet());
        BigInteger zero = BigInteger.ZERO;
        return pairs.stream()
                .map(pair -> account(
                        held.getOrDefault(pair, new StoredBalance(pair.mint(), pair.unit(), zero, zero, zero, zero)),
                        moved.getOrDefault(pair, new LedgerTotals(pair.mint(), pair.unit(), zero, zero, zero))))
                .toList();
    }

    private static Account account(StoredBalance held, LedgerTotals moved) {
        return new Account(
                held.mint(),
                held.unit(),
                moved.received(),
                held.unspent(),
                held.reserved(),
                held.sent(),
                held.claimed(),
                moved.sent(),
                moved.fees());
    }

    private Flux<Difference> ledger() {
        return context.store().ledgerFaults(context.wallet()).map(Auditor::difference);
    }

    private static Difference difference(LedgerFault fault) {
        String what = switch (fault.kind()) {
            case ENTRY_CHANGED -> "an entry was changed";
            case ENTRY_MISSING -> "entries are missing";
            case SUMS_CHANGED -> "the sums are not those of the entries";
        };
        return new Difference(
                fault.mint(),
                fault.unit(),
                Difference.Kind.LEDGER_CHANGED,
                BigInteger.ZERO,
                fault.operation() == null ? what : what + ", at operation " + fault.operation());
    }

    // ---- the proofs, and the mints

    /** A question's worth at a time, so that a large wallet is never in memory at once. */
    private Flux<Difference> proofs() {
        return context.store()
                .checkProofs(context.wallet())
                .buffer(PROOFS_A_QUESTION)
                .publishOn(context.compute(), 1)
                .concatMap(some -> Flux.concat(unreadable(some), ask(some)), 0);
    }

    private static Flux<Difference> unreadable(List<CheckedProof> some) {
        return Flux.fromIterable(some)
                .filter(checked -> !checked.isReadable())
                .map(checked -> new Difference(
                        checked.proof().mint(),
                        checked.proof().unit(),
                        Difference.Kind.UNREADABLE,
                        checked.proof().amount().toBigInteger(),
                        String.valueOf(checked.damage())));
    }

    /** What is damaged is not asked about: nobody knows whether its row names the proof that it was. */
    private Flux<Difference> ask(List<CheckedProof> some) {
        List<ProofInfo> readable = some.stream()
                .filter(CheckedProof::isReadable)
                .map(CheckedProof::proof)
                .filter(proof -> ASKED.contains(proof.state()))
                .toList();
        return Flux.fromIterable(ProofBatches.of(readable, proof -> proof, PROOFS_A_QUESTION))
                .concatMap(this::askOne);
    }

    private Flux<Difference> askOne(List<ProofInfo> batch) {
        MintUrl mint = batch.get(0).mint();
        List<CurvePoint> Ys = batch.stream().map(ProofInfo::Y).toList();
        return context.mints()
                .checkState(mint, Ys)
                .publishOn(context.compute())
                .flatMapMany(states -> batch.get(0).state() == StoredProof.State.SENT
                        ? claimed(states).thenMany(Flux.<Difference>empty())
                        : Flux.fromIterable(compare(batch, states)))
                .onErrorResume(
                        e -> e instanceof MintException || WalletException.isInsecureMint(e),
                        e -> Flux.just(new Difference(
                                mint,
                                batch.get(0).unit(),
                                Difference.Kind.MINT_NOT_ASKED,
                                value(batch),
                                String.valueOf(e.getMessage()))));
    }

    private Mono<Void> claimed(List<ProofState> states) {
        List<CurvePoint> spent = states.stream()
                .filter(state -> state.state() == ProofState.State.SPENT)
                .map(ProofState::Y)
                .toList();
        return spent.isEmpty() ? Mono.empty() : context.store().markClaimed(context.wallet(), spent);
    }

    private static List<Difference> compare(List<ProofInfo> proofs, List<ProofState> states) {
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < proofs.size(); i++) {
            ProofInfo proof = proofs.get(i);
            ProofState.State state = states.get(i).state();
            if (state != ProofState.State.UNSPENT) {
                differences.add(new Difference(
                        proof.mint(),
                        proof.unit(),
                        state == ProofState.State.SPENT
                                ? Difference.Kind.SPENT_AT_MINT
                                : Difference.Kind.PENDING_AT_MINT,
                        proof.amount().toBigInteger(),
                        "Y " + proof.Y()));
            }
        }
        return differences;
    }

    private static BigInteger value(List<ProofInfo> proofs) {
        return proofs.stream()
                .map(ProofInfo::amount)
                .map(Amount::toBigInteger)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** One line for a mint that could not be asked, however many questions it left open. */
    private static List<Difference> merged(List<Difference> differences) {
        List<Difference> merged = new ArrayList<>();
        Map<Pair, Difference> notAsked = new HashMap<>();
        for (Difference difference : differences) {
            if (difference.kind() == Difference.Kind.MINT_NOT_ASKED) {
                notAsked.merge(
                        new Pair(difference.mint(), difference.unit()),
                        difference,
                        (a, b) -> new Difference(
                                a.mint(), a.unit(), a.kind(), a.amount().add(b.amount()), a.detail()));
            } else {
                merged.add(difference);
            }
        }
        merged.addAll(notAsked.values());
        return merged;
    }
}
