package io.nutflux.store.sql;

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
import io.nutflux.store.CheckedProof;
import io.nutflux.store.Findings;
import io.nutflux.store.InboxDraft;
import io.nutflux.store.InboxReceipt;
import io.nutflux.store.InboxRoom;
import io.nutflux.store.InboxTask;
import io.nutflux.store.InboxVerdict;
import io.nutflux.store.KeysetCounter;
import io.nutflux.store.Lease;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.LedgerFault;
import io.nutflux.store.LedgerTotals;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.Redemption;
import io.nutflux.store.Release;
import io.nutflux.store.SecretName;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredBalance;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredProof;
import io.nutflux.store.StoredQuote;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each command of the SPI as one transaction of a {@link Database}. */
final class SqlWalletStore implements SqlStore {

    private final Database database;
    private final Keyrings keyrings;
    private final OpeningThreads opening = new OpeningThreads();
    private final Sealing sealing;
    private final StoreKeys keys;
    private final LedgerKeys ledgerKeys;
    private final ProofQueries openProofs;
    private final KeysetSql keysets = new KeysetSql();
    private final CounterSql counters = new CounterSql();
    private final OperationSql operations = new OperationSql();
    private final RedemptionSql redemptions = new RedemptionSql();
    private final ProofSql proofs = new ProofSql();
    private final QuoteSql quotes = new QuoteSql();
    private final LedgerSql ledger = new LedgerSql();
    private final SecretSql secrets = new SecretSql();
    private final InboxSql inbox = new InboxSql();
    private final InboxCommands inboxCommands = new InboxCommands(inbox, redemptions);
    private final Commands commands = new Commands(operations, redemptions, proofs, quotes, ledger);
    private final RestoreCommands restoring = new RestoreCommands(operations, counters, proofs, ledger);

    SqlWalletStore(Database database, Keyrings keyrings) {
        this.database = database;
        this.keyrings = keyrings;
        this.sealing = new Sealing(database, keyrings, opening);
        this.openProofs = new ProofQueries(sealing, proofs);
        this.keys = new SqlStoreKeys(database, keyrings);
        this.ledgerKeys = new LedgerKeys(sealing, secrets, keyrings.randomness());
    }

    @Override
    public Mono<Void> saveKeysets(MintUrl mint, Collection<Keyset> saved) {
        List<Keyset> copy = List.copyOf(saved);
        return database.inTransaction(tx -> keysets.save(tx, mint, copy));
    }

    @Override
    public Flux<Keyset> keysets(MintUrl mint) {
        return many(tx -> keysets.of(tx, mint));
    }

    @Override
    public Flux<Redemption> findRedemptions(
            WalletId wallet, Collection<String> keys, Collection<String> digests, Collection<CurvePoint> Ys) {
        return many(tx -> redemptions.find(tx, wallet, keys, digests, Ys));
    }

    @Override
    public Mono<Operation> prepare(WalletId wallet, OperationDraft draft) {
        return sealing.write(wallet, sealer -> commands.prepare(sealer, wallet, draft));
    }

    @Override
    public Mono<Operation> markSent(WalletId wallet, OperationId operation, long version, RequestBody requestBody) {
        return sealing.write(wallet, sealer -> commands.markSent(sealer, wallet, operation, version, requestBody));
    }

    @Override
    public Mono<Void> settle(WalletId wallet, OperationId operation, long version, Settlement settlement) {
        return ledgerKeys
                .of(wallet)
                .flatMap(chain -> sealing.write(
                        wallet, sealer -> commands.settle(sealer, chain, operation, version, settlement)));
    }

    @Override
    public Mono<List<Operation>> release(WalletId wallet, OperationId operation, long version, Release release) {
        return sealing.write(wallet, sealer -> commands.release(sealer, wallet, operation, version, release));
    }

    @Override
    public Mono<StoredOperation> load(WalletId wallet, OperationId operation) {
        return sealing.read(wallet, tx -> commands.load(tx, wallet, operation), (opener, found) -> found.open(opener));
    }

    @Override
    public Flux<Operation> unfinished(WalletId wallet) {
        return many(tx -> operations.unfinished(tx, wallet));
    }

    @Override
    public Flux<Operation> claimDue(WalletId wallet, String owner, Instant now, Instant leaseUntil, int limit) {
        return database.inTransaction(tx -> operations.claimDue(tx, wallet, owner, now, leaseUntil, limit))
                .flatMapIterable(Function.identity());
    }

    @Override
    public Mono<Operation> lease(WalletId wallet, OperationId operation, long version, Instant leaseUntil) {
        return database.inTransaction(tx -> operations.lease(tx, wallet, operation, version, leaseUntil));
    }

    @Override
    public Mono<Operation> assign(WalletId wallet, OperationId operation, long version, Lease lease) {
        return database.inTransaction(tx -> operations.assign(tx, wallet, operation, version, lease));
    }

    @Override
    public Flux<ProofInfo> spendable(WalletId wallet, MintUrl mint, CurrencyUnit unit) {
        return many(tx -> proofs.spendable(tx, wallet, mint, unit));
    }

    @Override
    public Flux<StoredProof> proofs(WalletId wallet, Collection<CurvePoint> Ys) {
        return openProofs.of(wallet, Ys);
    }

    @Override
    public Flux<StoredProof> proofs(WalletId wallet, StoredProof.State state) {
        return openProofs.in(wallet, state);
    }

    @Override
    public Flux<CheckedProof> checkProofs(WalletId wallet) {
        return openProofs.check(wallet);
    }

    @Override
    public Mono<Void> handOut(WalletId wallet, Collection<CurvePoint> Ys, LedgerEntry entry) {
        List<CurvePoint> copy = List.copyOf(Ys);
        return ledgerKeys
                .of(wallet)
                .flatMap(chain -> database.inTransaction(
                        tx -> proofs.handOut(tx, wallet, copy).then(Mono.defer(() -> ledger.add(tx, chain, entry)))));
    }

    @Override
    public Mono<Void> markClaimed(WalletId wallet, Collection<CurvePoint> Ys) {
        List<CurvePoint> copy = List.copyOf(Ys);
        return database.inTransaction(tx -> proofs.claim(tx, wallet, copy));
    }

    @Override
    public Flux<StoredBalance> balances(WalletId wallet) {
        return many(tx -> proofs.balances(tx, wallet));
    }

    @Override
    public Flux<LedgerEntry> ledger(WalletId wallet, int limit) {
        return many(tx -> ledger.newest(tx, wallet, limit));
    }

    @Override
    public Flux<LedgerEntry> ledger(WalletId wallet) {
        return ledgerAfter(wallet, null)
                .expand(page ->
                        page.size() < LedgerSql.PAGE ? Mono.empty() : ledgerAfter(wallet, page.get(page.size() - 1)))
                .flatMapIterable(Function.identity(), 1);
    }

    @Override
    public Mono<LedgerEntry> ledgerEntry(WalletId wallet, OperationId operation) {
        return database.read(tx -> ledger.find(tx, wallet, operation));
    }

    @Override
    public Flux<LedgerFault> ledgerFaults(WalletId wallet) {
        Flux<LedgerFault> chained = database.read(tx -> ledger.heads(tx, wallet))
                .filter(heads -> !heads.isEmpty())
                .flatMapMany(heads -> ledgerKeys
                        .of(wallet)
                        .flatMapMany(chain -> Flux.fromIterable(heads)
                                .concatMap(head -> faults(wallet, new LedgerCheck(chain, head)))));
        return Flux.concat(many(tx -> ledger.headless(tx, wallet)), chained);
    }

    @Override
    public Flux<LedgerTotals> ledgerTotals(WalletId wallet) {
        return many(tx -> ledger.totals(tx, wallet));
    }

    @Override
    public Mono<Instant> restoredAt(WalletId wallet) {
        return database.read(tx -> counters.restoredAt(tx, wallet));
    }

    @Override
    public Mono<Void> markRestored(WalletId wallet, Instant when) {
        return database.inTransaction(tx -> counters.markRestored(tx, wallet, when));
    }

    @Override
    public Mono<KeysetCounter> counter(WalletId wallet, MintUrl mint, KeysetId keyset) {
        return database.read(tx -> counters.find(tx, wallet, mint, keyset));
    }

    @Override
    public Mono<Amount> restore(WalletId wallet, Findings findings) {
        return ledgerKeys
                .of(wallet)
                .flatMap(chain -> sealing.write(wallet, sealer -> restoring.restore(sealer, chain, findings)));
    }

    @Override
    public Mono<Amount> writeOff(WalletId wallet, Collection<CurvePoint> Ys, LedgerEntry entry) {
        List<CurvePoint> copy = Ys.stream().distinct().toList();
        return ledgerKeys
                .of(wallet)
                .flatMap(chain -> database.inTransaction(tx -> restoring.writeOff(tx, chain, copy, entry)));
    }

    @Override
    public Mono<Void> saveQuote(WalletId wallet, MintUrl mint, MintQuote quote) {
        return database.inTransaction(tx -> quotes.save(tx, wallet, mint, quote));
    }

    @Override
    public Mono<StoredQuote> quote(WalletId wallet, String quoteId) {
        return database.read(tx -> quotes.find(tx, wallet, quoteId));
    }

    @Override
    public Flux<StoredQuote> openQuotes(WalletId wallet, Instant now) {
        return many(tx -> quotes.open(tx, wallet, now));
    }

    @Override
    public Mono<List<InboxReceipt>> acceptInbox(WalletId wallet, List<InboxDraft> drafts, Instant now, InboxRoom room) {
        List<InboxDraft> copy = List.copyOf(drafts);
        return sealing.write(wallet, sealer -> inboxCommands.accept(sealer, wallet, copy, now, room));
    }

    @Override
    public Flux<InboxTask> claimInbox(
            WalletId wallet, String owner, Instant now, Instant leaseUntil, int limit, Collection<MintUrl> except) {
        List<MintUrl> copy = List.copyOf(except);
        return sealing.take(
                        wallet, tx -> inbox.claim(tx, wallet, owner, now, leaseUntil, limit, copy), OpenedTasks::open)
                .flatMap(opened -> inboxCommands.readable(database, wallet, owner, leaseUntil, opened))
                .flatMapIterable(Function.identity());
    }

    @Override
    public Mono<Void> renewInbox(WalletId wallet, String owner, Collection<String> keys, Instant leaseUntil) {
        List<String> copy = List.copyOf(keys);
        return database.inTransaction(tx -> inbox.renew(tx, wallet, owner, copy, leaseUntil));
    }

    @Override
    public Mono<List<String>> concludeInbox(WalletId wallet, String owner, Instant now, List<InboxVerdict> verdicts) {
        List<InboxVerdict> copy = List.copyOf(verdicts);
        return database.inTransaction(tx -> inboxCommands.conclude(tx, wallet, owner, now, copy));
    }

    @Override
    public Mono<Void> releaseInbox(WalletId wallet, String owner, Instant now) {
        return database.inTransaction(tx -> inbox.release(tx, wallet, owner, now));
    }

    @Override
    public Mono<InboxEntry> inboxEntry(WalletId wallet, String key) {
        return database.read(tx -> inbox.find(tx, wallet, key));
    }

    @Override
    public Flux<InboxEntry> waitingInbox(WalletId wallet, int limit) {
        return many(tx -> inbox.waiting(tx, wallet, limit));
    }

    @Override
    public Mono<InboxCounts> inboxCounts(WalletId wallet) {
        return database.read(tx -> inbox.counts(tx, wallet));
    }

    @Override
    public Mono<Integer> purgeInbox(WalletId wallet, Instant finishedBefore, int limit) {
        return database.inTransaction(tx -> inboxCommands.purge(tx, wallet, finishedBefore, limit));
    }

    @Override
    public Mono<Void> addSecret(WalletId wallet, SecretName name, byte[] secret) {
        byte[] copy = secret.clone();
        if (name.equals(LedgerKeys.NAME)) {
            return Mono.error(Errors.conflict("the secret " + name + " is the store's own"));
        }
        return sealing.write(wallet, sealer -> {
            Object[] row = secrets.row(sealer, wallet, name, copy);
            return tx -> secrets.add(tx, name, row);
        });
    }

    @Override
    public Mono<Void> putSecret(WalletId wallet, SecretName name, byte[] secret) {
        byte[] copy = secret.clone();
        if (name.equals(LedgerKeys.NAME)) {
            return Mono.error(Errors.conflict("the secret " + name + " is the store's own"));
        }
        return sealing.write(wallet, sealer -> {
            Object[] row = secrets.row(sealer, wallet, name, copy);
            return tx -> secrets.put(tx, row);
        });
    }

    @Override
    public Mono<byte[]> secret(WalletId wallet, SecretName name) {
        return sealing.read(wallet, tx -> secrets.find(tx, wallet, name), Opener::open);
    }

    @Override
    public Mono<Boolean> deleteSecret(WalletId wallet, SecretName name) {
        return name.equals(LedgerKeys.NAME)
                ? Mono.error(Errors.conflict("the secret " + name + " is the store's own"))
                : database.inTransaction(tx -> secrets.delete(tx, wallet, name));
    }

    @Override
    public Mono<BackupSummary> backup(BackupFile to) {
        return to.write(database);
    }

    @Override
    public StoreKeys keys() {
        return keys;
    }

    @Override
    public Mono<Void> close() {
        // What was read last is opened before the keys go.
        return Flux.concatDelayError(database.close(), opening.close()).then().doFinally(signal -> {
            ledgerKeys.close();
            keyrings.close();
        });
    }

    private Mono<List<LedgerEntry>> ledgerAfter(WalletId wallet, @Nullable LedgerEntry after) {
        return database.read(tx -> ledger.after(tx, wallet, after));
    }

    /** Page by page, so that a long ledger is never in memory at once. */
    private Flux<LedgerFault> faults(WalletId wallet, LedgerCheck check) {
        Mono<List<LedgerFault>> page = Mono.defer(
                        () -> database.read(tx -> ledger.links(tx, wallet, check.head(), check.position())))
                .map(check::next);
        return page.expand(found -> check.isAtEnd() ? Mono.empty() : page)
                .concatMapIterable(Function.identity(), 1)
                .concatWith(Flux.defer(() -> Flux.fromIterable(check.end())));
    }

    private <T> Flux<T> many(Function<Tx, Mono<List<T>>> body) {
        return database.read(body).flatMapIterable(Function.identity());
    }
}
