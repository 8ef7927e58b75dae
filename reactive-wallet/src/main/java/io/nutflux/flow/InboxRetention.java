package io.nutflux.flow;

import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Forgets entries of the inbox that were finished longer ago than they are to be kept, a bounded number at a time. */
final class InboxRetention {

    private static final int BATCH = 500;
    private static final Duration MAX_INTERVAL = Duration.ofHours(1);

    private final FlowContext context;
    private volatile Instant next = Instant.MIN;

    InboxRetention(FlowContext context) {
        this.context = context;
    }

    /** Does a part of the work if it is time for it. For one caller at a time. */
    Mono<Void> purgeWhenDue() {
        Duration kept = context.inbox().retention();
        if (kept == null) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            Instant now = context.now();
            if (now.isBefore(next)) {
                return Mono.empty();
            }
            return context.store()
                    .purgeInbox(context.wallet(), now.minus(kept), BATCH)
                    .doOnNext(forgotten -> next = forgotten < BATCH ? now.plus(interval(kept)) : now)
                    .then();
        });
    }

    private static Duration interval(Duration kept) {
        Duration part = kept.dividedBy(10);
        return part.compareTo(MAX_INTERVAL) < 0 ? part : MAX_INTERVAL;
    }
}
