package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RestoreProgress;
import io.nutflux.store.KeysetCounter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Catches one keyset up, of a wallet that was loaded from a backup: so that its counter is past all that its mint signed. */
final class KeysetCatchUp {

    /**
     * How far a counter goes ahead where the mint cannot tell what it signed. Nothing of the seed can be restored at such a
     * mint, so that a gap costs nothing; it is more than outputs were made in the lost time.
     */
    private static final long LEAP = 1L << 24;

    private static final long LAST_OF_VERSION_1 = Integer.MAX_VALUE;

    private final FlowContext context;
    private final KeysetScan scan;
    private final MintHealth health;
    private final StuckKeysets stuck;
    private final Map<MintKeyset, Mono<Void>> underWay = new ConcurrentHashMap<>();
    private final Set<MintKeyset> done = ConcurrentHashMap.newKeySet();
    private final Sinks.Empty<Void> stopped = Sinks.empty();

    KeysetCatchUp(FlowContext context, KeysetScan scan, MintHealth health, StuckKeysets stuck) {
        this.context = context;
        this.scan = scan;
        this.health = health;
        this.stuck = stuck;
    }

    /** Whether the mint answered, and not with what was asked: for its other keysets it may. */
    static boolean isAnswer(Throwable e) {
        return e instanceof MintException && !(e instanceof MintUnavailableException);
    }

    /** Ends what is still waited for, and not as if it were done. */
    void end() {
        stopped.tryEmitError(new StoreException(
                StoreException.Kind.CLOSED, "the wallet was closed before it had caught up with the mint", null));
    }

    /** As {@link #keyset}, with no more than a look at the store if it is caught up. */
    Mono<Void> ifBehind(MintUrl mint, KeysetId keyset) {
        MintKeyset at = new MintKeyset(mint, keyset);
        return Mono.defer(() -> done.contains(at)
                ? Mono.empty()
                : context.store()
                        .counter(context.wallet(), mint, keyset)
                        .map(KeysetCounter::behind)
                        .defaultIfEmpty(false)
                        .flatMap(behind -> behind ? keyset(mint, keyset) : Mono.fromRunnable(() -> caughtUp(at))));
    }

    /**
     * Completes when {@code keyset} may give counters. However many ask at once, it is looked through once, and to its end
     * even if they cancel. Errors: {@link MintException} if the mint cannot be asked or refuses, {@link StoreException}.
     */
    Mono<Void> keyset(MintUrl mint, KeysetId keyset) {
        MintKeyset at = new MintKeyset(mint, keyset);
        return Mono.defer(() -> underWay.computeIfAbsent(
                at,
                any -> look(at).doOnSuccess(end -> caughtUp(at))
                        .doOnError(KeysetCatchUp::isAnswer, e -> stuck.refused(mint, keyset, (MintException) e))
                        .doOnTerminate(() -> underWay.remove(at))
                        .cache()));
    }

    private void caughtUp(MintKeyset at) {
        done.add(at);
        stuck.caughtUp(at.mint(), at.keyset());
    }

    private Mono<Void> look(MintKeyset at) {
        return context.store()
                .counter(context.wallet(), at.mint(), at.keyset())
                .filter(KeysetCounter::behind)
                .flatMap(behind -> stuck.withoutEnd(at.mint(), at.keyset())
                        .map(Mono::<Keyset>error)
                        .orElseGet(() -> context.directory().keyset(at.mint(), at.keyset())))
                .flatMapMany(keyset -> through(at.mint(), keyset))
                .doOnNext(progress -> health.answered(at.mint()))
                .takeUntilOther(stopped.asMono())
                .then();
    }

    private Flux<RestoreProgress> through(MintUrl mint, Keyset keyset) {
        return scan.ofLostTime(mint, keyset)
                .onErrorResume(MintUnsupportedException.class, e -> withoutRestore(mint, keyset, e));
    }

    private Mono<RestoreProgress> withoutRestore(MintUrl mint, Keyset keyset, MintUnsupportedException unsupported) {
        return context.directory().info(mint).flatMap(info -> {
            if (info.supports(9) && info.supports(7)) {
                // It may pass, as when a proxy or a version of a day stands in between: no verdict on anything.
                return Mono.error(new MintUnavailableException(
                        mint, String.valueOf(unsupported.getMessage()), false, null, unsupported));
            }
            long most = keyset.id().version() == 0 ? LAST_OF_VERSION_1 : Long.MAX_VALUE - LEAP;
            return context.store()
                    .counter(context.wallet(), mint, keyset.id())
                    .flatMap(counter -> scan.leap(mint, keyset, Math.min(counter.from() + LEAP, most)));
        });
    }
}
