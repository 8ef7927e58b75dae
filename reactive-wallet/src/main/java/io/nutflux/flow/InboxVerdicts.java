package io.nutflux.flow;

import io.nutflux.error.WalletException;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.InboxTask;
import io.nutflux.store.InboxVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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

    private final FlowContext context;

    InboxVerdicts(FlowContext context) {
        this.context = context;
    }

    InboxVerdict on(InboxTask task, RedeemResult result) {
        if (result instanceof RedeemResult.Refused refused) {
            boolean waits = refused.retryable() || PASSING.contains(refused.reason());
            if (waits) {
                Instant due = AT_ONCE.contains(refused.reason()) ? context.now() : nextTry(task);
                return new InboxVerdict.Later(task.key(), due, refused.reason() + ": " + refused.detail());
            }
            return new InboxVerdict.Done(task.key(), refused);
        }
        if (result instanceof RedeemResult.Pending pending) {
            return later(task, "PENDING: recovery works on operation " + pending.operation());
        }
        if (result instanceof RedeemResult.Waiting || result instanceof RedeemResult.Duplicate) {
            return later(task, "DUPLICATE: the same token was presented elsewhere in the same moment");
        }
        return new InboxVerdict.Done(task.key(), result);
    }

    /** Something other than the token failed. */
    InboxVerdict afterError(InboxTask task, Throwable error) {
        if (error instanceof WalletException closed && closed.reason() == WalletException.Reason.CLOSED) {
            return new InboxVerdict.Later(task.key(), context.now(), String.valueOf(closed.getMessage()));
        }
        log.warn("an entry of the inbox could not be worked on: {}", task.key(), error);
        return later(task, "FAILED: " + error.getClass().getSimpleName());
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
