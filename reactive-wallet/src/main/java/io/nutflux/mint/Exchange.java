package io.nutflux.mint;

import io.nutflux.model.MintUrl;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** One request and its answer, without any thought of repeating it. */
interface Exchange {

    /**
     * Sends the request and collects the answer.
     *
     * @param left set before the first byte of the request is written
     */
    Mono<Answer> exchange(MintUrl mint, Call call, AtomicBoolean left);

    /** Closes idle connections now and the others as they end. */
    Mono<Void> close();
}
