package io.nutflux.mint;

import io.nutflux.model.MintUrl;
import reactor.core.publisher.Mono;

/** One request and its answer, without any thought of repeating it. */
interface Exchange {

    /**
     * Sends the request and collects the answer.
     *
     * @param departure told before the first byte of the request is written, and asked whether it still may be
     */
    Mono<Answer> exchange(MintUrl mint, Call call, Departure departure);

    /** Closes idle connections now and the others as they end. */
    Mono<Void> close();
}
