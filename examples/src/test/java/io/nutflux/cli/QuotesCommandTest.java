package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.testmint.PaidWhen;
import io.nutflux.testmint.TestMint;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** No invoice that was shown is lost from view before it is minted. */
class QuotesCommandTest {

    @TempDir
    Path home;

    private TestMint mint;

    @BeforeEach
    void start() {
        mint = TestMint.builder().paidWhen(PaidWhen.never()).start();
    }

    @AfterEach
    void stop() {
        mint.close();
    }

    private CliRun.Result run(String... args) {
        String[] all = Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new);
        return CliRun.in(home).run(all);
    }

    @Test
    void quotes_untilItIsMinted_listsTheQuoteWithItsMint() {
        JsonNode made = run("mint", "64", "--mint", mint.url(), "--no-wait").only();
        JsonNode open = run("quotes").only();
        assertThat(open.propertyNames())
                .containsExactly("quote", "state", "amount", "unit", "mint", "request", "expiry");
        assertThat(open.get("quote")).isEqualTo(made.get("quote"));
        assertThat(open.get("request")).isEqualTo(made.get("request"));
        assertThat(open.get("expiry")).isEqualTo(made.get("expiry"));
        assertThat(open.get("mint").stringValue()).isEqualTo(mint.url());
        assertThat(open.get("state").stringValue()).isEqualTo("UNPAID");
        assertThat(open.get("amount").intValue()).isEqualTo(64);
        assertThat(open.get("unit").stringValue()).isEqualTo("sat");

        mint.payQuote(open.get("quote").stringValue());
        run("mint", "--quote", open.get("quote").stringValue());
        assertThat(run("quotes").json()).isEmpty();
    }

    @Test
    void quotes_forPeople_isATableOrOneLine() {
        run("seed", "new");
        assertThat(CliRun.in(home).run("quotes").out()).isEqualToIgnoringNewLines("No quote is open.");
        String quote = run("mint", "64", "--mint", mint.url(), "--no-wait")
                .only()
                .get("quote")
                .stringValue();
        CliRun.Result listed = CliRun.in(home).run("quotes", "--days", "0");
        assertThat(listed.status()).isZero();
        assertThat(listed.out()).contains(quote, "UNPAID", "64", "sat", mint.url());
    }
}
