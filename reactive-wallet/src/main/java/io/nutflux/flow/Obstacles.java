package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.error.WalletException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.Obstacle;
import io.nutflux.model.OperationId;
import io.nutflux.store.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What keeps operations from their end: its name, the wait before the next try, and the word to those who should know. */
final class Obstacles {

    private static final int MOST_TOLD = 10_000;

    /** How long a mint may go on refusing what somebody was told is pending, for what may pass, before it is believed. */
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(1);

    private final FlowContext context;

    private record Told(OperationId operation, Obstacle.Reason reason) {}

    /** What subscribers were told, the latest of it: once for each operation and reason. */
    private final Map<Told, Boolean> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Boolean> eldest) {
            return size() > MOST_TOLD;
        }
    };

    Obstacles(FlowContext context) {
        this.context = context;
    }

    /** The name of what {@code failure} of a mint, of the store or of the wallet's options stands for, if it has one. */
    static Obstacle.@Nullable Reason reasonOf(Throwable failure) {
        if (failure instanceof MintException mint) {
            return reasonOf(mint);
        }
        if (WalletException.isInsecureMint(failure)) {
            return Obstacle.Reason.MINT_NOT_ALLOWED;
        }
        return StoreException.isDamage(failure) ? Obstacle.Reason.STORE_DAMAGED : null;
    }

    /**
     * The name of what {@code failure} of a mint stands for, where it was asked for something. A refusal of the request
     * itself is judged by the run: what was only asked says nothing of that, and must not count as such.
     */
    static Obstacle.Reason reasonOf(MintException failure) {
        if (failure instanceof MintUnavailableException) {
            return Obstacle.Reason.MINT_UNREACHABLE;
        }
        if (failure instanceof MintRejectedException refusal) {
            return isAboutKeysets(refusal) ? Obstacle.Reason.KEYSET_GONE : Obstacle.Reason.QUESTION_REFUSED;
        }
        // The directory says so of a keyset that the mint does not know.
        return failure instanceof MintUnsupportedException
                ? Obstacle.Reason.KEYSET_GONE
                : Obstacle.Reason.MINT_MISBEHAVES;
    }

    /** Whether the mint says that it has no such keyset, or none any more. */
    static boolean isAboutKeysets(MintRejectedException refusal) {
        return refusal.hasCode(MintRejectedException.KEYSET_UNKNOWN)
                || refusal.hasCode(MintRejectedException.KEYSET_EXPIRED);
    }

    /** {@code reason} as it stands in the way of {@code operation} now; {@code null} if there is none with a name. */
    @Nullable
    Obstacle of(Operation operation, Obstacle.@Nullable Reason reason) {
        return reason == null ? null : Obstacle.of(reason, operation.obstacle(), context.now());
    }

    /**
     * Whether {@code reason} has stood in the way of {@code operation} long enough for a refusal to be believed: at every
     * try, since nothing else was met. An outage before, or in between, does not count: the mint that is back may have had no
     * time yet to get well.
     */
    static boolean hasLasted(Operation operation, Obstacle.Reason reason, Instant now) {
        Obstacle met = operation.obstacle();
        return met != null
                && met.reason() == reason
                && !now.isBefore(met.since().plus(GIVE_UP_AFTER));
    }

    /** Tells of a mint that answered what an honest one does not. */
    void report(MintException e) {
        if (e instanceof MintMisbehavedException misbehaved) {
            context.events()
                    .publish(new WalletEvent.MintMisbehaved(
                            misbehaved.mint(), misbehaved.kind(), String.valueOf(misbehaved.getMessage())));
        }
    }

    /** When {@code operation} is to be tried again: after about as long again as it has lasted, within bounds. */
    Instant nextTry(Operation operation) {
        Instant now = context.now();
        long least = context.recovery().minBackoff().toMillis();
        long most = Math.max(least, context.recovery().maxBackoff().toMillis());
        long age = Duration.between(operation.createdAt(), now).toMillis();
        long wait = Math.min(Math.max(age, least), most);
        return now.plus(context.jittered(wait));
    }

    /** Says that a person should look at {@code operation}, once for each reason, if it is so. */
    void tell(Operation operation, @Nullable Obstacle obstacle, String why) {
        if (obstacle == null) {
            return;
        }
        // As long as the operation has lasted, whatever the clock did: a reason that comes and goes is one trouble.
        Duration lasted = Duration.between(operation.createdAt(), context.now()).abs();
        boolean due = obstacle.reason().isLasting()
                || lasted.compareTo(context.recovery().stuckAfter()) >= 0;
        if (due && isNews(new Told(operation.id(), obstacle.reason()))) {
            context.events()
                    .publish(new WalletEvent.OperationStuck(
                            operation.id(),
                            Kinds.of(operation),
                            operation.mint(),
                            obstacle.reason(),
                            obstacle.since(),
                            why));
        }
    }

    private synchronized boolean isNews(Told one) {
        return told.put(one, true) == null;
    }
}
