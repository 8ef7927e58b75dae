package io.nutflux;

import io.nutflux.model.InboxAnswer;
import io.nutflux.model.InboxCounts;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tokens that are stored now and redeemed later, so that a service can answer its client before a mint does.
 *
 * <p>What {@link #accept} stored survives a crash. Workers, in this process or in others on the same store, take entries in
 * batches under leases and redeem them like any other token; an entry whose worker died is taken over when its lease ends.
 * A token that proves worthless ends with its reason; one whose mint is away waits, and keeps no other from being
 * redeemed. {@link io.nutflux.flow.InboxOptions} says how many wait at most, how workers go about it, and how long
 * finished entries are kept. Of these the token's text is not kept: one that ends as {@code Refused} has its money still,
 * for whoever has the text.
 *
 * <p>Keys mean the same here and in {@link CashuWallet#redeem}: a key is one token's, whichever way it came.
 */
public interface Inbox {

    /**
     * Brings a token. When the answer is {@code Stored}, the token is on the disk. Calls that come while others are being
     * stored share one commit.
     *
     * <p>Only what needs no mint is judged now: whether the text is a token, and the policy on mints, units, size and
     * locks. Cancelling takes the token back unless its commit is under way.
     *
     * <p>Errors: {@code WalletException} with {@code INBOX_FULL}, nothing stored: answer your client 503;
     * {@code StoreException}, where the token may have been stored: the same key and token again tell.
     */
    Mono<InboxAnswer> accept(RedeemRequest request);

    /**
     * Brings tokens as fast as they are stored: one answer for each, in order of completion. Fails with what {@link
     * #accept(RedeemRequest)} fails with, a full inbox included; what was stored before that stays.
     */
    Flux<InboxAnswer> accept(Publisher<RedeemRequest> requests);

    /**
     * What became of the token under {@code key}, as {@link CashuWallet#outcome}: {@code Waiting}, {@code Pending} or a
     * final result; empty if nothing is kept of it.
     */
    Mono<RedeemResult> outcome(String key);

    /** The entry under {@code key}, finished or not, with its attempts and what holds it up; empty if there is none. */
    Mono<InboxEntry> entry(String key);

    /** Entries that are not finished, those due first coming first, at most {@code limit}. */
    Flux<InboxEntry> waiting(int limit);

    /** How many entries are not finished, and since when the oldest waits. */
    Mono<InboxCounts> counts();
}
