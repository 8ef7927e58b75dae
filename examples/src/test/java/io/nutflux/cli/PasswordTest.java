package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The store's password: where it comes from, that it is the right one, and how it and the key beneath are changed. */
class PasswordTest {

    @TempDir
    Path home;

    private CliRun run() {
        return CliRun.in(home);
    }

    private CliRun under(String password) {
        return run().withVariable("NUTFLUX_PASSWORD", password);
    }

    @Test
    void run_underAWrongPassword_exitsFourWithOneLine_andChangesNothing() throws Exception {
        under("right").run("seed", "new");
        byte[] before = Files.readAllBytes(home.resolve(".nutflux/wallet.db"));
        CliRun.Result result = under("wrong").run("balance");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("nutflux: the password is wrong").hasLineCount(1);
        assertThat(Files.readAllBytes(home.resolve(".nutflux/wallet.db"))).isEqualTo(before);
        assertThat(under("right").run("balance").status()).isZero();
    }

    @Test
    void run_withoutPasswordOrTerminal_exitsFourAndNamesTheVariable() {
        CliRun.Result none = run().withoutPassword().run("seed", "new");

        assertThat(none.status()).isEqualTo(4);
        assertThat(none.err()).contains("NUTFLUX_PASSWORD").hasLineCount(1);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void run_underAnEmptyPassword_exitsFour() {
        assertThat(under("").run("seed", "new").status()).isEqualTo(4);
    }

    @Test
    void new_atATerminal_asksTwiceAndThenOnce() {
        CliRun.Result made = run().typing("typed", "typed").run("seed", "new", "--json");
        assertThat(made.status()).isZero();
        assertThat(made.out()).isEqualToIgnoringNewLines("{\"created\":true}");

        CliRun.Result opened = run().typing("typed").run("balance");
        assertThat(opened.status()).isZero();
        assertThat(opened.err()).contains("Password: ");
        assertThat(made.err() + opened.err()).doesNotContain("typed");
    }

    @Test
    void new_withTwoDifferentPasswordsTyped_exitsTwoAndMakesNothing() {
        CliRun.Result result = run().typing("one", "another").run("seed", "new");

        assertThat(result.status()).isEqualTo(2);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void password_changesIt() {
        under("old").run("seed", "new");
        String words = under("old").run("seed", "show").out();
        CliRun.Result changed =
                under("old").withVariable("NUTFLUX_NEW_PASSWORD", "new").run("password", "--json");

        assertThat(changed.status()).isZero();
        assertThat(changed.only().get("keys").intValue()).isEqualTo(1);
        assertThat(under("old").run("seed", "show").status()).isEqualTo(4);
        assertThat(under("new").run("seed", "show").out()).isEqualTo(words);
    }

    @Test
    void password_atATerminal_asksForTheOldOneAndTwiceForTheNew() {
        under("old").run("seed", "new");

        assertThat(run().typing("old", "new", "other").run("password").status()).isEqualTo(2);
        assertThat(run().typing("wrong").run("password").status()).isEqualTo(4);
        assertThat(run().typing("old", "new", "new").run("password").status()).isZero();
        assertThat(under("new").run("balance").status()).isZero();
    }

    @Test
    void keysRotate_sealsAnew_andTheWalletGoesOn() {
        under("right").run("seed", "new");
        String words = under("right").run("seed", "show").out();
        JsonNode rotated = under("right").run("keys", "rotate", "--json").only();

        assertThat(rotated.propertyNames()).containsExactly("version", "resealed", "unreadable", "complete");
        assertThat(rotated.get("version").intValue()).isEqualTo(2);
        assertThat(rotated.get("resealed").intValue()).isEqualTo(1);
        assertThat(rotated.get("complete").booleanValue()).isTrue();
        assertThat(under("right").run("seed", "show").out()).isEqualTo(words);
        assertThat(under("right").run("keys", "rotate").out()).startsWith("Key 3 seals everything now");
    }

    @Test
    void keys_withoutWhat_exitsTwo() {
        assertThat(run().run("keys").status()).isEqualTo(2);
        assertThat(home).isEmptyDirectory();
    }
}
