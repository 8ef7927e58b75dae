package io.nutflux.mint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.MintCodec;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintResponseException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RequestBody;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 00.17, 00.18, E.1, E.2: each row of the class's table. */
class ErrorMappingTest {

    private static final MintUrl MINT = MintUrl.of("https://mint.example");
    private static final RequestBody BODY = RequestBody.of(new byte[] {1});
    private static final Call READ = Call.get("/v1/keysets");
    private static final Call QUERY = Call.query("/v1/checkstate", BODY);
    private static final Call QUOTE = Call.quote("/v1/mint/quote/bolt11", BODY);
    private static final Call QUOTE_STATE = Call.getOptional("/v1/mint/quote/bolt11/1");
    private static final Call VALUE = Call.value("/v1/swap", BODY, Replay.NEVER);

    private static final String HTML = "<html>blocked</html>";

    private final ErrorMapping mapping = new ErrorMapping(
            new MintCodec(DecodeLimits.defaults()), Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 501, 502, 503, 504, 520, 599})
    void busyOrBroken_isUnavailableAndMayPass(int status) {
        String body = "{\"detail\":\"no\",\"code\":11001}";
        for (Call call : List.of(READ, QUERY, QUOTE_STATE)) {
            unavailable(answer(call, status, "30", body), true, false, Duration.ofSeconds(30));
        }
        for (Call call : List.of(QUOTE, VALUE)) {
            unavailable(
                    answer(call, status, "Wed, 04 Mar 2026 05:06:17 GMT", body), true, true, Duration.ofSeconds(10));
            unavailable(answer(call, status, "later", body), true, true, null);
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 12002, false", "400, 11001, true", "422, 10001, false", "403, 99999, true", "404, 12001, false"})
    void errorBody_isRejectedByItsCode(int status, int code, boolean mayHaveActed) {
        AttemptFailedException failed = answer(VALUE, status, null, "{\"detail\":\"no\",\"code\":" + code + "}");
        assertThat(failed.isPassing()).isFalse();
        assertThat(failed.error()).isInstanceOfSatisfying(MintRejectedException.class, e -> {
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.detail()).isEqualTo("no");
            assertThat(e.mayHaveActed()).isEqualTo(mayHaveActed);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]}",
                "{\"detail\":{\"a\":1}}",
                "{\"detail\":\"no\",\"code\":\"x\"}",
                "{\"detail\":\"no\"}"
            })
    void errorBodyThatStrays_isRejectedWithoutACode(String body) {
        assertThat(answer(VALUE, 422, null, body).error())
                .isInstanceOfSatisfying(
                        MintRejectedException.class, e -> assertThat(e.code()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HTML, "[]", "{}", "{\"message\":\"Forbidden\"}", "{\"detail\":", "nul"})
    void errorThatIsNoMints_isUnavailableAndLasts(String body) {
        unavailable(answer(VALUE, 403, null, body), false, true, null);
        unavailable(answer(VALUE, 404, null, body), false, true, null);
        unavailable(answer(QUOTE, 400, null, body), false, true, null);
        unavailable(answer(READ, 404, null, body), false, false, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
    void redirect_isTheWordOfSomethingInBetween(int status) {
        unavailable(answer(VALUE, status, null, "{\"detail\":\"moved\"}"), false, true, null);
        unavailable(answer(READ, status, null, "{\"detail\":\"moved\"}"), false, false, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HTML, "{\"detail\":\"Not Found\"}"})
    void optionalEndpointAbsent_isUnsupported(String body) {
        for (Call call : List.of(QUERY, QUOTE)) {
            unsupported(answer(call, 404, null, body));
            unsupported(answer(call, 405, null, body));
        }
        unsupported(answer(QUOTE_STATE, 405, null, body));
    }

    @Test
    void quoteState404_withAWordOfTheMint_speaksOfTheQuote() {
        unsupported(answer(QUOTE_STATE, 404, null, HTML));
        assertThat(answer(QUOTE_STATE, 404, null, "{\"detail\":\"quote not found\"}")
                        .error())
                .isInstanceOf(MintRejectedException.class);
    }

    @Test
    void optionalEndpoint404_withACode_isRejected() {
        assertThat(answer(QUERY, 404, null, "{\"code\":12001}").error()).isInstanceOf(MintRejectedException.class);
    }

    @Test
    void nothingLeft_isUnavailableAndCertainlyDidNotAct() {
        for (Throwable cause : List.of(
                new ConnectException("refused"),
                new UnknownHostException("mint.example"),
                new ConnectTimeoutException("slow"),
                new DecoderException(new SSLHandshakeException("bad certificate")),
                new TimeoutException(),
                new IllegalStateException())) {
            unavailable(mapping.ofTransport(MINT, VALUE, cause, false), true, false, null);
            unavailable(mapping.ofTransport(MINT, QUOTE, cause, false), true, false, null);
            unavailable(mapping.ofTransport(MINT, READ, cause, false), true, false, null);
        }
    }

    @Test
    void brokenAfterItLeft_isUnavailableAndMayHaveActed() {
        for (Throwable cause : List.of(
                new IOException("reset"),
                new TimeoutException(),
                new DecoderException(new SSLHandshakeException("bad record")),
                new IllegalStateException())) {
            unavailable(mapping.ofTransport(MINT, VALUE, cause, true), true, true, null);
            unavailable(mapping.ofTransport(MINT, QUERY, cause, true), true, false, null);
        }
    }

    @Test
    void notHttpOrTooMuch_isAResponseThatLasts() {
        for (Throwable cause : List.of(
                new TooLongHttpHeaderException("bomb"),
                new NumberFormatException("chunk"),
                new LimitExceededException(LimitExceededException.Limit.RESPONSE_BYTES, 8))) {
            AttemptFailedException failed = mapping.ofTransport(MINT, VALUE, cause, true);
            assertThat(failed.isPassing()).isFalse();
            assertThat(failed.error()).isInstanceOf(MintResponseException.class).hasCause(cause);
            assertThat(failed.error().mayHaveActed()).isTrue();
        }
    }

    @Test
    void lastWord_afterAnAttemptThatMayHaveActed_isNeverANo() {
        MintException no = new MintUnsupportedException(MINT, "no");
        assertThat(ErrorMapping.lastWord(no, false)).isSameAs(no);
        assertThat(ErrorMapping.lastWord(no, true).mayHaveActed()).isTrue();
    }

    private AttemptFailedException answer(Call call, int status, @Nullable String retryAfter, String body) {
        return mapping.ofAnswer(MINT, call, new Answer(status, retryAfter, body.getBytes(UTF_8)));
    }

    private static void unavailable(
            AttemptFailedException failed, boolean passing, boolean mayHaveActed, @Nullable Duration retryAfter) {
        assertThat(failed.isPassing()).isEqualTo(passing);
        assertThat(failed.error()).isInstanceOfSatisfying(MintUnavailableException.class, e -> {
            assertThat(e.mayHaveActed()).isEqualTo(mayHaveActed);
            assertThat(e.retryAfter()).isEqualTo(retryAfter);
        });
    }

    private static void unsupported(AttemptFailedException failed) {
        assertThat(failed.isPassing()).isFalse();
        assertThat(failed.error()).isInstanceOf(MintUnsupportedException.class);
    }
}
