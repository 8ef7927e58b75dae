package io.nutflux.store;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.RequestBody;
import io.nutflux.model.WalletId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The durable state of one or many wallets, as atomic commands.
 *
 * <p>The life of an operation:
 *
 * <pre>
 * prepare ──> PREPARED ──markSent──> SENT ──settle──> SETTLED
 *                 └──────release───────┴──release──> RELEASED (with outcomes, and successors that take its tokens on)
 * </pre>
 *
 * <p>Rules for implementations; the contract suite in the test-jar holds them:
 *
 * <ul>
 *   <li>Each command is all or nothing, and durable when its {@code Mono} completes.
 *   <li>A command that changes an operation names the version it saw; if that is no longer the stored one, or the
 *       operation has ended, it fails with {@link io.nutflux.error.StoreException.Kind#CONFLICT} and changes nothing.
 *   <li>Publishers are cold. A command that has started runs to its end even if its subscriber cancels.
 *   <li>Results may arrive on the store's own thread; callers move off it before they do work.
 *   <li>Everything but keysets belongs to one wallet; no command sees another wallet's rows.
 *   <li>Errors are {@link io.nutflux.error.StoreException}s.
 * </ul>
 */
public interface WalletStore extends InboxStore, RestoreStore {

    /** A store that forgets everything with the process. */
    static WalletStore inMemory() {
        return new InMemoryStore();
    }

    // ---- keysets: shared by all wallets of the store

    /**
     * Stores keysets of {@code mint}, or updates {@code active}, fee and expiry of known ones.
     *
     * <p>Fails with {@code KEYSET_CONFLICT}, storing none, if an id is known with other keys, of whatever mint, or with
     * another unit of the same mint, or if another id with the same first 8 bytes is known (protocol 02.7). The same keyset
     * under another address is no conflict: keys are shared, and unit, {@code active}, fee and expiry are kept for each
     * address, so that no mint can change or forestall what another says. Which of these the id commits to, the caller has
     * checked.
     */
    Mono<Void> saveKeysets(MintUrl mint, Collection<Keyset> keysets);

    /** All keysets known for {@code mint}, inactive ones included. */
    Flux<Keyset> keysets(MintUrl mint);

    // ---- redemptions

    /**
     * What is known of tokens: by the caller's keys, by tokens' digests, or by sharing a proof ({@code Y}) with a token
     * that was redeemed, is being redeemed, or waits in the inbox. Each redemption comes once, in no order. By digest only
     * those are found that are {@linkplain Redemption#binding() binding}.
     */
    Flux<Redemption> findRedemptions(
            WalletId wallet, Collection<String> keys, Collection<String> digests, Collection<CurvePoint> Ys);

    // ---- operations

    /**
     * Records an intent: the operation as {@code PREPARED} at version 1, its counters taken, its own proofs reserved,
     * its tokens claimed.
     *
     * <p>Fails with {@code CONFLICT} if the id exists, a proof to reserve is not unspent, a token's key is taken, a
     * token's proof is claimed by another token that was redeemed, is being redeemed or waits in the inbox, or, for a
     * {@code MINT}, if the quote is issued or another unfinished operation mints it. A token that waits in the inbox under
     * the same key and digest is no conflict: its key and claims are taken over. Counters never go back, also when the
     * operation is released, and there is one for each {@link io.nutflux.model.CounterKey}, not for each keyset. Fails with
     * {@code COUNTERS_BEHIND} if the keyset of a {@linkplain RestoreStore restored} wallet is not caught up.
     *
     * @return the operation with the first counter of its range filled in
     */
    Mono<Operation> prepare(WalletId wallet, OperationDraft draft);

    /** {@code PREPARED -> SENT}, with the exact bytes of the request that may leave now. Version goes up by one. */
    Mono<Operation> markSent(WalletId wallet, OperationId operation, long version, RequestBody requestBody);

    /**
     * {@code SENT -> SETTLED}: adds the new proofs, marks the operation's own reserved proofs spent, stores its tokens'
     * outcomes, its quote's state and its ledger entry; erases the request body and the tokens' secrets.
     *
     * <p>Fails with {@code CONFLICT} also if a new proof is known already, or if outcomes and tokens do not match.
     */
    Mono<Void> settle(WalletId wallet, OperationId operation, long version, Settlement settlement);

    /**
     * {@code PREPARED | SENT -> RELEASED}: frees the operation's own reserved proofs, stores final outcomes of tokens
     * and forgets the tokens that have neither an outcome nor a successor, or lets them wait again where they came from
     * the inbox; erases the request body and secrets.
     *
     * <p>Successors are prepared in the same transaction and take over the claims on the tokens they name, so that a
     * token once claimed is never without an operation before it has an outcome. Successors' tokens must be tokens of
     * this operation without an outcome, and their own proofs may be ones it had reserved; anything else fails with
     * {@code CONFLICT}. Their counters are taken as by {@code prepare}.
     *
     * @return the successors as prepared, in the order of {@code release.successors()}
     */
    Mono<List<Operation>> release(WalletId wallet, OperationId operation, long version, Release release);

    /** The operation with all that is needed to go on with it; empty if there is none. */
    Mono<StoredOperation> load(WalletId wallet, OperationId operation);

    /** All operations that are {@code PREPARED} or {@code SENT}, oldest first. */
    Flux<Operation> unfinished(WalletId wallet);

    /**
     * Takes over up to {@code limit} unfinished operations whose lease ran out at or before {@code now}, oldest lease
     * first: each becomes {@code owner}'s until {@code leaseUntil} and its version goes up by one. One operation is given
     * to one caller only.
     */
    Flux<Operation> claimDue(WalletId wallet, String owner, Instant now, Instant leaseUntil, int limit);

    /** Changes the lease of an operation still held: to renew it, or with a time to be looked at again. Version + 1. */
    Mono<Operation> lease(WalletId wallet, OperationId operation, long version, Instant leaseUntil);

    /**
     * Puts an unfinished operation under {@code lease}, whoever has it now: to take it over before its time, or to leave it
     * until later with what stands in its way. Version + 1.
     */
    Mono<Operation> assign(WalletId wallet, OperationId operation, long version, Lease lease);

    // ---- proofs and money

    /**
     * The unspent proofs of {@code mint} in {@code unit}, by ascending amount, as they stand in clear: to choose from. No secret
     * is opened for it, however many there are; what was chosen is read by {@link #proofs(WalletId, Collection)}. So those that
     * are damaged are among them.
     */
    Flux<ProofInfo> spendable(WalletId wallet, MintUrl mint, CurrencyUnit unit);

    /**
     * The proofs of these {@code Ys}, whatever their state, each once and in no order; a {@code Y} that is not known has none.
     *
     * <p>Proofs that are damaged are left out and logged, so that one of them does not hold up the rest; {@link #checkProofs}
     * names them. If all that are known are, the query fails instead of being empty.
     */
    Flux<StoredProof> proofs(WalletId wallet, Collection<CurvePoint> Ys);

    /** Proofs in {@code state}, of all mints; damaged ones are treated as by {@link #proofs(WalletId, Collection)}. */
    Flux<StoredProof> proofs(WalletId wallet, StoredProof.State state);

    /**
     * All proofs not yet spent, handed-out ones included, each read once to see that its secret can be; balances count those too
     * that cannot be. Those of one mint, unit and state come together. They are read some at a time as they are asked for, so
     * that a proof whose state changes meanwhile may come twice or not at all.
     */
    Flux<CheckedProof> checkProofs(WalletId wallet);

    /**
     * Hands out unspent proofs as they are, without a mint: {@code UNSPENT -> SENT}, with a ledger entry. Fails with {@code
     * CONFLICT}, changing nothing, if one of them is not unspent.
     */
    Mono<Void> handOut(WalletId wallet, Collection<CurvePoint> Ys, LedgerEntry entry);

    /** Handed-out proofs that were seen spent: {@code SENT -> CLAIMED}. Proofs in another state are left alone. */
    Mono<Void> markClaimed(WalletId wallet, Collection<CurvePoint> Ys);

    /** Balances by mint and unit, one row for each pair that ever held value. */
    Flux<StoredBalance> balances(WalletId wallet);

    /** Ledger entries, newest first and by operation id where times are equal, at most {@code limit}. */
    Flux<LedgerEntry> ledger(WalletId wallet, int limit);

    /** All ledger entries, oldest first and by operation id where times are equal; read as they are asked for. */
    Flux<LedgerEntry> ledger(WalletId wallet);

    /** The ledger entry of {@code operation}; empty if it has none. Tells whether a command that gave no answer took place. */
    default Mono<LedgerEntry> ledgerEntry(WalletId wallet, OperationId operation) {
        return ledger(wallet)
                .filter(entry -> entry.operation().equals(operation))
                .next();
    }

    /**
     * Checks that the ledger is as it was written: entries of one mint and unit are chained, each by a keyed digest over
     * itself and the one before. Emits what is found to be wrong; nothing if all is well. A whole store that was put back to
     * an earlier state is no fault here.
     */
    Flux<LedgerFault> ledgerFaults(WalletId wallet);

    /** Sums of the ledger by mint and unit. */
    Flux<LedgerTotals> ledgerTotals(WalletId wallet);

    // ---- quotes

    /**
     * Stores a quote, or the new state of a known one; the rest stays as first stored. A quote that is {@code ISSUED}
     * stays so. Fails with {@code CONFLICT} if the id is known from another mint.
     */
    Mono<Void> saveQuote(WalletId wallet, MintUrl mint, MintQuote quote);

    /** The quote, with its mint; empty if unknown. */
    Mono<StoredQuote> quote(WalletId wallet, String quoteId);

    /** Quotes that may still give money: paid and not issued, or not known to be paid and not expired before {@code now}. */
    Flux<StoredQuote> openQuotes(WalletId wallet, Instant now);

    // ---- named secrets

    /** Stores a secret under a name that is free. Fails with {@code CONFLICT}, changing nothing, if it is taken. */
    Mono<Void> addSecret(WalletId wallet, SecretName name, byte[] secret);

    /** Stores a secret in place of what the name stood for, if anything. */
    Mono<Void> putSecret(WalletId wallet, SecretName name, byte[] secret);

    /** The secret, as a copy for the caller to wipe; empty if there is none of this name. */
    Mono<byte[]> secret(WalletId wallet, SecretName name);

    /** Deletes a secret; emits whether there was one. */
    Mono<Boolean> deleteSecret(WalletId wallet, SecretName name);

    /** Releases files, threads and connections. Commands after it fail with {@code CLOSED}. Idempotent. */
    Mono<Void> close();
}
