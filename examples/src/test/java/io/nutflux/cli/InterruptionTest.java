package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.testmint.PaidWhen;
import io.nutflux.testmint.TestMint;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

    @TempDir
    Path home;

    private final Interruption interruption = new Interruption();
    private final ExecutorService mainThread = Executors.newSingleThreadExecutor();
    private TestMint mint;

    @BeforeEach
    void start() {
        mint = TestMint.builder().paidWhen(PaidWhen.never()).start();
    }

    @AfterEach
    void stop() {
        mainThread.shutdownNow();
        mint.close();
    }

    @Test
    void interrupt_ofARedeem_printsTheSumsSoFarAndClosesTheWallet()
            throws IOException, ExecutionException, InterruptedException {
        try (PipedInputStream in = new PipedInputStream(1 << 16);
                PipedOutputStream tokens = new PipedOutputStream(in)) {
            CompletableFuture<CliRun.Result> run = CompletableFuture.supplyAsync(
                    () -> CliRun.in(home)
                            .interruptedBy(interruption)
                            .withInput(in)
                            .run("redeem", "-", "--mint", mint.url(), "--json"),
                    mainThread);
            tokens.write((mint.token(64) + "\n").getBytes(StandardCharsets.UTF_8));
            tokens.flush();
            await().atMost(Duration.ofSeconds(30)).until(() -> mint.requests("/v1/swap") == 1);

            interruption.interrupt();
            CliRun.Result result = run.get();

            assertThat(result.status()).isEqualTo(130);
            assertThat(result.last().at("/summary/interrupted").booleanValue()).isTrue();
            assertThat(result.err()).doesNotContain("Exception");
        }
        CliRun.Result verified = CliRun.in(home).run("verify", "--json");
        assertThat(verified.status()).isZero();
    }

    @Test
    void interrupt_ofAMintThatWaits_tellsHowToGoOn() throws ExecutionException, InterruptedException {
        CompletableFuture<CliRun.Result> run = CompletableFuture.supplyAsync(
                () -> CliRun.in(home).interruptedBy(interruption).run("mint", "64", "--mint", mint.url(), "--json"),
                mainThread);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> mint.counts().keySet().stream().anyMatch(path -> path.contains("{quote_id}")));

        interruption.interrupt();
        CliRun.Result result = run.get();

        assertThat(result.status()).isEqualTo(130);
        String quote = result.only().get("quote").stringValue();
        assertThat(result.err()).contains("nutflux mint --quote " + quote);
        mint.payQuote(quote);
        assertThat(CliRun.in(home).run("mint", "--quote", quote).status()).isZero();
    }
}
