package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedCommandTest {

    private static final String WORDS =
            "half depart obvious quality work element tank gorilla view sugar picture humble";

    @TempDir
    Path home;

    @Test
    void new_makesAWalletThatIsTheOwnersAlone() throws IOException {
        assertThat(CliRun.in(home).run("seed", "new", "--json").out()).isEqualToIgnoringNewLines("{\"created\":true}");

        Path wallet = home.resolve(".nutflux");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wallet)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wallet.resolve("wallet.db"))))
                .isEqualTo("rw-------");
        assertThat(wallet.resolve("seed")).doesNotExist();
    }

    @Test
    void new_printsNoWords() {
        CliRun.Result made = CliRun.in(home).run("seed", "new");
        String words = CliRun.in(home).run("seed", "show").out().strip();

        assertThat(words.split(" ")).hasSize(12);
        assertThat(made.out() + made.err()).doesNotContain(words);
    }

    @Test
    void new_whereASeedIs_exitsTwoAndKeepsIt() {
        CliRun.in(home).run("seed", "new");
        String words = CliRun.in(home).run("seed", "show").out();

        assertThat(CliRun.in(home).run("seed", "new").status()).isEqualTo(2);
        assertThat(CliRun.in(home).run("seed", "show").out()).isEqualTo(words);
    }

    @Test
    void new_inADirectoryOpenToOthers_closesIt() throws IOException {
        Path wallet = Files.createDirectory(home.resolve("w"));
        Files.setPosixFilePermissions(wallet, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(CliRun.in(home)
                        .run("seed", "new", "--wallet", wallet.toString())
                        .status())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wallet)))
                .isEqualTo("rwx------");
    }

    /** A store that was used and has lost its words. */
    private void orphan() throws SQLException {
        CliRun.in(home).run("seed", "new");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".nutflux/wallet.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM secret");
            statement.execute(
                    "INSERT INTO ledger VALUES ('default', '00000000000000000000000000000001', 1, 'MINTED', 'https://m.example', 'sat', 1, 0, 'me', 1, x'00')");
        }
    }

    @Test
    void new_whereAUsedStoreWithoutSeedIs_exitsFour() throws SQLException {
        orphan();
        CliRun.Result result = CliRun.in(home).run("seed", "new");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).contains("seed restore");
        assertThat(CliRun.in(home).run("balance").status()).isEqualTo(4);
    }

    @Test
    void restore_whereAUsedStoreWithoutSeedIs_bringsItBack() throws SQLException {
        orphan();
        String file = CliRun.in(home).file("words", List.of(WORDS));

        assertThat(CliRun.in(home)
                        .run("seed", "restore", "--mnemonic-file", file)
                        .status())
                .isZero();
        assertThat(CliRun.in(home).run("seed", "show").out()).isEqualToIgnoringNewLines(WORDS);
    }

    @Test
    void new_whereAnUnusedStoreWithoutSeedIs_goesOnWithIt() throws SQLException {
        CliRun.in(home).run("seed", "new");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".nutflux/wallet.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM secret");
        }
        assertThat(CliRun.in(home).run("seed", "new").status()).isZero();
        assertThat(CliRun.in(home).run("balance").status()).isZero();
    }

    /** A wallet that was opened, and whose words were lost afterwards. Gives them. */
    private String loseTheWords() throws SQLException {
        CliRun.in(home).run("seed", "new");
        CliRun.in(home).run("balance");
        String words = CliRun.in(home).run("seed", "show").out().strip();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".nutflux/wallet.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM secret WHERE name = 'mnemonic'"))
                    .isOne();
        }
        return words;
    }

    private List<String> secrets() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".nutflux/wallet.db"));
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT name || ' ' || hex(sealed) FROM secret ORDER BY name")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    private CliRun.Result restore(String words) {
        return CliRun.in(home)
                .run("seed", "restore", "--mnemonic-file", CliRun.in(home).file("words", List.of(words)));
    }

    @Test
    void restore_ofOtherWordsThanTheStores_exitsFourAndLeavesTheStoreToItsOwn() throws SQLException {
        String own = loseTheWords();
        List<String> before = secrets();

        CliRun.Result result = restore(WORDS);

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).contains("belongs to other words").hasLineCount(1);
        assertThat(result.out() + result.err()).doesNotContain("gorilla", own);
        assertThat(secrets()).isEqualTo(before);

        assertThat(restore(own).status()).isZero();
        assertThat(CliRun.in(home).run("balance").status()).isZero();
        assertThat(CliRun.in(home).run("seed", "show").out()).isEqualToIgnoringNewLines(own);
    }

    @Test
    void new_whereTheWordsOfAnOpenedStoreAreLost_exitsFourAndLeavesItToItsOwn() throws SQLException {
        String own = loseTheWords();

        CliRun.Result result = CliRun.in(home).run("seed", "new");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).contains("seed restore").hasLineCount(1);
        assertThat(CliRun.in(home).run("balance").err()).contains("seed restore");
        assertThat(restore(own).status()).isZero();
        assertThat(CliRun.in(home).run("balance").status()).isZero();
    }

    @Test
    void redeem_whereTheWordsOfAnOpenedStoreAreLost_makesNoWalletWithOthers() throws SQLException {
        loseTheWords();
        List<String> before = secrets();

        assertThat(CliRun.in(home)
                        .withInput("")
                        .run("redeem", "-", "--any-mint")
                        .status())
                .isEqualTo(4);
        assertThat(secrets()).isEqualTo(before);
    }

    @Test
    void restore_takesTheWordsOfAFile() {
        String file = CliRun.in(home)
                .file(
                        "words",
                        List.of(
                                "  half depart obvious quality work element",
                                "tank gorilla" + "  view sugar picture humble "));

        assertThat(CliRun.in(home)
                        .run("seed", "restore", "--mnemonic-file", file, "--json")
                        .only()
                        .get("created")
                        .booleanValue())
                .isTrue();
        assertThat(CliRun.in(home)
                        .run("seed", "show", "--json")
                        .only()
                        .get("mnemonic")
                        .stringValue())
                .isEqualTo(WORDS);
    }

    @Test
    void restore_ofWordsWithAWrongChecksum_exitsTwoAndRepeatsNoWord() {
        String file = CliRun.in(home).file("words", List.of(WORDS.replace("humble", "half")));

        CliRun.Result result = CliRun.in(home).run("seed", "restore", "--mnemonic-file", file);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out() + result.err()).doesNotContain("gorilla", "humble");
        assertThat(home.resolve(".nutflux")).doesNotExist();
    }

    @Test
    void restore_ofAMissingFile_exitsTwo() {
        assertThat(CliRun.in(home)
                        .run("seed", "restore", "--mnemonic-file", "no-such-file")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void show_ofAStoreThatOthersMayRead_exitsFourAndShowsNothing() throws IOException {
        CliRun.in(home).run("seed", "new");
        Path store = home.resolve(".nutflux/wallet.db");
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r-----"));

        CliRun.Result result = CliRun.in(home).run("seed", "show");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("open to other users", "chmod 600");
    }

    @Test
    void show_inADirectoryThatOthersMayEnter_exitsFour() throws IOException {
        CliRun.in(home).run("seed", "new");
        Files.setPosixFilePermissions(home.resolve(".nutflux"), PosixFilePermissions.fromString("rwx--x---"));

        assertThat(CliRun.in(home).run("seed", "show").status()).isEqualTo(4);
    }

    @Test
    void show_ofADamagedSeed_exitsFourAndSaysWhere() throws SQLException {
        CliRun.in(home).run("seed", "new");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".nutflux/wallet.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE secret SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)");
        }
        CliRun.Result result = CliRun.in(home).run("seed", "show");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("secret").hasLineCount(1);
    }
}
