package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.MintUrl;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Refusals that speak of the plan, not of what is to be spent: another plan may well be accepted (X.13, X.17). */
final class Replanning {

    /** New plans for one call; each takes new counters. */
    static final int MAX_TRIES = 16;

    private static final Set<Integer> NOT_OF_KEYSETS = Set.of(
            MintRejectedException.PROOF_VERIFICATION_FAILED,
            MintRejectedException.PROOFS_SPENT,
            MintRejectedException.PROOFS_PENDING,
            MintRejectedException.OUTPUTS_ALREADY_SIGNED,
            MintRejectedException.OUTPUTS_PENDING,
            MintRejectedException.TOO_MANY_INPUTS,
            MintRejectedException.TOO_MANY_OUTPUTS);

    private Replanning() {}

    /** Whether a plan made with fresh keysets, fees and counters may be accepted where this one was not. */
    static boolean helps(Resolution resolution) {
        return resolution instanceof Resolution.Released released
                && released.why() instanceof MintRejectedException refusal
                && (refusal.hasCode(MintRejectedException.OUTPUTS_ALREADY_SIGNED)
                        || refusal.hasCode(MintRejectedException.KEYSET_INACTIVE)
                        || refusal.hasCode(MintRejectedException.NOT_BALANCED)
                        || refusal.hasCode(MintRejectedException.KEYSET_UNKNOWN)
                        || refusal.hasCode(MintRejectedException.KEYSET_EXPIRED));
    }

    /**
     * The keysets to plan with after the mint refused a plan, or as last known while it is away: asked for after the refusal,
     * unless that is known to be about something else and those at hand are fresh.
     *
     * @param why the refusal; {@code null} if it was an input that turned out to be taken
     */
    static Mono<MintKeysets> keysetsAfter(FlowContext context, MintUrl mint, @Nullable MintRejectedException why) {
        boolean ofOthers = why == null || (why.code() != null && NOT_OF_KEYSETS.contains(why.code()));
        return (ofOthers
                        ? context.directory().refresh(mint)
                        : context.directory().refresh(mint, context.now()))
                .onErrorResume(MintException.class, e -> context.directory().keysets(mint));
    }
}
