package io.nutflux.store;

import io.nutflux.model.InboxCounts;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The inbox: tokens that were accepted and wait to be redeemed. The rules of {@link WalletStore} hold here too.
 *
 * <p>An entry shares its key with a redemption and holds the claims on its proofs from the start, so one pair of tables
 * keeps keys and proofs apart on both ways into the wallet:
 *
 * <pre>
 * acceptInbox ──> WAITING ──prepare──> PENDING ──settle, release──> REDEEMED, ALREADY_SPENT, INVALID
 *                  │   └───release without outcome───┘
 *                  └──concludeInbox──> ALREADY_SPENT, INVALID, REFUSED
 * </pre>
 *
 * <p>{@code findRedemptions} tells of an entry as {@code Waiting}. {@code prepare} takes over the key and the claims of a
 * waiting entry with the same digest; a {@code release} that has no outcome and no successor for it lets it wait again.
 * The entry itself, with the token's text, ends with {@code concludeInbox}.
 */
public interface InboxStore {

    /**
     * Stores tokens, due at once, with their keys and the claims on their proofs: one receipt for each draft, in order.
     *
     * <p>A draft is not stored if {@code findRedemptions} would find anything by its key, its digest or its proofs, an
     * earlier draft of the list included, or if there is no {@code room}. One draft's receipt is no reason to leave
     * out another. Fails with {@code CONFLICT}, storing none, if another process stores one of them in the same moment.
     */
    Mono<List<InboxReceipt>> acceptInbox(WalletId wallet, List<InboxDraft> drafts, Instant now, InboxRoom room);

    /**
     * Takes up to {@code limit} entries that are due at {@code now}, oldest due first: each is {@code owner}'s until
     * {@code leaseUntil}. One entry is given to one caller only.
     *
     * @param except mints whose entries are left alone
     */
    Flux<InboxTask> claimInbox(
            WalletId wallet, String owner, Instant now, Instant leaseUntil, int limit, Collection<MintUrl> except);

    /** Makes entries that are still {@code owner}'s its own until {@code leaseUntil}; others are left alone. */
    Mono<Void> renewInbox(WalletId wallet, String owner, Collection<String> keys, Instant leaseUntil);

    /**
     * Ends entries, or puts them back. Only those that are still {@code owner}'s are touched.
     *
     * <p>{@code Done} erases the token's text. Where the redemption still waits, it gets the outcome and its claims are
     * dropped; it holds under its own key only, since nothing was recorded at the mint. Where it has an outcome already,
     * that one stays. While an operation is under way, and if a waiting one is said to be {@code Redeemed}, the entry is
     * left as it is.
     *
     * @return the keys of the entries that were ended
     */
    Mono<List<String>> concludeInbox(WalletId wallet, String owner, Instant now, List<InboxVerdict> verdicts);

    /** Makes all entries that are {@code owner}'s nobody's, and due at {@code now}. */
    Mono<Void> releaseInbox(WalletId wallet, String owner, Instant now);

    /** The entry under {@code key}, finished or not; empty if there is none. */
    Mono<InboxEntry> inboxEntry(WalletId wallet, String key);

    /** Entries that are not finished, those that are due first coming first, at most {@code limit}. */
    Flux<InboxEntry> waitingInbox(WalletId wallet, int limit);

    /** How many entries are not finished. */
    Mono<InboxCounts> inboxCounts(WalletId wallet);

    /**
     * Forgets entries that were finished before {@code finishedBefore}, at most {@code limit}, oldest first, with their
     * outcomes and the claims on their proofs: keys and tokens are then as if they had never been seen.
     *
     * @return how many were forgotten
     */
    Mono<Integer> purgeInbox(WalletId wallet, Instant finishedBefore, int limit);
}
