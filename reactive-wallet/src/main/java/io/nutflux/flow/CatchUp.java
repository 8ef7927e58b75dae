package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RestoreProgress;
import io.nutflux.store.KeysetCounter;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredProof;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Brings a wallet that was loaded from a backup up to date: what its mints signed in the time that the backup does not know
 * of (NUT-09), and which of its proofs were spent then (NUT-07). From the wallet's opening on for all mints that it knows,
 * and before anything that needs it for whatever else there is. Does nothing for other wallets.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    private static final int MINTS_AT_A_TIME = 8;
    /**
     * How far a counter goes ahead where the mint cannot tell what it signed. Nothing of the seed can be restored at such a
     * mint, so that a gap costs nothing; it is more than outputs were made in the lost time.
     */
    private static final long LEAP = 1L << 24;

    private static final long LAST_OF_VERSION_1 = Integer.MAX_VALUE;

    private final FlowContext context;
    private final KeysetScan scan;
    private final LostProofs lostProofs;
    private final MintHealth health;
    private final Map<At, Mono<Void>> underWay = new ConcurrentHashMap<>();
    private final Set<MintUrl> done = ConcurrentHashMap.newKeySet();
    private final Disposable.Swap loop = Disposables.swap();
    private final Sinks.Empty<Void> stopped = Sinks.empty();
    private volatile @Nullable Boolean restored;

    CatchUp(FlowContext context, KeysetScan scan, LostProofs lostProofs, MintHealth health) {
        this.context = context;
        this.scan = scan;
        this.lostProofs = lostProofs;
        this.health = health;
    }

    private record At(MintUrl mint, KeysetId keyset) {}

    /** Begins with the mints that the wallet knows; those that do not answer are asked again, less and less often. */
    void start(Background background) {
        loop.update(background.keep(
                BackgroundJob.CATCHING_UP,
                Mono.defer(this::round)
                        .filter(all -> all)
                        .repeatWhenEmpty(Integer.MAX_VALUE, rounds -> rounds.concatMap(this::pause))
                        .flux()));
    }

    /** Begins nothing more by itself; what callers wait for goes on. */
    void stop() {
        loop.dispose();
    }

    /** Ends what is still waited for, and not as if it were done. */
    void end() {
        stopped.tryEmitError(new StoreException(
                StoreException.Kind.CLOSED, "the wallet was closed before it had caught up with the mint", null));
    }

    /** Whether the wallet was loaded from a backup; that does not change while it is open. */
    Mono<Boolean> isRestored() {
        return Mono.defer(() -> {
            Boolean known = restored;
            return known != null
                    ? Mono.just(known)
                    : context.store()
                            .restoredAt(context.wallet())
                            .hasElement()
                            .publishOn(context.compute())
                            .doOnNext(is -> restored = is);
        });
    }

    /**
     * Completes when {@code keyset} may give counters. However many ask at once, it is looked through once, and to its end
     * even if they cancel. Errors: {@link MintException} if the mint cannot be asked, {@link StoreException}.
     */
    Mono<Void> keyset(MintUrl mint, KeysetId keyset) {
        At at = new At(mint, keyset);
        return Mono.defer(() -> underWay.computeIfAbsent(
                at, any -> caughtUp(at).doOnTerminate(() -> underWay.remove(at)).cache()));
    }

    /** Completes when the wallet's proofs of {@code mint} are known to be unspent as of its opening, or later. */
    Mono<Void> proofs(MintUrl mint, CurrencyUnit unit) {
        return isRestored()
                .filter(is -> is && !done.contains(mint))
                .flatMapMany(is -> context.store().proofs(context.wallet(), StoredProof.State.UNSPENT))
                // None can be read: then none can be spent, and whoever chooses some is told.
                .onErrorResume(StoreException::isDamage, e -> Flux.empty())
                .filter(proof -> proof.mint().equals(mint) && proof.unit().equals(unit))
                .map(proof -> proof.proof().id())
                .distinct()
                .concatMap(keyset -> ifBehind(mint, keyset), 0)
                .then();
    }

    /**
     * Emits whether {@code selected} may be handed out as they are; those that are spent are entered. A wallet that was not
     * restored need not ask. Errors: {@link MintException} if the mint cannot be asked, {@link StoreException}.
     */
    Mono<Boolean> areUnspent(MintUrl mint, List<StoredProof> selected) {
        return isRestored()
                .flatMap(is -> is
                        ? lostProofs
                                .areUnspent(mint, selected)
                                .onErrorResume(
                                        MintUnsupportedException.class,
                                        e -> context.directory()
                                                .info(mint)
                                                .flatMap(info -> info.supports(7) ? Mono.error(e) : Mono.just(true)))
                        : Mono.just(true));
    }

    /** Completes when the books say of the keysets' proofs what became of them: for operations that recovery ended. */
    Mono<Void> ended(MintUrl mint, Collection<KeysetId> keysets) {
        return isRestored()
                .filter(is -> is)
                .flatMapMany(is -> Flux.fromIterable(keysets))
                .concatMap(keyset -> lostProofs.enter(mint, keyset), 0)
                .then();
    }

    // ---- in the background

    private Mono<Long> pause(long round) {
        long least = context.recovery().minBackoff().toMillis();
        long most = Math.max(least, context.recovery().maxBackoff().toMillis());
        long wait = Math.min(least << Math.min(round, 20), most);
        return Mono.delay(Duration.ofMillis(wait / 2 + context.randomness().below(wait / 2 + 1)), context.compute());
    }

    /** Emits whether all is done. */
    private Mono<Boolean> round() {
        return isRestored()
                .flatMap(is -> is
                        ? mints().filter(mint -> !done.contains(mint))
                                .flatMap(this::all, MINTS_AT_A_TIME)
                                .reduce(true, Boolean::logicalAnd)
                        : Mono.just(true))
                .onErrorResume(StoreException.class, e -> {
                    log.warn("catching up could not use the store: {}", e.getMessage());
                    return Mono.just(false);
                });
    }

    private Flux<MintUrl> mints() {
        return Flux.concat(
                        context.store().balances(context.wallet()).map(balance -> balance.mint()),
                        context.store().unfinished(context.wallet()).map(Operation::mint),
                        context.store()
                                .openQuotes(context.wallet(), context.now())
                                .map(quote -> quote.mint()))
                .distinct()
                .publishOn(context.compute());
    }

    private Mono<Boolean> all(MintUrl mint) {
        return context.directory()
                .refresh(mint)
                .publishOn(context.compute())
                .flatMapIterable(
                        keysets -> keysets.infos().keySet().stream().sorted().toList())
                .concatMap(keyset -> ifBehind(mint, keyset).thenReturn(true).onErrorResume(CatchUp::isAnswer, e -> {
                    log.warn("keyset {} of {} is not caught up: {}", keyset, mint, e.getMessage());
                    return Mono.just(false);
                }))
                .reduce(true, Boolean::logicalAnd)
                .doOnNext(all -> {
                    if (all) {
                        done.add(mint);
                    }
                })
                // Whatever it is, other mints are not to wait for it.
                .onErrorResume(e -> !(e instanceof StoreException), e -> {
                    log.info("{} is to be caught up when it answers: {}", mint, e.getMessage());
                    if (e instanceof MintException of) {
                        health.failed(of);
                    }
                    return Mono.just(false);
                });
    }

    /** Other keysets of the mint may do better. */
    private static boolean isAnswer(Throwable e) {
        return e instanceof MintException && !(e instanceof MintUnavailableException);
    }

    private Mono<Void> ifBehind(MintUrl mint, KeysetId keyset) {
        return context.store()
                .counter(context.wallet(), mint, keyset)
                .filter(KeysetCounter::behind)
                .flatMap(behind -> keyset(mint, keyset));
    }

    // ---- one keyset

    private Mono<Void> caughtUp(At at) {
        return context.store()
                .counter(context.wallet(), at.mint(), at.keyset())
                .filter(KeysetCounter::behind)
                .flatMap(counter ->
                        Mono.zip(context.directory().keyset(at.mint(), at.keyset()), from(at, counter.from())))
                .flatMapMany(known -> through(at.mint(), known.getT1(), known.getT2()))
                .doOnNext(progress -> health.answered(at.mint()))
                .takeUntilOther(stopped.asMono())
                .then();
    }

    private Flux<RestoreProgress> through(MintUrl mint, Keyset keyset, long from) {
        return scan.of(mint, keyset, from)
                .onErrorResume(MintUnsupportedException.class, e -> withoutRestore(mint, keyset, e));
    }

    /** From the counter on, or from the first one of an operation that was under way when the backup was made. */
    private Mono<Long> from(At at, long next) {
        return context.store()
                .unfinished(context.wallet())
                .filter(operation -> operation.mint().equals(at.mint()))
                .map(Operation::outputs)
                .filter(outputs -> outputs.keyset().equals(at.keyset()))
                .reduce(next, (first, outputs) -> Math.min(first, outputs.firstCounter()));
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
