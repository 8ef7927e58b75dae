package io.nutflux.error;

import io.nutflux.model.MintUrl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No answer, or one that says nothing of the request: refused connection, timeout, broken connection, 5xx, 429. */
public final class MintUnavailableException extends MintException {

    private final boolean mayHaveActed;
    private final @Nullable Duration retryAfter;

    /**
     * @param mayHaveActed {@code false} only if the request never left, as when the connection was refused
     * @param retryAfter how long the mint asked to be left alone, if it did
     */
    public MintUnavailableException(
            MintUrl mint,
            String message,
            boolean mayHaveActed,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(mint, message, cause);
        this.mayHaveActed = mayHaveActed;
        this.retryAfter = retryAfter;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public boolean mayHaveActed() {
        return mayHaveActed;
    }
}
