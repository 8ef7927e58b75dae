package io.nutflux;

import io.nutflux.event.WalletEvent;
import io.nutflux.model.Amount;
import io.nutflux.model.Balance;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Minted;
import io.nutflux.model.OpenQuote;
import io.nutflux.model.OperationId;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RestoreProgress;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.model.UnfinishedOperation;
import io.nutflux.model.Verification;
import io.nutflux.model.WalletCounts;
import io.nutflux.model.WalletHealth;
import io.nutflux.store.LedgerEntry;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A Cashu wallet.
 *
 * <p>How data flows: tokens enter {@link #redeem}, are decoded and judged by the policy, gathered per mint and unit into
 * few swaps, recorded as intents in the store, sent to the mint, verified, and settled in one local transaction each; one
 * {@link RedeemResult} leaves for each token. What a crash or a lost answer leaves unfinished, recovery settles by itself.
 *
 * <p>Every publisher is cold and may be subscribed many times. Nothing blocks the calling thread. Signals arrive on
 * threads named {@code nutflux-…}; take longer work off them. Errors are {@link io.nutflux.error.CashuException}s.
 * Thread-safe.
 */
public interface CashuWallet {

    static WalletBuilder builder() {
        return new WalletBuilder();
    }

    /**
     * Redeems tokens: one result for each request, in order of completion, under the caller's key.
     *
     * <p>Demand is the only throttle: requests are asked for as results are taken, at most {@code maxTokensInFlight}
     * ahead. A bad token is a result, never an error; the stream fails only if {@code requests} fails or the store does,
     * and then what was already sent to mints still settles, or with {@code CLOSED}: a wallet that is being closed takes no
     * more requests of the stream and gives the results of those it has, as far as its grace allows. Cancelling leaves
     * tokens that were not sent as they were, and lets those that were sent settle without the subscriber.
     */
    Flux<RedeemResult> redeem(Publisher<RedeemRequest> requests);

    /** Redeems one token; it shares swaps with others that come at the same time. */
    Mono<RedeemResult> redeem(RedeemRequest request);

    /**
     * What became of the token presented under {@code key}: its final result, {@code Pending} while its operation is under
     * way, or {@code Waiting} while it is in the inbox and there is none; empty if nothing is kept of it.
     */
    Mono<RedeemResult> outcome(String key);

    /** Tokens that are stored now and redeemed later: for a service that answers before the mint does. */
    Inbox inbox();

    /**
     * Asks {@code mint} for an invoice (NUT-04, NUT-23). The quote is stored before it is emitted.
     *
     * <p>Errors: {@code MintUnsupportedException} if the mint does not offer (bolt11, unit), {@code WalletException} if
     * the amount is outside its limits.
     */
    Mono<MintQuote> requestMint(MintUrl mint, CurrencyUnit unit, Amount amount);

    /**
     * The quote's state, asked of its mint now. Errors: {@code QUOTE_UNKNOWN}, or a {@code MintException} if the mint does
     * not tell.
     */
    Mono<MintQuote> quote(String quoteId);

    /**
     * Quotes that may still give money, as their mints last told: paid and not minted, or perhaps still to be paid. For a
     * checkout that starts again and has not kept their ids: ask for each with {@link #quote}, and {@link #mint} those
     * that are paid.
     *
     * @param expiredFor how long a quote may have expired and still be listed. One that was paid in time while nobody asked
     *     looks like one that never was, so give more than the longest time that all replicas may have been down
     */
    Flux<OpenQuote> openQuotes(Duration expiredFor);

    /**
     * Emits the quote once it is paid (or issued), asking the mint every {@code interval}. A mint that cannot be reached is
     * asked again.
     *
     * <p>Errors: {@code QUOTE_UNKNOWN}; {@code QUOTE_EXPIRED} once the invoice has expired unpaid; a {@code MintException} if
     * the mint refuses to tell, which ends the waiting. Cancelling ends it too; the quote stays as it is.
     *
     * @throws IllegalArgumentException if {@code interval} is not positive
     */
    Mono<MintQuote> awaitPaid(String quoteId, Duration interval);

    /**
     * Mints a paid quote (NUT-04). Minting it twice gives the first result. Concurrent calls in one wallet are one
     * operation, of which all get the same; where recovery has it in hand already they wait for that.
     *
     * <p>Errors: {@code QUOTE_UNKNOWN}, {@code QUOTE_NOT_PAID}; {@code QUOTE_ISSUED_ELSEWHERE} if the mint says that it
     * issued the quote, and signed none of this wallet's outputs; {@code OUTCOME_PENDING} if the mint's answer was lost, or
     * another process is at it, while recovery goes on: ask again. A {@code MintException} if the mint cannot be asked for
     * the quote's state or refuses; nothing is lost by it, and the quote can be minted later.
     *
     * <p>Cancelling stops the waiting of this caller. When the last one is gone, what has been recorded is left to recovery,
     * which mints it all the same.
     */
    Mono<Minted> mint(String quoteId);

    /**
     * Makes a plain token: of proofs that add up to the amount if there are such, else by a swap (NUT-03).
     *
     * <p>Errors: {@code INSUFFICIENT_FUNDS} if what can be spent does not cover amount and fees, or the mint says that some
     * of it was spent elsewhere, which {@link #verify} names; {@code NO_EXACT_MATCH} offline; {@code AMOUNT_OUT_OF_RANGE} if
     * amount and fees pass 64 bits; a {@code MintException} if the mint cannot be asked for its keysets or refuses the swap,
     * and then the value is spendable as before; {@code OUTCOME_PENDING} if the mint's answer was lost: the value then
     * returns to the wallet by recovery, since nobody has the token.
     *
     * <p>Cancelling before the swap left gives the value back, after it lets recovery do that; a token that was ready in that
     * moment and reached nobody is taken back by {@link #reclaim(OperationId)} or {@link #reclaimAll}.
     */
    Mono<SentToken> send(SendRequest request);

    /**
     * Takes back what is left of a token that this wallet handed out (NUT-07): its proofs that nobody has redeemed are
     * swapped for others, so that its text is worth nothing any more. Its result's key is {@code reclaim:} and a digest of
     * what was left; callers' keys cannot begin so.
     *
     * <p>Emits {@code Redeemed} with the value after the mint's fee, {@code AlreadySpent} if the receiver was first, {@code
     * Pending} if the mint's answer was lost (recovery goes on), or {@code Refused} if the mint cannot be asked now. Safe
     * to repeat. Errors: {@code TokenException}, {@code NOTHING_TO_RECLAIM} if the token is not this wallet's, or was seen
     * redeemed before. Cancelling after the request left lets it settle without the subscriber.
     */
    Mono<RedeemResult> reclaim(String token);

    /**
     * As {@link #reclaim(String)}, for a token whose text is lost: that of a send that swapped, by its operation as the
     * ledger has it.
     */
    Mono<RedeemResult> reclaim(OperationId send);

    /**
     * As {@link #reclaim(String)}, for all that was handed out at {@code mint} and nobody redeemed, also what a receiver
     * may still count on; one result for each swap. Completes empty if there is nothing.
     */
    Flux<RedeemResult> reclaimAll(MintUrl mint);

    /** Balances by mint and unit. */
    Flux<Balance> balances();

    /** Operations that are not finished, oldest first, with what keeps each from its end as far as that is known. */
    Flux<UnfinishedOperation> pending();

    /**
     * Works on every unfinished operation now, whatever its next turn, and tells what came of each; those that the wallet
     * has in hand already are waited for. A mint that does not answer is not asked again for each. An operation that fails
     * in itself, since a row of it is damaged or its mint's address is not allowed, is reported as pending, and the others go
     * on. Errors: {@code StoreException} if the operations cannot be listed, or the store is closed.
     */
    Flux<RecoveryReport> recover();

    /**
     * Restores what the wallet's seed owns at {@code mint} (NUT-09, NUT-13): for a wallet whose store is lost, and for what an
     * existing one does not know. All keysets are looked through from the first counter on, inactive ones included, until
     * {@code RestoreOptions.emptyBatches} questions in a row find nothing; if that is before the store's own counter, as many
     * again from there on. Proofs that the mint calls unspent, or in use, are
     * stored; counters are raised past the last signature; known proofs that the mint calls spent are entered as {@code
     * SPENT_ELSEWHERE}.
     *
     * <p>One item for each batch of each keyset, once it is stored, with sums so far; the last of a keyset is {@code
     * complete}. A second run finds nothing new. Proofs that were handed out as a token and not redeemed yet come back as the
     * wallet's own, unless the store knows of it: whoever is first at the mint has them. Locked proofs do not come back, since
     * their secrets are not derived from the seed (13.10).
     *
     * <p>One question is under way at a time, and at most one batch is looked at ahead of demand. Cancelling keeps what was
     * stored; so does an error. Errors: {@code MintException}, of one keyset once the others are done, with
     * those of others as suppressed ones; {@code MintUnsupportedException} if the mint lacks NUT-09 or NUT-07.
     */
    Flux<RestoreProgress> restore(MintUrl mint);

    /** At most {@code limit} entries of the ledger, the newest first: to show what was done of late. */
    Flux<LedgerEntry> latestLedgerEntries(int limit);

    /** The whole ledger, oldest first, read as it is asked for: to export it. */
    Flux<LedgerEntry> ledger();

    /** Checks the books, and each proof's state with its mint; marks handed-out proofs that were redeemed. */
    Mono<Verification> verify();

    /**
     * What the mint says of itself (NUT-06), as last asked, and its keysets (NUT-02), asked for now. Errors: {@code
     * MintException} if it does not tell.
     */
    Mono<MintOverview> mintOverview(MintUrl mint);

    /**
     * Events from now on, {@link WalletEvent.Started} first. A slow subscriber loses the oldest and is told by {@link
     * WalletEvent.Lagged}; it never slows the wallet.
     *
     * <p>Completes when the wallet is closed, for a subscriber that takes its events after the last of them; what one that is
     * a second behind at that time has not taken is lost. Never fails.
     */
    Flux<WalletEvent> events();

    /** What was done since this wallet was opened, by this process; for meters. Read at once, never an error. */
    WalletCounts counts();

    /**
     * How the wallet is now: whether the store answers, what waits in it, whether recovery and the inbox's worker run, and
     * which mints are left alone. For a readiness probe, as often as every few seconds: it reads the unfinished operations.
     * Never fails but with {@code CLOSED}; a store that does not answer within five seconds is a part of what it tells.
     */
    Mono<WalletHealth> health();

    /**
     * Stops taking calls that change something, lets those in hand end and have their results within {@code grace}, and
     * closes what the wallet opened, and the store unless it is {@linkplain WalletBuilder#sharedStore shared}. New ones get {@code CLOSED} at once, tokens {@code SHUTTING_DOWN};
     * what only waits or looks goes on until the store is closed, and gets {@code CLOSED} then. What is unfinished at the
     * end of the grace is settled after the next start.
     *
     * <p>It closes once: a later call waits for the same end and gets the same error, whatever its {@code grace}. Everything
     * is closed even if closing the store fails; then its error comes at the end. Cancelling stops the waiting, not the
     * closing.
     */
    Mono<Void> close(Duration grace);
}
