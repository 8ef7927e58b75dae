package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.store.sql.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code --store}: wallets in a database. */
class PostgresStoreOptionTest {

    @TempDir
    Path home;

    @Test
    void demo_onPostgres_accountsForEverySat() {
        String url = PostgresServer.shared().freshUrl();
        CliRun.Result result = CliRun.in(home).run("--store", url, "--json", "demo", "--tokens", "20");
        assertThat(result.status()).as(result.err()).isZero();
        JsonNode summary = result.last();
        assertThat(summary.get("conserved").asBoolean()).isTrue();
        assertThat(summary.get("tokens").asInt()).isEqualTo(20);
    }

    @Test
    void balance_ofTheWalletThatAVariableNames() {
        String url = PostgresServer.shared().freshUrl();
        CliRun run = CliRun.in(home).withVariable("NUTFLUX_STORE", url);
        assertThat(run.run("seed", "new").status()).isZero();
        CliRun.Result result = run.run("balance", "--json");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(home.resolve(".nutflux").resolve("wallet.db")).doesNotExist();
    }

    @Test
    void url_thatIsNone_wrongUsage_withoutShowingIt() {
        CliRun.Result result =
                CliRun.in(home).run("--store", "r2dbc:mysql://alice:s3cret@h/d", "demo", "--tokens", "1");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err()).contains("--store").doesNotContain("s3cret");
    }

    @Test
    void url_ofADatabaseElsewhereWithoutTls_wrongUsageUnlessAllowed() {
        String url = "r2dbc:postgresql://alice:s3cret@database.invalid/d";
        CliRun.Result refused = CliRun.in(home).run("--store", url, "balance");
        assertThat(refused.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(refused.err()).contains("--store", "sslMode=verify-full").doesNotContain("s3cret");

        CliRun.Result allowed = CliRun.in(home).run("--store", url, "--allow-plain-store", "balance");
        assertThat(allowed.status()).as("no such host").isEqualTo(ExitStatus.STORE);
    }

    @Test
    void server_thatIsNotThere_storeProblem() {
        String url = PostgresServer.shared().freshUrl().replaceFirst(":\\d+/", ":1/");
        CliRun.Result result = CliRun.in(home).run("--store", url, "demo", "--tokens", "1");
        assertThat(result.status()).isEqualTo(ExitStatus.STORE);
        assertThat(result.err()).contains("PostgreSQL").doesNotContain("postgres:postgres");
    }
}
