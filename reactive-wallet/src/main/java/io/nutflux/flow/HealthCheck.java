package io.nutflux.flow;

import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletHealth;
import io.nutflux.model.WalletHealth.Backlog;
import io.nutflux.store.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Tells how the wallet is. */
final class HealthCheck {

    /** A store that takes longer for two short queries is no store to work with. */
    static final Duration STORE_PATIENCE = Duration.ofSeconds(5);

    private final FlowContext context;
    private final Background background;
    private final StuckKeysets stuck;
    private final List<Function<Instant, Map<MintUrl, Instant>>> pauses;

    /** @param pauses mints that are left alone at a time, with the time until which */
    HealthCheck(
            FlowContext context,
            Background background,
            StuckKeysets stuck,
            List<Function<Instant, Map<MintUrl, Instant>>> pauses) {
        this.context = context;
        this.background = background;
        this.stuck = stuck;
        this.pauses = pauses;
    }

    Mono<WalletHealth> look() {
        return Mono.defer(this::backlog)
                .timeout(STORE_PATIENCE, context.compute())
                .map(backlog -> health(backlog, null))
                .onErrorResume(e -> Mono.fromSupplier(() -> health(null, why(e))));
    }

    private static String why(Throwable failure) {
        return failure instanceof TimeoutException
                ? "the store did not answer within " + STORE_PATIENCE.toSeconds() + " seconds"
                : String.valueOf(failure.getMessage());
    }

    private Mono<Backlog> backlog() {
        Mono<List<Instant>> unfinished = context.store()
                .unfinished(context.wallet())
                .map(Operation::createdAt)
                .collectList();
        return Mono.zip(unfinished, context.store().inboxCounts(context.wallet()))
                .publishOn(context.compute())
                .map(known -> new Backlog(
                        known.getT1().size(),
                        known.getT1().stream().min(Instant::compareTo).orElse(null),
                        known.getT2()));
    }

    private WalletHealth health(@Nullable Backlog backlog, @Nullable String storeFailure) {
        Map<MintUrl, Instant> paused = new HashMap<>();
        Instant now = context.now();
        pauses.forEach(some ->
                some.apply(now).forEach((mint, until) -> paused.merge(mint, until, (a, b) -> a.isAfter(b) ? a : b)));
        return new WalletHealth(backlog, storeFailure, background.health(), paused, stuck.all());
    }
}
