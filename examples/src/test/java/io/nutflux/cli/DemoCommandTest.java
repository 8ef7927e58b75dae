package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DemoCommandTest {

    @TempDir
    Path home;

    @Test
    void demo_redeemsTheGoodTokensAndRefusesTheBad() {
        CliRun.Result result = CliRun.in(home).run("demo", "--tokens", "80", "--json");

        JsonNode sums = result.only();
        assertThat(sums.propertyNames())
                .contains("tokens", "redeemed", "refused", "received", "fees", "seconds", "tokensPerSecond");
        assertThat(sums.get("tokens").intValue()).isEqualTo(80);
        assertThat(sums.get("redeemed").intValue()).isEqualTo(72);
        assertThat(sums.get("refused").intValue()).isEqualTo(8);
        assertThat(sums.get("bad").intValue()).isEqualTo(8);
        assertThat(sums.get("received").longValue() + sums.get("fees").longValue())
                .isEqualTo(72 * 72);
        assertThat(sums.get("conserved").booleanValue()).isTrue();
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void demo_forPeople_tellsTheSame() {
        CliRun.Result result = CliRun.in(home).run("demo", "--tokens", "1");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Redeemed 1 of 1 tokens", "Refused 0; 0 were", "Every sat is accounted for.");
    }
}
