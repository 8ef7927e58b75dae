package io.nutflux.mint;

import io.netty.handler.codec.CodecException;
import io.nutflux.codec.MintCodec;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintResponseException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.model.MintUrl;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where what went wrong with an attempt becomes a {@link MintException} (E.1, E.2).
 *
 * <table>
 * <caption>What becomes of what. "May have acted" is said of requests that change the mint only.</caption>
 * <tr><th>seen</th><th>error</th><th>may have acted</th><th>may pass</th></tr>
 * <tr><td>no connection: refused, unknown host, TLS, pool</td><td>unavailable</td><td>no</td><td>yes</td></tr>
 * <tr><td>connection broken or too slow after the request left</td><td>unavailable</td><td>yes</td><td>yes</td></tr>
 * <tr><td>408, 425, 429, 5xx</td><td>unavailable</td><td>yes</td><td>yes</td></tr>
 * <tr><td>2xx that cannot be read, HTTP that is none</td><td>response</td><td>yes</td><td>no</td></tr>
 * <tr><td>4xx with a mint's error body</td><td>rejected</td><td>by its code</td><td>no</td></tr>
 * <tr><td>404, 405 without a code, endpoint optional</td><td>unsupported</td><td>no</td><td>no</td></tr>
 * <tr><td>3xx, other 4xx: the word of something in between</td><td>unavailable</td><td>yes</td><td>no</td></tr>
 * </table>
 */
final class ErrorMapping {

    private final MintCodec codec;
    private final Clock clock;

    ErrorMapping(MintCodec codec, Clock clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /** An answer whose status is no success. */
    AttemptFailedException ofAnswer(MintUrl mint, Call call, Answer answer) {
        int status = answer.status();
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            Duration retryAfter = RetryAfter.parse(answer.retryAfter(), clock);
            return passing(unavailable(mint, call, "status " + status, retryAfter, null));
        }
        MintCodec.ErrorBody error = codec.readError(answer.body());
        if (isAbsence(call, status, error)) {
            return lasting(new MintUnsupportedException(mint, "no such endpoint, status " + status));
        }
        if (status >= 400 && error.readable()) {
            return lasting(new MintRejectedException(mint, status, error.code(), error.detail()));
        }
        return lasting(unavailable(mint, call, "status " + status + " without a word of the mint", null, null));
    }

    /** For a GET of one quote a detail without a code speaks of the quote, not of the endpoint. */
    private static boolean isAbsence(Call call, int status, MintCodec.ErrorBody error) {
        return (status == 404 || status == 405)
                && error.code() == null
                && call.kind().mayBeAbsent()
                && (status == 405 || call.body() != null || !error.readable());
    }

    /** A success whose body is not what the endpoint answers. */
    AttemptFailedException ofUnreadable(MintUrl mint, Throwable cause) {
        return lasting(new MintResponseException(mint, "the answer cannot be read", cause));
    }

    /**
     * No answer, or none that is HTTP.
     *
     * @param left whether a byte of the request may have been written
     */
    AttemptFailedException ofTransport(MintUrl mint, Call call, Throwable cause, boolean left) {
        if (!left && call.kind().changesTheMint()) {
            return passing(new MintUnavailableException(mint, "no connection", false, null, cause));
        }
        if (isUnreadable(cause)) {
            return ofUnreadable(mint, cause);
        }
        String message = cause instanceof TimeoutException ? "no answer in time" : "no connection or a broken one";
        return passing(unavailable(mint, call, message, null, cause));
    }

    /** Whether bytes came that are no HTTP or too many, as against none. */
    private static boolean isUnreadable(Throwable cause) {
        // What fails in TLS comes wrapped in a decoder's exception too, but is a matter of the connection.
        return cause instanceof LimitExceededException
                || cause instanceof IllegalArgumentException
                || (cause instanceof CodecException && !(cause.getCause() instanceof SSLException));
    }

    /**
     * What the caller of a call learns, given whether an earlier attempt may have acted: a no to a repeat does not prove
     * that the first attempt did nothing (E.3). So a refusal reaches the caller as one only if no other attempt can still
     * be on its way.
     */
    static MintException lastWord(MintException error, boolean earlierMayHaveActed) {
        boolean isAnswer = error instanceof MintRejectedException;
        if (!earlierMayHaveActed || (error.mayHaveActed() && !isAnswer)) {
            return error;
        }
        return new MintUnavailableException(
                error.mint(),
                "an attempt was not answered, and what a repeat met says nothing of it",
                true,
                error instanceof MintUnavailableException unavailable ? unavailable.retryAfter() : null,
                error);
    }

    private static MintUnavailableException unavailable(
            MintUrl mint, Call call, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new MintUnavailableException(mint, message, call.kind().changesTheMint(), retryAfter, cause);
    }

    private static AttemptFailedException passing(MintException error) {
        return new AttemptFailedException(error, true);
    }

    private static AttemptFailedException lasting(MintException error) {
        return new AttemptFailedException(error, false);
    }
}
