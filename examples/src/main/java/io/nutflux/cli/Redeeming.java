package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.model.RedeemRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A batch on its way through the wallet: lines are read as the wallet asks for tokens, and the wallet asks as results are
 * printed. So a slow mint slows the reading, and so does a slow reader of the output.
 */
final class Redeeming {

    /** Results that may wait to be printed. */
    private static final int RESULTS_AHEAD = 256;

    private final CashuWallet wallet;
    private final Consumer<Outcome> results;
    private final Consumer<BoundedLines.Line> progress;
    private final Map<String, Long> lineOfKey = new ConcurrentHashMap<>();

    /**
     * Redeems with {@code wallet}.
     *
     * @param results called for each item, from several threads
     * @param progress called for each line once it is read
     */
    Redeeming(CashuWallet wallet, Consumer<Outcome> results, Consumer<BoundedLines.Line> progress) {
        this.wallet = wallet;
        this.results = results;
        this.progress = progress;
    }

    /** Completes when every item of {@code in} has its outcome. Closes {@code in}. */
    Mono<Void> of(InputStream in) {
        return Mono.using(
                () -> new Threads(
                        Schedulers.newSingle("nutflux-cli-lines", true),
                        Schedulers.newSingle("nutflux-cli-results", true)),
                threads -> wallet.redeem(requests(in).subscribeOn(threads.lines(), true))
                        .publishOn(threads.results(), RESULTS_AHEAD)
                        .doOnNext(result -> {
                            Long line = lineOfKey.remove(result.key());
                            results.accept(Outcome.of(result, line == null ? 0 : line));
                        })
                        .then(),
                Threads::dispose);
    }

    private Flux<RedeemRequest> requests(InputStream in) {
        return Flux.using(
                        () -> new BoundedLines(in, ItemReader.LONGEST_LINE),
                        lines -> Flux.<BoundedLines.Line>generate(sink -> {
                            try {
                                BoundedLines.Line line = lines.next();
                                if (line == null) {
                                    sink.complete();
                                } else {
                                    sink.next(line);
                                }
                            } catch (IOException e) {
                                sink.error(CliException.usage("the tokens cannot be read further"));
                            }
                        }),
                        Redeeming::close)
                .doOnNext(progress)
                .concatMapIterable(new ItemReader()::read)
                .handle((item, sink) -> {
                    if (item instanceof Item.Ready ready) {
                        lineOfKey.put(ready.request().key(), ready.line());
                        sink.next(ready.request());
                    } else if (item instanceof Item.Decided decided) {
                        results.accept(decided.outcome());
                    }
                });
    }

    private static void close(BoundedLines lines) {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the tokens", e);
        }
    }

    private record Threads(Scheduler lines, Scheduler results) {
        void dispose() {
            lines.dispose();
            results.dispose();
        }
    }
}
