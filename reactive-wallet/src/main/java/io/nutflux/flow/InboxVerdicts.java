package io.nutflux.flow;

import io.nutflux.error.WalletException;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.InboxTask;
import io.nutflux.store.InboxVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a result means for an entry of the inbox: that it is done with, or when it is its turn again. */
final class InboxVerdicts {

    private static final Logger log = LoggerFactory.getLogger(InboxVerdicts.class);

    /**
     * An entry holds its key and its proofs in the store, so that another token has them can only be what this process saw
     * of one that is about to be refused for it.
     */
    private static final Set<RefusalReason> PASSING = Set.of(RefusalReason.KEY_REUSED, RefusalReason.SHARES_PROOFS);

    private static final Set<RefusalReason> AT_ONCE = Set.of(RefusalReason.SHUTTING_DOWN);

    /** The mint was there, and would not take the token. Of all others but its absence nothing is known of that. */
    private static final Set<RefusalReason> BY_ITS_MINT = Set.of(RefusalReason.MINT_UNSUPPORTED);

    private final FlowContext context;

    InboxVerdicts(FlowContext context) {
        this.context = context;
    }

    InboxVerdict on(InboxTask task, RedeemResult result) {
        if (result instanceof RedeemResult.Refused refused) {
            boolean waits = refused.retryable() || PASSING.contains(refused.reason());
            return waits ? refused(task, refused) : new InboxVerdict.Done(task.key(), refused);
        }
        if (result instanceof RedeemResult.Pending pending) {
            return later(task, "PENDING: recovery works on operation " + pending.operation());
        }
        if (result instanceof RedeemResult.Waiting || result instanceof RedeemResult.Duplicate) {
            return later(task, "DUPLICATE: the same token was presented elsewhere in the same moment");
        }
        return new InboxVerdict.Done(task.key(), result);
    }

    /** It waits on, unless its mint has refused it for too long. */
    private InboxVerdict refused(InboxTask task, RedeemResult.Refused refused) {
        Instant since = refusedSince(task, refused.reason());
        if (since != null && !context.now().isBefore(since.plus(context.inbox().giveUpAfter()))) {
            String detail = refused.detail() + "; so since " + since;
            return new InboxVerdict.Done(
                    task.key(), new RedeemResult.Refused(task.key(), refused.reason(), detail, false));
        }
        Instant due = AT_ONCE.contains(refused.reason()) ? context.now() : nextTry(task);
        return new InboxVerdict.Later(task.key(), due, refused.reason() + ": " + refused.detail(), since);
    }

    /** A clock that was set back begins anew. */
    private @Nullable Instant refusedSince(InboxTask task, RefusalReason reason) {
        Instant known = task.refusedSince();
        if (BY_ITS_MINT.contains(reason)) {
            return known == null || known.isAfter(context.now()) ? context.now() : known;
        }
        return reason == RefusalReason.MINT_UNREACHABLE ? null : known;
    }

    /** Something other than the token failed. */
    InboxVerdict afterError(InboxTask task, Throwable error) {
        if (error instanceof WalletException closed && closed.reason() == WalletException.Reason.CLOSED) {
            return new InboxVerdict.Later(
                    task.key(), context.now(), String.valueOf(closed.getMessage()), task.refusedSince());
        }
        log.warn("an entry of the inbox could not be worked on: {}", task.key(), error);
        return new InboxVerdict.Later(
                task.key(), nextTry(task), "FAILED: " + error.getClass().getSimpleName(), task.refusedSince());
    }

    private InboxVerdict later(InboxTask task, String reason) {
        return new InboxVerdict.Later(task.key(), nextTry(task), reason);
    }

    /** Twice as long after each attempt, and up to half as long again, so that what failed together does not stay so. */
    private Instant nextTry(InboxTask task) {
        InboxOptions options = context.inbox();
        long min = options.minBackoff().toMillis();
        long max = options.maxBackoff().toMillis();
        int doublings = Math.min(task.attempts() - 1, 30);
        long wait = min > (max >> doublings) ? max : min << doublings;
        return context.now().plus(Duration.ofMillis(wait + context.randomness().below(wait / 2 + 1)));
    }
}
