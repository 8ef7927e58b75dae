package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wallet.resolve("seed"))))
                .isEqualTo("rw-------");
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

    @Test
    void new_whereAStoreWithoutSeedIs_exitsFour() throws IOException {
        Path wallet = Files.createDirectory(home.resolve(".nutflux"));
        Files.createFile(wallet.resolve("wallet.db"));

        CliRun.Result result = CliRun.in(home).run("seed", "new");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).contains("seed restore");
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
    void show_ofASeedThatOthersMayRead_exitsFourAndShowsNothing() throws IOException {
        CliRun.in(home).run("seed", "new");
        Path seed = home.resolve(".nutflux/seed");
        Files.setPosixFilePermissions(seed, PosixFilePermissions.fromString("rw-r-----"));

        CliRun.Result result = CliRun.in(home).run("seed", "show");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("open to others", "chmod 600");
    }

    @Test
    void show_inADirectoryThatOthersMayEnter_exitsFour() throws IOException {
        CliRun.in(home).run("seed", "new");
        Files.setPosixFilePermissions(home.resolve(".nutflux"), PosixFilePermissions.fromString("rwx--x---"));

        assertThat(CliRun.in(home).run("seed", "show").status()).isEqualTo(4);
    }

    @Test
    void show_ofADamagedSeed_exitsFourAndRepeatsNoWord() throws IOException {
        CliRun.in(home).run("seed", "new");
        Files.writeString(home.resolve(".nutflux/seed"), "gorilla gorilla");

        CliRun.Result result = CliRun.in(home).run("seed", "show");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.out() + result.err()).doesNotContain("gorilla");
    }
}
