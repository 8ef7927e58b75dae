package io.nutflux.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an unfinished operation from its end; {@code docs/recovery.md} tells for each reason whether money is at risk
 * and what to do.
 *
 * @param since when it was first met; kept as long as the reason stays the same
 */
public record Obstacle(Reason reason, Instant since) {

    /** Why an operation cannot end yet. */
    public enum Reason {
        /** The mint does not answer, or asks to be left alone. Passes by itself. */
        MINT_UNREACHABLE(false),
        /** The mint says that the inputs are in use in another transaction, or still works on the quote. */
        IN_USE_AT_MINT(false),
        /** The mint says no and gives a reason that no specification knows. */
        REFUSED_WITHOUT_REASON(false),
        /** The mint refuses to tell what became of the request: to speak of the inputs, the quote or the signatures. */
        QUESTION_REFUSED(false),
        /** The mint has no active keyset for the unit, or none whose denominations fit. */
        NO_ACTIVE_KEYSET(false),
        /** The mint no longer knows the keyset of the outputs. */
        KEYSET_GONE(true),
        /** The mint no longer knows the quote. */
        QUOTE_FORGOTTEN(true),
        /** The inputs are spent, and the mint cannot give all signatures again, or does not offer to. */
        SIGNED_BUT_NOT_RESTORABLE(true),
        /** The mint calls inputs unspent, and refuses them as spent. */
        MINT_CONTRADICTS_ITSELF(true),
        /** The stored request is not what the wallet's seed derives: it was sent with another seed. Nothing is asked or sent. */
        SEED_MISMATCH(true),
        /** A stored row of the operation does not open: it was edited, moved or deleted, or its key is missing. */
        STORE_DAMAGED(true),
        /** The mint's address is plain http, which the wallet's options no longer allow. Nothing is asked or sent. */
        MINT_NOT_ALLOWED(true),
        /** The mint's answers are none, or do not hold: false signatures, changed keys. */
        MINT_MISBEHAVES(true);

        private final boolean lasting;

        Reason(boolean lasting) {
            this.lasting = lasting;
        }

        /** Whether it hardly passes by itself, so that a person should look at once. */
        public boolean isLasting() {
            return lasting;
        }
    }

    /** {@code reason} as met at {@code now}: since then, or since {@code before} if that was the same. */
    public static Obstacle of(Reason reason, @Nullable Obstacle before, Instant now) {
        return before != null && before.reason == reason ? before : new Obstacle(reason, now);
    }
}
