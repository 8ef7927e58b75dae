package io.nutflux.flow;

import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RestoreProgress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;

/** Restores what the seed owns at a mint, from the first counter on, in all its keysets (protocol 13.11). */
final class RestoreFlow {

    private static final Comparator<KeysetInfo> BY_UNIT =
            Comparator.comparing((KeysetInfo info) -> info.unit().label()).thenComparing(KeysetInfo::id);

    private final FlowContext context;
    private final KeysetScan scan;

    RestoreFlow(FlowContext context, KeysetScan scan) {
        this.context = context;
        this.scan = scan;
    }

    /** What goes wrong with one keyset is told when the others are done; of several errors the first, with the others. */
    Flux<RestoreProgress> restore(MintUrl mint) {
        return context.directory()
                .refresh(mint)
                .publishOn(context.compute())
                .flatMapIterable(keysets -> inOrder(keysets.infos().values()))
                .concatMapDelayError(
                        info -> context.directory()
                                .keyset(mint, info.id())
                                .flatMapMany(keyset -> scan.ofAll(mint, keyset)),
                        true,
                        1)
                .onErrorMap(Exceptions::isMultiple, RestoreFlow::first);
    }

    private static Throwable first(Throwable several) {
        List<Throwable> errors = Exceptions.unwrapMultiple(several);
        Throwable first = errors.get(0);
        errors.stream().filter(other -> other != first).forEach(first::addSuppressed);
        return first;
    }

    private static List<KeysetInfo> inOrder(Collection<KeysetInfo> infos) {
        return infos.stream().sorted(BY_UNIT).toList();
    }
}
