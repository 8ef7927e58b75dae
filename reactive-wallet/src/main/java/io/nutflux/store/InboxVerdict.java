package io.nutflux.store;

import io.nutflux.model.RedeemResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a worker has to say of an entry that it took up. */
public sealed interface InboxVerdict {

    String key();

    /** The entry is done with. {@code outcome} is a final one: {@code Redeemed}, {@code AlreadySpent}, {@code Invalid} or
     * {@code Refused}. */
    record Done(String key, RedeemResult outcome) implements InboxVerdict {
        public Done {
            boolean isFinal = outcome instanceof RedeemResult.Redeemed
                    || outcome instanceof RedeemResult.AlreadySpent
                    || outcome instanceof RedeemResult.Invalid
                    || outcome instanceof RedeemResult.Refused;
            if (!isFinal || !outcome.key().equals(key)) {
                throw new IllegalArgumentException("not a final outcome of " + key);
            }
        }
    }

    /**
     * The entry waits on.
     *
     * @param due when it is to be taken up again
     * @param reason why, in words for people
     * @param refusedSince since when its mint has done nothing but refuse it; {@code null} if that is not what it waits for
     */
    record Later(
            String key,
            Instant due,
            String reason,
            @Nullable Instant refusedSince) implements InboxVerdict {

        /** For another reason than that the mint refuses it. */
        public Later(String key, Instant due, String reason) {
            this(key, due, reason, null);
        }
    }
}
