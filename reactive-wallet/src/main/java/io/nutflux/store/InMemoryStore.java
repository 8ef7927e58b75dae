package io.nutflux.store;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.InboxCounts;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.RequestBody;
import io.nutflux.model.WalletId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store that forgets everything with the process: for tests, and for wallets whose loss costs nothing.
 *
 * <p>It keeps to the same contract as the durable ones but for durability, and is the model they are compared with. One
 * lock, held for map operations only; commands run on the subscriber's thread. It keeps ended operations and spent
 * proofs, so its memory grows with use.
 */
final class InMemoryStore implements WalletStore {

    private final Object lock = new Object();
    private final MemoryKeysets keysets = new MemoryKeysets();
    private final Map<WalletId, MemoryWallet> wallets = new HashMap<>();
    private boolean closed;

    InMemoryStore() {}

    @Override
    public Mono<Void> saveKeysets(MintUrl mint, Collection<Keyset> saved) {
        List<Keyset> copy = List.copyOf(saved);
        return command(journal -> {
            keysets.save(journal, mint, copy);
            return null;
        });
    }

    @Override
    public Flux<Keyset> keysets(MintUrl mint) {
        return many(command(journal -> keysets.of(mint)));
    }

    @Override
    public Flux<Redemption> findRedemptions(
            WalletId wallet, Collection<String> keys, Collection<String> digests, Collection<CurvePoint> Ys) {
        return many(command(wallet, (state, journal) -> state.redemptions.find(keys, digests, Ys)));
    }

    @Override
    public Mono<Operation> prepare(WalletId wallet, OperationDraft draft) {
        return command(wallet, (state, journal) -> state.prepare(journal, draft, null));
    }

    @Override
    public Mono<Operation> markSent(WalletId wallet, OperationId operation, long version, RequestBody requestBody) {
        return command(wallet, (state, journal) -> state.markSent(journal, operation, version, requestBody));
    }

    @Override
    public Mono<Void> settle(WalletId wallet, OperationId operation, long version, Settlement settlement) {
        return command(wallet, (state, journal) -> {
            state.settle(journal, operation, version, settlement);
            return null;
        });
    }

    @Override
    public Mono<List<Operation>> release(WalletId wallet, OperationId operation, long version, Release release) {
        return command(wallet, (state, journal) -> state.release(journal, operation, version, release));
    }

    @Override
    public Mono<StoredOperation> load(WalletId wallet, OperationId operation) {
        return command(wallet, (state, journal) -> state.load(operation));
    }

    @Override
    public Flux<Operation> unfinished(WalletId wallet) {
        return many(command(wallet, (state, journal) -> state.unfinished()));
    }

    @Override
    public Flux<Operation> claimDue(WalletId wallet, String owner, Instant now, Instant leaseUntil, int limit) {
        return many(command(wallet, (state, journal) -> state.claimDue(journal, owner, now, leaseUntil, limit)));
    }

    @Override
    public Mono<Operation> lease(WalletId wallet, OperationId operation, long version, Instant leaseUntil) {
        return command(wallet, (state, journal) -> state.lease(journal, operation, version, leaseUntil));
    }

    @Override
    public Mono<Operation> assign(WalletId wallet, OperationId operation, long version, Lease lease) {
        return command(wallet, (state, journal) -> state.assign(journal, operation, version, lease));
    }

    @Override
    public Flux<ProofInfo> spendable(WalletId wallet, MintUrl mint, CurrencyUnit unit) {
        return many(command(wallet, (state, journal) -> state.proofs.spendable(mint, unit)));
    }

    @Override
    public Flux<StoredProof> proofs(WalletId wallet, Collection<CurvePoint> Ys) {
        return many(command(wallet, (state, journal) -> state.proofs.known(Ys)));
    }

    @Override
    public Flux<StoredProof> proofs(WalletId wallet, StoredProof.State wanted) {
        return many(command(wallet, (state, journal) -> state.proofs.in(wanted)));
    }

    /** {@inheritDoc} There is nothing to open, and nothing that is damaged. */
    @Override
    public Flux<CheckedProof> checkProofs(WalletId wallet) {
        return many(command(wallet, (state, journal) -> state.proofs.live()))
                .map(proof -> new CheckedProof(proof, null));
    }

    @Override
    public Mono<Void> handOut(WalletId wallet, Collection<CurvePoint> Ys, LedgerEntry entry) {
        return command(wallet, (state, journal) -> {
            state.proofs.handOut(journal, Ys);
            state.ledger.add(journal, entry);
            return null;
        });
    }

    @Override
    public Mono<Void> markClaimed(WalletId wallet, Collection<CurvePoint> Ys) {
        return command(wallet, (state, journal) -> {
            state.proofs.claim(journal, Ys);
            return null;
        });
    }

    @Override
    public Flux<StoredBalance> balances(WalletId wallet) {
        return many(command(wallet, (state, journal) -> state.proofs.balances(state.ledger.pairs())));
    }

    @Override
    public Flux<LedgerEntry> ledger(WalletId wallet, int limit) {
        return many(command(wallet, (state, journal) -> state.ledger.newest(limit)));
    }

    @Override
    public Flux<LedgerEntry> ledger(WalletId wallet) {
        return many(command(wallet, (state, journal) -> state.ledger.oldestFirst()));
    }

    /** {@inheritDoc} Nobody can write to this process's memory but this class, so there is nothing to find. */
    @Override
    public Flux<LedgerFault> ledgerFaults(WalletId wallet) {
        return many(command(wallet, (state, journal) -> List.<LedgerFault>of()));
    }

    @Override
    public Flux<LedgerTotals> ledgerTotals(WalletId wallet) {
        return many(command(wallet, (state, journal) -> state.ledger.totals()));
    }

    @Override
    public Mono<Instant> restoredAt(WalletId wallet) {
        return command(wallet, (state, journal) -> state.counters.restoredAt());
    }

    @Override
    public Mono<Void> markRestored(WalletId wallet, Instant when) {
        return command(wallet, (state, journal) -> {
            state.counters.markRestored(when);
            return null;
        });
    }

    @Override
    public Mono<KeysetCounter> counter(WalletId wallet, MintUrl mint, KeysetId keyset) {
        return command(wallet, (state, journal) -> state.counters.of(mint, keyset));
    }

    @Override
    public Mono<Amount> restore(WalletId wallet, Findings findings) {
        return command(wallet, (state, journal) -> state.restore(journal, findings));
    }

    @Override
    public Mono<Amount> writeOff(WalletId wallet, Collection<CurvePoint> Ys, LedgerEntry entry) {
        return command(wallet, (state, journal) -> state.writeOff(journal, Ys, entry));
    }

    @Override
    public Mono<Void> saveQuote(WalletId wallet, MintUrl mint, MintQuote quote) {
        return command(wallet, (state, journal) -> {
            state.quotes.save(journal, mint, quote);
            return null;
        });
    }

    @Override
    public Mono<StoredQuote> quote(WalletId wallet, String quoteId) {
        return command(wallet, (state, journal) -> state.quotes.get(quoteId));
    }

    @Override
    public Flux<StoredQuote> openQuotes(WalletId wallet, Instant now) {
        return many(command(wallet, (state, journal) -> state.quotes.open(now)));
    }

    @Override
    public Mono<List<InboxReceipt>> acceptInbox(WalletId wallet, List<InboxDraft> drafts, Instant now, InboxRoom room) {
        return command(wallet, (state, journal) -> state.inbox.accept(journal, drafts, now, room));
    }

    @Override
    public Flux<InboxTask> claimInbox(
            WalletId wallet, String owner, Instant now, Instant leaseUntil, int limit, Collection<MintUrl> except) {
        return many(
                command(wallet, (state, journal) -> state.inbox.claim(journal, owner, now, leaseUntil, limit, except)));
    }

    @Override
    public Mono<Void> renewInbox(WalletId wallet, String owner, Collection<String> keys, Instant leaseUntil) {
        return command(wallet, (state, journal) -> {
            state.inbox.renew(journal, owner, keys, leaseUntil);
            return null;
        });
    }

    @Override
    public Mono<List<String>> concludeInbox(WalletId wallet, String owner, Instant now, List<InboxVerdict> verdicts) {
        return command(wallet, (state, journal) -> state.inbox.conclude(journal, owner, now, verdicts));
    }

    @Override
    public Mono<Void> releaseInbox(WalletId wallet, String owner, Instant now) {
        return command(wallet, (state, journal) -> {
            state.inbox.release(journal, owner, now);
            return null;
        });
    }

    @Override
    public Mono<InboxEntry> inboxEntry(WalletId wallet, String key) {
        return command(wallet, (state, journal) -> state.inbox.get(key));
    }

    @Override
    public Flux<InboxEntry> waitingInbox(WalletId wallet, int limit) {
        return many(command(wallet, (state, journal) -> state.inbox.waiting(limit)));
    }

    @Override
    public Mono<InboxCounts> inboxCounts(WalletId wallet) {
        return command(wallet, (state, journal) -> state.inbox.counts());
    }

    @Override
    public Mono<Integer> purgeInbox(WalletId wallet, Instant finishedBefore, int limit) {
        return command(wallet, (state, journal) -> state.inbox.purge(journal, finishedBefore, limit));
    }

    @Override
    public Mono<Void> addSecret(WalletId wallet, SecretName name, byte[] secret) {
        byte[] copy = secret.clone();
        return command(wallet, (state, journal) -> {
            state.secrets.add(journal, name, copy);
            return null;
        });
    }

    @Override
    public Mono<Void> putSecret(WalletId wallet, SecretName name, byte[] secret) {
        byte[] copy = secret.clone();
        return command(wallet, (state, journal) -> {
            state.secrets.put(journal, name, copy);
            return null;
        });
    }

    @Override
    public Mono<byte[]> secret(WalletId wallet, SecretName name) {
        return command(wallet, (state, journal) -> state.secrets.get(name));
    }

    @Override
    public Mono<Boolean> deleteSecret(WalletId wallet, SecretName name) {
        return command(wallet, (state, journal) -> state.secrets.delete(journal, name));
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
            synchronized (lock) {
                closed = true;
                wallets.clear();
            }
        });
    }

    private <T> Mono<T> command(WalletId wallet, BiFunction<MemoryWallet, Journal, @Nullable T> body) {
        return command(journal -> body.apply(wallets.computeIfAbsent(wallet, any -> new MemoryWallet()), journal));
    }

    private <T> Mono<T> command(Function<Journal, @Nullable T> body) {
        return Mono.defer(() -> Mono.justOrEmpty(locked(body)));
    }

    private <T> @Nullable T locked(Function<Journal, @Nullable T> body) {
        synchronized (lock) {
            if (closed) {
                throw new StoreException(StoreException.Kind.CLOSED, "the store is closed", null);
            }
            Journal journal = new Journal();
            try {
                return body.apply(journal);
            } catch (RuntimeException | Error e) {
                journal.rollBack();
                throw e;
            }
        }
    }

    private static <T> Flux<T> many(Mono<List<T>> list) {
        return list.flatMapIterable(Function.identity());
    }
}
