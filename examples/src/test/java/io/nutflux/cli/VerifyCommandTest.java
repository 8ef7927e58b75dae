package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.testmint.Fault;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.PaidWhen;
import io.nutflux.testmint.TestMint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What {@code verify} prints of each difference, and the status it leaves. */
class VerifyCommandTest {

    @TempDir
    Path home;

    private TestMint mint;

    @BeforeEach
    void mintSome() {
        mint = TestMint.builder().paidWhen(PaidWhen.atOnce()).start();
        assertThat(CliRun.in(home).run("mint", "10", "--mint", mint.url()).status())
                .isZero();
    }

    @AfterEach
    void stop() {
        mint.close();
    }

    private void edit(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".nutflux/wallet.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as("rows edited").isPositive();
        }
    }

    private JsonNode verified(int status) {
        CliRun.Result result = CliRun.in(home).run("verify", "--json");
        assertThat(result.status()).isEqualTo(status);
        return result.only();
    }

    private static void assertKind(JsonNode verified, String kind) {
        assertThat(verified.get("differences"))
                .isNotEmpty()
                .allSatisfy(difference ->
                        assertThat(difference.get("kind").stringValue()).isEqualTo(kind));
    }

    @Test
    void verify_nothingWrong_exitsZero() {
        JsonNode verified = verified(0);
        assertThat(verified.get("conserved").booleanValue()).isTrue();
        assertThat(verified.get("differences")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ALL_SPENT, SPENT_AT_MINT", "UNKNOWN_STATE, PENDING_AT_MINT"})
    void verify_mintSaysOtherwise_namesItAndExitsOne(Lie lie, String kind) {
        mint.faults().on("/v1/checkstate").always(Fault.lie(lie));
        JsonNode verified = verified(1);
        assertKind(verified, kind);
        assertThat(verified.get("conserved").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "UPDATE proof SET sealed = CAST(substr(sealed, 2) AS BLOB) WHERE amount = 2 > UNREADABLE",
                "UPDATE ledger SET recorded_by = 'x' > LEDGER_CHANGED"
            })
    void verify_storeEdited_namesItAndExitsOne(String sql, String kind) throws Exception {
        edit(sql);
        JsonNode verified = verified(1);
        assertKind(verified, kind);
        assertThat(verified.get("conserved").booleanValue()).isTrue();
    }

    @Test
    void verify_proofDeleted_saysThatTheBooksDoNotBalance() throws Exception {
        edit("DELETE FROM proof WHERE amount = 2");
        JsonNode verified = verified(1);
        assertThat(verified.get("conserved").booleanValue()).isFalse();
        assertThat(verified.get("accounts").get(0).get("balanced").booleanValue())
                .isFalse();
        assertThat(CliRun.in(home).run("verify").out()).contains("THE BOOKS DO NOT BALANCE");
    }

    @Test
    void verify_mintAway_exitsThree() {
        mint.faults().on("/v1/checkstate").always(Fault.error(50_000, "not now"));
        assertKind(verified(3), "MINT_NOT_ASKED");
    }
}
