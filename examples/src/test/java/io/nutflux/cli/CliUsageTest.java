package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliUsageTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "melt lnbc1",
                "--bogus balance",
                "seed",
                "seed restore",
                "decode",
                "info",
                "info --mint ftp://mint.example",
                "mint",
                "mint 5",
                "mint --mint https://mint.example",
                "mint 0 --mint https://mint.example",
                "mint -5 --mint https://mint.example",
                "mint 05 --mint https://mint.example",
                "mint 1.5 --mint https://mint.example",
                "mint 18446744073709551616 --mint https://mint.example",
                "mint 5 --mint http://mint.example",
                "mint 5 --mint https://mint.example --quote q",
                "send 0 --mint https://mint.example",
                "send 5",
                "reclaim",
                "reclaim --operation no-id",
                "reclaim - --all https://mint.example",
                "redeem",
                "redeem tokens.txt",
                "redeem - --mint https://mint.example --any-mint",
                "redeem - --mint http://mint.example",
                "redeem - --any-mint --require-dleq --no-dleq-check",
                "redeem - --any-mint --concurrency 0",
                "redeem no-such-file --any-mint",
                "history --limit 0",
                "history --limit 5 --all",
                "history --csv --json",
                "demo --tokens 0",
                "quotes --days -1",
                "balance --unit two words"
            })
    void run_withWrongUsage_exitsTwoInOneLineAndWithoutStackTrace(String arguments) {
        CliRun.Result result = CliRun.in(home).run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("nutflux: ").doesNotContain("Exception", "\tat ");
        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "balance",
                "quotes",
                "pending",
                "recover",
                "history",
                "verify",
                "seed show",
                "reclaim --all https://m.example",
                "send 5 --mint https://m.example"
            })
    void run_whereNoWalletIs_exitsFourAndMakesNone(String arguments) {
        CliRun.Result result = CliRun.in(home).run(arguments.split(" "));

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("no wallet in " + home.resolve(".nutflux"));
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void run_help_namesEveryCommandAndExitsZero() {
        CliRun.Result result = CliRun.in(home).run("--help");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("demo", "decode", "info", "seed", "balance", "mint", "send", "reclaim", "receive", "redeem")
                .contains("quotes", "pending", "recover", "history", "verify", "Exit status");
    }

    @Test
    void run_helpOfACommand_exitsZero() {
        assertThat(CliRun.in(home).run("redeem", "--help").out())
                .contains("--concurrency", "--wallet", "key<TAB>token");
    }

    @Test
    void run_commonOptions_areTakenBeforeAndAfterTheCommand() {
        String wallet = home.resolve("w").toString();
        assertThat(CliRun.in(home)
                        .run("--json", "--wallet", wallet, "seed", "new")
                        .out())
                .isEqualToIgnoringNewLines("{\"created\":true}");
        assertThat(CliRun.in(home)
                        .run("seed", "show", "--wallet", wallet, "--json")
                        .out())
                .startsWith("{\"mnemonic\":");
    }

    @Test
    void run_withDebug_showsWhereAnErrorArose() {
        CliRun.Result result = CliRun.in(home).run("balance", "--debug");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).contains("\tat io.nutflux.cli.");
    }
}
