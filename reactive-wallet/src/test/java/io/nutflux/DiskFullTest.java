package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.crypto.Seed;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The disk takes no more in the middle of redeeming, and then does again. */
class DiskFullTest {

    @TempDir
    private Path directory;

    /** What the mint signed while nothing could be written is fetched once it can; the process goes on as it is. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void redeem_diskFullInTheMiddle_failsAndLosesNothing() throws Exception {
        Path file = directory.resolve("tokens");
        try (TestMint mint = TestMint.builder().feePpk(100).start();
                ChildProcess process = ChildProcess.start(
                        RedeemingMain.class,
                        ChildWallets.sqlite(directory.resolve("wallet.db")),
                        mint.url(),
                        "07".repeat(Seed.LENGTH))) {
            List<String> tokens = mint.tokens(60, 8, 2);
            Files.write(
                    file,
                    IntStream.range(0, tokens.size())
                            .mapToObj(i -> "k" + i + "\t" + tokens.get(i))
                            .toList());
            Sinks.Empty<Void> reached = Sinks.empty();
            Sinks.Empty<Void> full = Sinks.empty();
            mint.faults().on("/v1/swap").pass(3).next(Fault.holdBefore(Mono.defer(() -> {
                reached.tryEmitEmpty();
                return full.asMono();
            })));
            process.begin(file.toString());
            reached.asMono().block(WalletHarness.PATIENCE);
            limitFiles(process, "1:unlimited");
            full.tryEmitEmpty();
            Map<String, String> first = told(process, "store ");
            assertThat(first.remove("store")).isEqualTo("UNAVAILABLE");
            limitFiles(process, "unlimited:unlimited");
            // Signatures in hand wait for room. What had none yet may have failed, and is presented once more.
            Map<String, String> then = told(process, "books ");
            assertThat(then.remove("books")).isEqualTo("true 0 0 " + mint.outstanding());
            assertThat(then).hasSameSizeAs(tokens);
            first.forEach((key, outcome) -> {
                if (outcome.startsWith("Redeemed")) {
                    assertThat(then.get(key)).isEqualTo(outcome);
                }
            });
        }
    }

    /** What it says of tokens, by key, up to a line that begins so, which is there too. */
    private static Map<String, String> told(ChildProcess process, String last) throws IOException {
        Map<String, String> told = new HashMap<>();
        for (String line = process.line(); line != null; line = process.line()) {
            String[] words = line.split(" ", line.startsWith("told ") ? 3 : 2);
            if (line.equals("failed UNAVAILABLE")) {
                process.say("again");
            } else if (!line.equals("store UNAVAILABLE") || line.startsWith(last)) {
                told.put(words[words.length - 2], words[words.length - 1]);
            }
            if (line.startsWith(last)) {
                return told;
            }
        }
        throw new AssertionError("it ended: " + told);
    }

    /** How large files may grow under the process's hands, soft and hard limit. */
    private static void limitFiles(ChildProcess process, String limits) {
        try {
            Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + limits)
                    .inheritIO()
                    .start();
            assertThat(prlimit.waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
