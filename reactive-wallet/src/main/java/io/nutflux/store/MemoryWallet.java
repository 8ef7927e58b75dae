package io.nutflux.store;

import static io.nutflux.store.Conflicts.conflict;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RequestBody;
import io.nutflux.store.Operation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One wallet's operations and counters, and the rest of its state around them. Guarded by the store's lock. */
final class MemoryWallet {

    private static final Set<State> PREPARED = EnumSet.of(State.PREPARED);
    private static final Set<State> SENT = EnumSet.of(State.SENT);
    private static final Set<State> UNFINISHED = EnumSet.of(State.PREPARED, State.SENT);

    /** An unfinished operation with what its end erases. */
    private record Unfinished(
            Operation operation, @Nullable RequestBody body, List<ClaimedToken> tokens, List<CurvePoint> ownInputs) {

        Unfinished with(Operation changed) {
            return new Unfinished(changed, body, tokens, ownInputs);
        }
    }

    final MemoryProofs proofs = new MemoryProofs();
    final MemoryRedemptions redemptions = new MemoryRedemptions();
    final MemoryInbox inbox = new MemoryInbox(redemptions);
    final MemoryLedger ledger = new MemoryLedger();
    final MemoryQuotes quotes = new MemoryQuotes();
    final MemorySecrets secrets = new MemorySecrets();
    final MemoryCounters counters = new MemoryCounters();
    private final Map<OperationId, Unfinished> unfinished = new HashMap<>();
    private final Map<OperationId, Operation> ended = new HashMap<>();

    Operation prepare(Journal journal, OperationDraft draft, @Nullable OperationId parent) {
        if (unfinished.containsKey(draft.id()) || ended.containsKey(draft.id())) {
            throw conflict("operation " + draft.id() + " exists");
        }
        requireMintable(draft);
        proofs.reserve(journal, draft.ownInputs());
        redemptions.claim(journal, draft);
        long first = counters.take(
                journal, draft.mint(), draft.outputs().keyset(), draft.outputs().size());
        Operation operation = draft.prepared(first, parent);
        journal.put(unfinished, operation.id(), new Unfinished(operation, null, draft.tokens(), draft.ownInputs()));
        return operation;
    }

    Operation markSent(Journal journal, OperationId id, long version, RequestBody body) {
        Unfinished held = held(id, version, PREPARED);
        Operation sent = held.operation().next(State.SENT);
        journal.put(unfinished, id, new Unfinished(sent, body, held.tokens(), held.ownInputs()));
        return sent;
    }

    void settle(Journal journal, OperationId id, long version, Settlement settlement) {
        Unfinished held = held(id, version, SENT);
        if (!settlement.entry().operation().equals(id)) {
            throw conflict("the ledger entry is another operation's");
        }
        Map<String, RedeemResult> outcomes = byKey(settlement.outcomes());
        for (ClaimedToken token : held.tokens()) {
            RedeemResult outcome = outcomes.remove(token.key());
            if (outcome == null) {
                throw conflict("key " + token.key() + " lacks an outcome");
            }
            redemptions.decide(journal, token, outcome);
        }
        requireNone(outcomes);
        proofs.spend(journal, held.ownInputs());
        proofs.add(journal, settlement.newProofs());
        if (held.operation().quoteId() != null && settlement.quoteState() != null) {
            quotes.setState(journal, held.operation().quoteId(), settlement.quoteState());
        }
        ledger.add(journal, settlement.entry());
        end(journal, held, State.SETTLED);
    }

    List<Operation> release(Journal journal, OperationId id, long version, Release release) {
        Unfinished held = held(id, version, UNFINISHED);
        Map<String, RedeemResult> outcomes = byKey(release.outcomes());
        Map<String, String> undecided = new HashMap<>();
        for (ClaimedToken token : held.tokens()) {
            RedeemResult outcome = outcomes.remove(token.key());
            if (outcome == null) {
                if (inbox.isWaiting(token.key())) {
                    redemptions.waitAgain(journal, token);
                } else {
                    redemptions.forget(journal, token);
                }
                undecided.put(token.key(), token.digest());
            } else {
                redemptions.decide(journal, token, outcome);
            }
        }
        requireNone(outcomes);
        proofs.free(journal, held.ownInputs());
        end(journal, held, State.RELEASED);
        List<Operation> successors = new ArrayList<>();
        for (OperationDraft draft : release.successors()) {
            for (ClaimedToken token : draft.tokens()) {
                if (!token.digest().equals(undecided.remove(token.key()))) {
                    throw conflict("key " + token.key() + " is not the released operation's to pass on");
                }
            }
            successors.add(prepare(journal, draft, id));
        }
        return List.copyOf(successors);
    }

    Amount restore(Journal journal, Findings findings) {
        List<StoredProof> added = findings.found().stream()
                .filter(one -> !isOfUnfinished(findings.keyset(), one.counter()))
                .map(Findings.Found::proof)
                .filter(proof -> !proofs.isKnown(proof.Y()))
                .toList();
        Amount value = Findings.value(added);
        proofs.add(journal, added);
        enter(journal, findings.entry().withAmount(value));
        counters.looked(journal, findings);
        return value;
    }

    Amount writeOff(Journal journal, Collection<CurvePoint> Ys, LedgerEntry entry) {
        List<StoredProof> gone = proofs.unspent(Ys);
        if (gone.stream()
                .anyMatch(proof ->
                        !proof.mint().equals(entry.mint()) || !proof.unit().equals(entry.unit()))) {
            throw conflict("a proof to write off is of another mint or unit");
        }
        Amount value = Findings.value(gone);
        proofs.writeOff(journal, gone);
        enter(journal, entry.withAmount(value));
        return value;
    }

    private void enter(Journal journal, LedgerEntry entry) {
        if (!entry.amount().isZero()) {
            ledger.add(journal, entry);
        }
    }

    private boolean isOfUnfinished(KeysetId keyset, long counter) {
        return unfinished.values().stream()
                .map(held -> held.operation().outputs())
                .anyMatch(outputs -> outputs.includes(keyset, counter));
    }

    @Nullable
    StoredOperation load(OperationId id) {
        Unfinished held = unfinished.get(id);
        if (held != null) {
            return new StoredOperation(held.operation(), held.body(), held.tokens(), proofs.get(held.ownInputs()));
        }
        Operation operation = ended.get(id);
        return operation == null ? null : new StoredOperation(operation, null, List.of(), List.of());
    }

    List<Operation> unfinished() {
        return unfinished.values().stream()
                .map(Unfinished::operation)
                .sorted(Comparator.comparing(Operation::createdAt).thenComparing(Operation::id))
                .toList();
    }

    List<Operation> claimDue(Journal journal, String owner, Instant now, Instant leaseUntil, int limit) {
        List<Operation> due = unfinished.values().stream()
                .map(Unfinished::operation)
                .filter(operation -> !operation.leaseUntil().isAfter(now))
                .sorted(Comparator.comparing(Operation::leaseUntil).thenComparing(Operation::id))
                .limit(Math.max(0, limit))
                .map(operation -> operation.heldBy(owner, leaseUntil))
                .toList();
        due.forEach(operation -> replace(journal, operation));
        return due;
    }

    Operation lease(Journal journal, OperationId id, long version, Instant leaseUntil) {
        Operation held = held(id, version, UNFINISHED).operation();
        return replace(journal, held.heldBy(held.owner(), leaseUntil));
    }

    Operation assign(Journal journal, OperationId id, long version, Lease lease) {
        return replace(journal, held(id, version, UNFINISHED).operation().under(lease));
    }

    private Operation replace(Journal journal, Operation changed) {
        Unfinished held = unfinished.get(changed.id());
        if (held == null) {
            throw new IllegalStateException(changed + " is gone");
        }
        journal.put(unfinished, changed.id(), held.with(changed));
        return changed;
    }

    private void end(Journal journal, Unfinished held, State state) {
        Operation operation = held.operation().next(state);
        journal.remove(unfinished, operation.id());
        journal.put(ended, operation.id(), operation);
    }

    private Unfinished held(OperationId id, long version, Set<State> states) {
        Unfinished held = unfinished.get(id);
        if (held == null
                || held.operation().version() != version
                || !states.contains(held.operation().state())) {
            throw conflict("operation " + id + " is not at version " + version + " in a fitting state");
        }
        return held;
    }

    private void requireMintable(OperationDraft draft) {
        String quoteId = draft.quoteId();
        if (draft.kind() != Operation.Kind.MINT || quoteId == null) {
            return;
        }
        if (quotes.isIssued(quoteId)) {
            throw conflict("the quote is issued");
        }
        boolean taken = unfinished.values().stream()
                .map(Unfinished::operation)
                .anyMatch(other -> other.kind() == Operation.Kind.MINT && quoteId.equals(other.quoteId()));
        if (taken) {
            throw conflict("the quote is being minted");
        }
    }

    private static Map<String, RedeemResult> byKey(List<RedeemResult> outcomes) {
        Map<String, RedeemResult> byKey = new HashMap<>();
        outcomes.forEach(outcome -> byKey.put(outcome.key(), outcome));
        return byKey;
    }

    private static void requireNone(Map<String, RedeemResult> unknown) {
        if (!unknown.isEmpty()) {
            throw conflict("an outcome is for a key that is not the operation's");
        }
    }
}
