package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.store.Operation;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredProof;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings a wallet that was loaded from a backup up to date: what its mints signed in the time that the backup does not know
 * of (NUT-09), and which of its proofs were spent then (NUT-07). From the wallet's opening on for all mints that it knows,
 * and before anything that needs it for whatever else there is. Does nothing for other wallets.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    private static final int MINTS_AT_A_TIME = 8;
    private final FlowContext context;
    private final KeysetCatchUp keysets;
    private final StuckKeysets stuck;
    private final LostProofs lostProofs;
    private final MintHealth health;
    /** Keysets that cannot be caught up, of which the mint told all the same what became of the proofs. */
    private final Set<MintKeyset> looked = ConcurrentHashMap.newKeySet();

    private final Set<MintUrl> done = ConcurrentHashMap.newKeySet();
    private final Disposable.Swap loop = Disposables.swap();
    private volatile @Nullable Boolean restored;

    CatchUp(FlowContext context, KeysetCatchUp keysets, StuckKeysets stuck, LostProofs lostProofs, MintHealth health) {
        this.context = context;
        this.keysets = keysets;
        this.stuck = stuck;
        this.lostProofs = lostProofs;
        this.health = health;
    }

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
        keysets.end();
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

    /** Completes when {@code keyset} may give counters; see {@link KeysetCatchUp#keyset}. */
    Mono<Void> keyset(MintUrl mint, KeysetId keyset) {
        return keysets.keyset(mint, keyset);
    }

    /**
     * Emits {@code known} without the keys of keysets that would come first for outputs of {@code unit} and give no counters,
     * since the mint refuses to tell what it signed with them; all of it if none is left then, so that taking counters tells
     * why. Errors: {@link MintException} if the mint cannot be asked, {@link StoreException}.
     */
    Mono<MintKeysets> forOutputs(MintUrl mint, CurrencyUnit unit, MintKeysets known) {
        return isRestored()
                .flatMap(is -> is
                        ? givingCounters(mint, unit, known)
                                .defaultIfEmpty(known)
                                .publishOn(context.compute())
                        : Mono.just(known));
    }

    private Mono<MintKeysets> givingCounters(MintUrl mint, CurrencyUnit unit, MintKeysets left) {
        return Mono.justOrEmpty(left.forOutputs(unit, context.unixNow()).map(Keyset::id))
                .flatMap(keyset -> {
                    Mono<MintKeysets> others = Mono.defer(() -> givingCounters(mint, unit, left.withoutKeysOf(keyset)));
                    return stuck.is(mint, keyset)
                            ? others
                            : keysets.ifBehind(mint, keyset)
                                    .thenReturn(left)
                                    .onErrorResume(KeysetCatchUp::isAnswer, e -> others);
                });
    }

    /**
     * Emits the keysets of which the mint says neither what it signed nor which of the wallet's proofs are spent: these are
     * to be left alone. Of all others the proofs are known to be unspent as of the wallet's opening, or later. Errors: {@link
     * MintException} if the mint cannot be asked, {@link StoreException}.
     */
    Mono<Set<KeysetId>> unknown(MintUrl mint, CurrencyUnit unit) {
        return isRestored()
                .filter(is -> is && !done.contains(mint))
                .flatMapMany(is -> context.store().spendable(context.wallet(), mint, unit))
                .map(ProofInfo::keyset)
                .distinct()
                .concatMap(
                        keyset -> isKnown(mint, keyset).filter(known -> !known).map(known -> keyset), 0)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the books say of the keyset's proofs what the mint says: by looking it through, or else by their states. */
    private Mono<Boolean> isKnown(MintUrl mint, KeysetId keyset) {
        MintKeyset at = new MintKeyset(mint, keyset);
        return Mono.defer(() -> looked.contains(at) && stuck.is(mint, keyset)
                ? Mono.just(true)
                : keysets.ifBehind(mint, keyset)
                        .thenReturn(true)
                        .onErrorResume(KeysetCatchUp::isAnswer, e -> byStates(at)));
    }

    private Mono<Boolean> byStates(MintKeyset at) {
        if (looked.contains(at)) {
            return Mono.just(true);
        }
        return lostProofs
                .enter(at.mint(), at.keyset())
                .then(Mono.fromSupplier(() -> {
                    looked.add(at);
                    return true;
                }))
                .onErrorResume(KeysetCatchUp::isAnswer, e -> {
                    log.warn(
                            "proofs of keyset {} of {} are left alone, since the mint does not tell which are spent: {}",
                            at.keyset(),
                            at.mint(),
                            e.getMessage());
                    return Mono.just(false);
                });
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
        return Mono.delay(context.jittered(wait), context.compute());
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
                // What is known of before is not enough: there may be keysets that were made, and retired, in the lost
                // time.
                .listed(mint)
                .publishOn(context.compute())
                .flatMapIterable(
                        listed -> listed.infos().keySet().stream().sorted().toList())
                .concatMap(keyset -> keysets.ifBehind(mint, keyset)
                        .thenReturn(true)
                        // Other keysets of the mint may do better.
                        .onErrorResume(
                                KeysetCatchUp::isAnswer,
                                e -> byStates(new MintKeyset(mint, keyset)).thenReturn(false)))
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
}
