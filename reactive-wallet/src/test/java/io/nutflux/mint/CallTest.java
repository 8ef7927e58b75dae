package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.RequestBody;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {

    /** 04.7. */
    @ParameterizedTest
    @CsvSource({
        "019dcb2f-9f2a-7b3e, 019dcb2f-9f2a-7b3e",
        "a/b, a%2Fb",
        "a?b#c, a%3Fb%23c",
        "100%, 100%25",
        "a b+c, a%20b%2Bc",
        "é€, %C3%A9%E2%82%AC",
        "., %2E",
        ".., %2E%2E",
        "..., ...",
        "~_x, ~_x",
    })
    void segment_anyId_isOneSegment(String id, String segment) {
        assertThat(Call.segment(id)).isEqualTo(segment);
        assertThat(URI.create("https://mint.example/quote/" + segment).getRawPath())
                .isEqualTo("/quote/" + segment);
    }

    @Test
    void toString_doesNotTellTheQuote() {
        assertThat(Call.value("/v1/mint/quote/secret-id", RequestBody.of(new byte[] {1}), Replay.NEVER))
                .asString()
                .doesNotContain("secret-");
    }
}
