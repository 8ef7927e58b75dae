package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.testmint.Fault;
import io.nutflux.testmint.PaidWhen;
import io.nutflux.testmint.TestMint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A wallet whose directory is lost, and whose words are not. */
class RestoreCommandTest {

    @TempDir
    Path home;

    private TestMint mint;
    private Path words;

    @BeforeEach
    void loseTheWallet() throws IOException {
        mint = TestMint.builder().paidWhen(PaidWhen.atOnce()).start();
        Path lost = Files.createDirectory(home.resolve("lost"));
        run(lost, "mint", "100", "--mint", mint.url());
        run(lost, "send", "36", "--mint", mint.url());
        words = home.resolve("words");
        Files.writeString(
                words, run(lost, "seed", "show").only().get("mnemonic").stringValue());
    }

    @AfterEach
    void stop() {
        mint.close();
    }

    private static CliRun.Result run(Path home, String... args) {
        String[] all = Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new);
        return CliRun.in(home).run(all);
    }

    private CliRun.Result run(String... args) {
        return run(home, args);
    }

    private void restoreWords() {
        CliRun.Result restored = run("seed", "restore", "--mnemonic-file", words.toString());
        assertThat(restored.status()).isZero();
        assertThat(restored.err()).contains("nutflux restore --mint");
    }

    @Test
    void restore_gapOfNothing_isWrongUsage() {
        restoreWords();
        CliRun.Result result = run("restore", "--mint", mint.url(), "--gap", "0");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--gap is at least 1");
    }

    @Test
    void restore_aheadOfNothing_isWrongUsage() {
        restoreWords();
        CliRun.Result result = run("restore", "--mint", mint.url(), "--ahead", "0");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--ahead is at least 1");
    }

    /** What it found is there, and the next run comes to the end. */
    @Test
    void restore_moreSignedThanIsBelieved_saysWhatToDo() {
        restoreWords();
        CliRun.Result result = run("restore", "--mint", mint.url(), "--ahead", "1");

        assertThat(result.status()).isNotZero();
        assertThat(result.err()).contains("signed up to counter", "restore again", "the mint makes them up");
        assertThat(result.only().get("restored").intValue()).isEqualTo(100);
        assertThat(result.only().get("complete").booleanValue()).isFalse();
        assertThat(run("restore", "--mint", mint.url()).status()).isZero();
    }

    @Test
    void restore_shortGap_hasTheMoneyAgain() {
        restoreWords();

        assertThat(run("restore", "--mint", mint.url(), "--gap", "1")
                        .only()
                        .get("restored")
                        .intValue())
                .isEqualTo(100);
    }

    @Test
    void restore_afterTheWordsArePutBack_hasTheMoneyAgain() {
        restoreWords();
        CliRun.Result result = run("restore", "--mint", mint.url());

        assertThat(result.status()).isZero();
        JsonNode line = result.only();
        assertThat(line.propertyNames()).containsExactly("mint", "unit", "restored", "spent", "pending", "complete");
        assertThat(line.get("restored").intValue()).isEqualTo(100);
        assertThat(line.get("complete").booleanValue()).isTrue();
        assertThat(run("balance").only().get("spendable").intValue()).isEqualTo(100);
        assertThat(run("verify").status()).isZero();
        assertThat(run("restore", "--mint", mint.url()).only().get("restored").intValue())
                .isZero();
    }

    @Test
    void restore_oneMintIsAway_theOtherIsRestored_andTheStatusIsThree() {
        try (TestMint away = TestMint.start()) {
            away.faults().on("/v1/restore").always(Fault.statusBefore(503));
            restoreWords();
            CliRun.Result result = run("restore", "--mint", away.url(), "--mint", mint.url());
            assertThat(result.status()).isEqualTo(3);
            assertThat(result.err()).contains(away.url());
            assertThat(result.only().get("restored").intValue()).isEqualTo(100);
        }
    }

    @Test
    void restore_withoutAMint_isWrongUsage() {
        restoreWords();
        assertThat(run("restore").status()).isEqualTo(2);
    }

    @Test
    void restore_withoutAWallet_exitsWithFour() {
        assertThat(run("restore", "--mint", mint.url()).status()).isEqualTo(4);
    }
}
