package io.nutflux.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * One run of a call for all who make it under the same name at the same time, and its result for each. It is given up when
 * the last of them cancels.
 */
final class InCommon<V> {

    private final Map<String, Run> running = new ConcurrentHashMap<>();

    Mono<V> run(String name, Mono<V> call) {
        return Mono.defer(() -> running.computeIfAbsent(name, any -> new Run(name, call)).result);
    }

    private final class Run {

        private final Mono<V> result;

        Run(String name, Mono<V> call) {
            // Before anybody hears of the end: who then calls again is to have a run of his own.
            this.result = call.doOnTerminate(() -> running.remove(name, this))
                    .doOnCancel(() -> running.remove(name, this))
                    .flux()
                    .replay(1)
                    .refCount(1)
                    .singleOrEmpty();
        }
    }
}
