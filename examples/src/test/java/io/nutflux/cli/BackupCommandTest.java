package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.store.sql.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code backup} and {@code restore-backup}: the same wallet again, elsewhere, under the passwords that belong to it. */
class BackupCommandTest {

    @TempDir
    Path home;

    private String file;
    private String words;

    private CliRun run() {
        return CliRun.in(home);
    }

    @BeforeEach
    void makeAWallet() {
        file = home.resolve("wallet.backup").toString();
        run().run("seed", "new");
        words = run().run("seed", "show").out();
    }

    @Test
    void backup_thenRestoredElsewhere_isTheSameWallet() {
        CliRun.Result made = run().run("backup", file, "--json");
        assertThat(made.status()).as(made.err()).isZero();
        JsonNode written = made.only();
        assertThat(written.propertyNames()).containsExactly("id", "createdAt", "wallets", "rows", "bytes", "tables");
        assertThat(written.get("wallets").intValue()).isEqualTo(1);
        assertThat(written.get("tables").get("secret").intValue()).isPositive();

        String scratch = home.resolve("scratch").toString();
        CliRun.Result restored = run().run("--wallet", scratch, "restore-backup", file, "--json");
        assertThat(restored.status()).as(restored.err()).isZero();
        assertThat(restored.only()).isEqualTo(written);
        assertThat(run().run("--wallet", scratch, "seed", "show").out()).isEqualTo(words);
    }

    @Test
    void backup_ofAWalletInADirectory_restoredIntoADatabase_isTheSameWallet() {
        run().run("backup", file);
        String url = PostgresServer.shared().freshUrl();
        CliRun.Result restored = run().run("--store", url, "restore-backup", file);
        assertThat(restored.status()).as(restored.err()).isZero();
        assertThat(restored.out()).startsWith("Restored 1 wallet, ").contains("Do not use it beside");
        assertThat(run().run("--store", url, "seed", "show").out()).isEqualTo(words);

        CliRun.Result again = run().run("--store", url, "restore-backup", file);
        assertThat(again.status()).isEqualTo(ExitStatus.STORE);
        assertThat(again.err()).contains("has rows already").hasLineCount(1);
    }

    @Test
    void backup_underItsOwnPassword_opensWithThat_andTheStoreInItWithTheStores() {
        CliRun own = run().withVariable("NUTFLUX_BACKUP_PASSWORD", "of the backup");
        assertThat(own.run("backup", file, "--own-password").status()).isZero();
        String scratch = home.resolve("scratch").toString();

        CliRun.Result wrong = run().run("--wallet", scratch, "restore-backup", file);
        assertThat(wrong.status()).isEqualTo(ExitStatus.STORE);
        assertThat(wrong.err()).startsWith("nutflux: the password is wrong").hasLineCount(1);
        assertThat(Path.of(scratch)).doesNotExist();

        CliRun withoutTheStores = run().withoutPassword().withVariable("NUTFLUX_BACKUP_PASSWORD", "of the backup");
        CliRun.Result restored = withoutTheStores.run("--wallet", scratch, "restore-backup", file, "--own-password");
        assertThat(restored.status()).as(restored.err()).isZero();
        assertThat(run().run("--wallet", scratch, "seed", "show").out()).isEqualTo(words);
        assertThat(own.withVariable("NUTFLUX_PASSWORD", "of the backup")
                        .run("--wallet", scratch, "seed", "show")
                        .status())
                .isEqualTo(ExitStatus.STORE);
    }

    @Test
    void ownPassword_atATerminal_isAskedForTwiceAndThenOnce() {
        CliRun.Result two = run().typing("for tests", "one", "another").run("backup", file, "--own-password");
        assertThat(two.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(Path.of(file)).doesNotExist();

        CliRun.Result made = run().typing("for tests", "one", "one").run("backup", file, "--own-password");
        assertThat(made.status()).as(made.err()).isZero();
        CliRun.Result checked = run().typing("one").run("restore-backup", file, "--own-password", "--check");
        assertThat(checked.status()).as(checked.err()).isZero();
        assertThat(checked.err()).contains("The backup's password: ");
    }

    @Test
    void check_readsItThrough_andRestoresNothing() throws Exception {
        JsonNode written = run().run("backup", file, "--json").only();
        Path scratch = home.resolve("scratch");
        CliRun.Result checked = run().run("--wallet", scratch.toString(), "restore-backup", file, "--check", "--json");
        assertThat(checked.status()).as(checked.err()).isZero();
        assertThat(checked.only()).isEqualTo(written);
        assertThat(scratch).doesNotExist();

        byte[] bytes = Files.readAllBytes(Path.of(file));
        bytes[bytes.length - 1] ^= 1;
        Files.write(Path.of(file), bytes);
        CliRun.Result edited = run().run("restore-backup", file, "--check");
        assertThat(edited.status()).isEqualTo(ExitStatus.STORE);
        assertThat(edited.err()).contains("edited").hasLineCount(1);
    }

    @Test
    void restore_whereThereIsAWallet_exitsFour_andItStays() {
        run().run("backup", file);
        CliRun.Result result = run().run("restore-backup", file);
        assertThat(result.status()).isEqualTo(ExitStatus.STORE);
        assertThat(result.err()).contains("has a store already").hasLineCount(1);
        assertThat(run().run("seed", "show").out()).isEqualTo(words);
    }

    @Test
    void backup_ontoAFile_exitsFour_andItStays() throws Exception {
        Files.writeString(Path.of(file), "something");
        CliRun.Result result = run().run("backup", file);
        assertThat(result.status()).isEqualTo(ExitStatus.STORE);
        assertThat(result.err()).contains("never overwrites").hasLineCount(1);
        assertThat(Path.of(file)).hasContent("something");
    }

    @Test
    void backup_withoutAWallet_exitsFour_andRestoreWithoutAFileToo() {
        String nowhere = home.resolve("nowhere").toString();
        assertThat(run().run("--wallet", nowhere, "backup", file).status()).isEqualTo(ExitStatus.STORE);
        CliRun.Result result = run().run("--wallet", nowhere, "restore-backup", file);
        assertThat(result.status()).isEqualTo(ExitStatus.STORE);
        assertThat(result.err()).contains("is not there").hasLineCount(1);
        assertThat(Path.of(nowhere)).doesNotExist();
        assertThat(run().run("backup").status()).isEqualTo(ExitStatus.USAGE);
    }
}
