package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);

    @Test
    void parse_seconds() {
        assertThat(RetryAfter.parse(" 125 ", CLOCK)).isEqualTo(Duration.ofSeconds(125));
        assertThat(RetryAfter.parse("0", CLOCK)).isZero();
    }

    @Test
    void parse_date_isMeasuredFromNow() {
        assertThat(RetryAfter.parse("Wed, 04 Mar 2026 05:06:37 GMT", CLOCK)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void parse_pastDate_isNoWait() {
        assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:28:00 GMT", CLOCK)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999999999999999", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void parse_absurd_isTheLongest(String header) {
        assertThat(RetryAfter.parse(header, CLOCK)).isEqualTo(RetryAfter.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1.5", "soon", "Wed, 99 Mar 2026 05:06:37 GMT", "٣"})
    void parse_otherForm_isNone(String header) {
        assertThat(RetryAfter.parse(header, CLOCK)).isNull();
        assertThat(RetryAfter.parse("1".repeat(65), CLOCK)).isNull();
        assertThat(RetryAfter.parse(null, CLOCK)).isNull();
    }
}
