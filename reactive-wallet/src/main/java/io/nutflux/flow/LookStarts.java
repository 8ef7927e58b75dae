package io.nutflux.flow;

import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.store.KeysetCounter;
import io.nutflux.store.Operation;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counters of one keyset that a look through it must not end before, however many lie before them of which nothing was
 * signed: where the store's counter stands and, if that lags behind, where it stood when the backup was made and where the
 * outputs begin of each operation that was under way then.
 *
 * @param next what the next output gets
 * @param counters one at least, the last of them at most {@code next}
 */
record LookStarts(long next, NavigableSet<Long> counters) {

    static Mono<LookStarts> of(FlowContext context, MintUrl mint, KeysetId keyset) {
        return context.store()
                .counter(context.wallet(), mint, keyset)
                .flatMap(counter -> underWay(context, counter, mint, keyset)
                        .concatWithValues(counter.from())
                        .collect(Collectors.toCollection(TreeSet::new))
                        .map(counters -> new LookStarts(counter.next(), counters)))
                .publishOn(context.compute());
    }

    /** Of a counter that is up to date the outputs that were taken are known, and recovery asks for them. */
    private static Flux<Long> underWay(FlowContext context, KeysetCounter counter, MintUrl mint, KeysetId keyset) {
        return counter.behind()
                ? context.store()
                        .unfinished(context.wallet())
                        .filter(operation -> operation.mint().equals(mint))
                        .map(Operation::outputs)
                        .filter(outputs -> outputs.keyset().equals(keyset))
                        .map(outputs -> outputs.firstCounter())
                : Flux.empty();
    }

    static LookStarts at(long counter) {
        return new LookStarts(counter, new TreeSet<>(List.of(counter)));
    }

    /** {@code count} counters past the next one. */
    long past(long count) {
        return next > Long.MAX_VALUE - count ? Long.MAX_VALUE : next + count;
    }

    /** The least of them. */
    long first() {
        return counters.first();
    }

    /** The last of them up to {@code counter}, or {@code least} if that is more. */
    long before(long counter, long least) {
        Long last = counters.floor(counter);
        return last == null ? least : Math.max(last, least);
    }

    /** The first of them past {@code counter}. */
    @Nullable
    Long after(long counter) {
        return counters.higher(counter);
    }
}
