package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.StoreException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.ProofState;
import io.nutflux.model.RestoreProgress;
import io.nutflux.store.Findings;
import io.nutflux.store.Findings.Found;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.OutputPlan;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Looks one keyset through for what the seed owns there (protocol 13.11): makes outputs by counter, asks the mint which of
 * them it signed (NUT-09) and which of those are unspent (NUT-07), and stores them, batch by batch, so that what was found
 * stays when it is broken off. At the end the books are brought in line with what the mint says of the proofs that were
 * known before.
 */
final class KeysetScan {

    /** Another process may store one of the proofs between the store's look and its insert: it is known then. */
    private static final Retry LOOK_AGAIN =
            Retry.max(5).filter(StoreException::isConflict).onRetryExhaustedThrow((spec, last) -> last.failure());

    /** Counters of version 1 keysets end here (13.9). */
    private static final long END_OF_VERSION_1 = 1L << 31;

    private final FlowContext context;
    private final OutputMaker outputMaker;
    private final RestoredOutputs reader;
    private final LostProofs lostProofs;

    KeysetScan(FlowContext context, LostProofs lostProofs) {
        this.context = context;
        this.outputMaker = new OutputMaker(context.curve(), context.secrets());
        this.reader = new RestoredOutputs(context);
        this.lostProofs = lostProofs;
    }

    /** One keyset at one mint. */
    private record Place(MintUrl mint, Keyset keyset, LookStarts starts) {

        KeysetId id() {
            return keyset.id();
        }

        /** One past the last counter there is. */
        long end() {
            return id().version() == 0 ? END_OF_VERSION_1 : Long.MAX_VALUE;
        }

        @Nullable
        Long startAfter(long counter) {
            Long start = starts.after(counter);
            return start == null || start >= end() ? null : start;
        }
    }

    /**
     * How far it has come.
     *
     * @param next the first counter not asked for
     * @param counter one past the last that was signed
     * @param emptySince where the run without a signature, up to {@code next}, begins
     */
    private record At(
            long next, long counter, long emptySince, BigInteger restored, BigInteger spent, BigInteger pending) {

        static At start(long from) {
            return new At(from, from, from, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
        }

        At leapTo(long start) {
            return new At(start, counter, start, restored, spent, pending);
        }
    }

    /**
     * Looks through from the first counter on, and past where the store's own stands: one item for each batch, as it is
     * stored, the last one complete. Where nothing is found for long before one of the {@link LookStarts}, it goes on at
     * that. One question is under way at a time, the next one when its result is asked for. Errors: {@link MintException},
     * {@link io.nutflux.error.StoreException}; what was stored stays. Cancelling leaves the batch under way to its end.
     */
    Flux<RestoreProgress> ofAll(MintUrl mint, Keyset keyset) {
        return LookStarts.of(context, mint, keyset.id())
                .flatMapMany(starts -> through(new Place(mint, keyset, starts), At.start(0)));
    }

    /** As {@link #ofAll}, of what the mint may have signed since the backup was made that the store was loaded from. */
    Flux<RestoreProgress> ofLostTime(MintUrl mint, Keyset keyset) {
        return LookStarts.of(context, mint, keyset.id())
                .flatMapMany(starts -> through(new Place(mint, keyset, starts), At.start(starts.first())));
    }

    private Flux<RestoreProgress> through(Place place, At start) {
        return goOn(place, start)
                .defaultIfEmpty(start)
                .expand(at -> goOn(place, at))
                .concatMap(at -> isAtEnd(place, at) ? end(place, at) : Mono.just(progress(place, at, false)), 0);
    }

    private Mono<At> goOn(Place place, At at) {
        if (isAtEnd(place, at)) {
            return Mono.empty();
        }
        if (at.counter() >= place.starts().past(context.restore().maxAhead())) {
            return Mono.error(withoutEnd(place, at));
        }
        Long start = place.startAfter(at.next());
        return next(place, start != null && isLongEmpty(place, at) ? at.leapTo(start) : at);
    }

    private MintMisbehavedException withoutEnd(Place place, At at) {
        return new MintMisbehavedException(
                place.mint(),
                MintMisbehavedException.Kind.RESTORES_WITHOUT_END,
                "it calls outputs of keyset " + place.id() + " signed up to counter " + at.counter()
                        + ", more than maxAhead past the store's; what was found is stored. If the wallet may have made so"
                        + " many, restore again: it comes as much further. Else the mint makes them up");
    }

    private boolean isAtEnd(Place place, At at) {
        return at.next() >= place.end() || (isLongEmpty(place, at) && place.startAfter(at.next()) == null);
    }

    /** Whether nothing was found for so long that there is no more, as far as one can tell, before the next start. */
    private boolean isLongEmpty(Place place, At at) {
        long run = at.next() - place.starts().before(at.next(), at.emptySince());
        return run >= (long) context.restore().batch() * context.restore().emptyBatches();
    }

    private static RestoreProgress progress(Place place, At at, boolean complete) {
        return new RestoreProgress(
                place.mint(),
                place.keyset().unit(),
                place.id(),
                at.counter(),
                at.restored(),
                at.spent(),
                at.pending(),
                complete);
    }

    /** A keyset is caught up only once also its proofs of before are known to be what the books say. */
    private Mono<RestoreProgress> end(Place place, At at) {
        return lostProofs
                .enter(place.mint(), place.id())
                .then(Mono.defer(() -> store(place, List.of(), at.counter(), true)))
                .thenReturn(progress(place, at, true))
                .doOnNext(result -> context.events().publish(new WalletEvent.KeysetRestored(result)));
    }

    /** Ends the keyset unseen, with its counter at {@code counter}: for a mint that cannot tell what it signed. */
    Mono<RestoreProgress> leap(MintUrl mint, Keyset keyset, long counter) {
        Place place = new Place(mint, keyset, LookStarts.at(counter));
        return store(place, List.of(), counter, true).thenReturn(progress(place, At.start(counter), true));
    }

    // ---- one batch

    private Mono<At> next(Place place, At at) {
        return Mono.fromCallable(() -> outputMaker.make(plan(place, at.next())))
                .subscribeOn(context.compute())
                .flatMap(outputs -> context.mints()
                        .restore(place.mint(), outputs.messages())
                        .publishOn(context.compute())
                        .map(answer -> reader.read(place.mint(), place.keyset(), outputs, answer)))
                .flatMap(read -> states(place.mint(), read.found()).flatMap(states -> keep(place, at, read, states)));
    }

    /** The amounts say nothing here (09.4); that of a key the mint has is the one least likely to be refused. */
    private OutputPlan plan(Place place, long from) {
        int size = Math.toIntExact(size(place, from));
        Amount any =
                place.keyset().keys().keySet().stream().min(Amount::compareTo).orElse(Amount.of(1));
        return OutputPlan.keep(place.id(), Collections.nCopies(size, any)).withFirstCounter(from);
    }

    private long size(Place place, long from) {
        return Math.min(context.restore().batch(), place.end() - from);
    }

    private Mono<Map<CurvePoint, ProofState.State>> states(MintUrl mint, List<Found> found) {
        if (found.isEmpty()) {
            return Mono.just(Map.of());
        }
        List<CurvePoint> Ys = found.stream().map(one -> one.proof().Y()).toList();
        return context.mints().checkState(mint, Ys).publishOn(context.compute()).map(states -> {
            Map<CurvePoint, ProofState.State> byY = new HashMap<>();
            states.forEach(state -> byY.put(state.Y(), state.state()));
            return byY;
        });
    }

    /**
     * What is spent is worth nothing and not stored. What is in use in a transaction, or in a state that no specification has,
     * is: if that comes to nothing the value
     * would be missing, and if it is carried out a look at the states shows it.
     */
    private Mono<At> keep(Place place, At at, RestoredOutputs.Read read, Map<CurvePoint, ProofState.State> states) {
        List<Found> kept = in(states, read.found(), ProofState.State.SPENT, false);
        BigInteger spent = value(in(states, read.found(), ProofState.State.SPENT, true));
        BigInteger pending = value(in(states, kept, ProofState.State.UNSPENT, false));
        boolean isEmpty = read.signed().isEmpty();
        return (isEmpty ? Mono.just(BigInteger.ZERO) : store(place, kept, read.counter(), false))
                .map(added -> new At(
                        at.next() + size(place, at.next()),
                        Math.max(at.counter(), read.counter()),
                        isEmpty ? at.emptySince() : at.next() + size(place, at.next()),
                        at.restored().add(added),
                        at.spent().add(spent),
                        at.pending().add(pending)));
    }

    /** Those of which the mint says that they are, or are not, in {@code state}. */
    private static List<Found> in(
            Map<CurvePoint, ProofState.State> states, List<Found> found, ProofState.State state, boolean is) {
        return found.stream()
                .filter(one -> (states.get(one.proof().Y()) == state) == is)
                .toList();
    }

    private static BigInteger value(List<Found> found) {
        return found.stream().map(one -> amount(one).toBigInteger()).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static Amount amount(Found one) {
        return one.proof().proof().amount();
    }

    // ---- the store

    /** Emits the value that is new. */
    private Mono<BigInteger> store(Place place, List<Found> found, long counter, boolean complete) {
        List<List<Found>> parts = found.isEmpty() ? List.of(found) : AmountParts.of(found, KeysetScan::amount);
        return Flux.fromIterable(parts)
                .concatMap(part -> context.store()
                        .restore(context.wallet(), new Findings(place.id(), part, counter, complete, entry(place)))
                        .retryWhen(LOOK_AGAIN))
                .publishOn(context.compute())
                .map(Amount::toBigInteger)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private LedgerEntry entry(Place place) {
        return new LedgerEntry(
                context.now(),
                LedgerEntry.Kind.RESTORED,
                place.mint(),
                place.keyset().unit(),
                Amount.ZERO,
                Amount.ZERO,
                context.randomness().operationId(),
                context.owner());
    }
}
