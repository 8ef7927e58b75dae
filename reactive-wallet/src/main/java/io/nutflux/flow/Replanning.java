package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.MintUrl;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Refusals that speak of the plan, not of what is to be spent: another plan may well be accepted (X.13, X.17). */
final class Replanning {

    /** New plans for one call; each takes new counters. */
    static final int MAX_TRIES = 16;

    private Replanning() {}

    /** Whether the outputs were at fault: their keyset is over, or another wallet of the seed used their counters. */
    static boolean isForOutputs(@Nullable MintException why) {
        return why instanceof MintRejectedException refusal
                && (refusal.hasCode(MintRejectedException.OUTPUTS_ALREADY_SIGNED)
                        || refusal.hasCode(MintRejectedException.KEYSET_INACTIVE));
    }

    /** Whether a plan made with fresh keysets, fees and counters may be accepted where this one was not. */
    static boolean helps(Resolution resolution) {
        return resolution instanceof Resolution.Released released
                && released.why() instanceof MintRejectedException refusal
                && (isForOutputs(refusal)
                        || refusal.hasCode(MintRejectedException.NOT_BALANCED)
                        || refusal.hasCode(MintRejectedException.KEYSET_UNKNOWN)
                        || refusal.hasCode(MintRejectedException.KEYSET_EXPIRED));
    }

    /** The keysets as the mint has them now, or as last known. */
    static Mono<MintKeysets> freshKeysets(FlowContext context, MintUrl mint) {
        return context.directory()
                .refresh(mint)
                .onErrorResume(MintException.class, e -> context.directory().keysets(mint));
    }
}
