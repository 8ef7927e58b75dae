package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;

import io.nutflux.crypto.Seed;
import io.nutflux.error.StoreException;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.Verification;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.vault.TestKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;

/**
 * A process that redeems tokens and may be killed at any moment. It says line by line what it does:
 *
 * <pre>
 * ready                                          its classes are loaded; it waits for the name of a file
 * left N                                         operations it found unfinished in its store
 * told KEY OUTCOME AMOUNT FEE OPERATION          a result, as the caller got it
 * failed KIND                                    the store does not work; it waits for a line, to try again
 * books CONSERVED DIFFERENCES UNFINISHED HELD    at the end, with nothing left to recover
 * </pre>
 */
final class RedeemingMain {

    private static final Duration LEASE = Duration.ofSeconds(2);

    private RedeemingMain() {}

    /** Arguments: where the store is, the mint's address, and the seed in hex. */
    public static void main(String[] arguments) throws IOException {
        warmUp(arguments[1]);
        say("ready");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String file = input.readLine();
        if (file == null) {
            return;
        }
        WalletStore store = open(arguments[0]);
        say("left " + store.unfinished(WalletId.DEFAULT).count().block(PATIENCE));
        CashuWallet wallet = wallet(store, arguments[1], arguments[2]);
        List<String> lines = Files.readAllLines(Path.of(file));
        while (!redeemed(wallet, lines)) {
            if (input.readLine() == null) {
                return;
            }
        }
        Verification books = WalletHarness.verify(wallet);
        say("books " + books.conserved() + " " + books.differences().size() + " "
                + wallet.pending().count().block(PATIENCE) + " " + CrashScenario.held(wallet));
        wallet.close(Duration.ZERO).block(PATIENCE);
    }

    /** Loads the classes that redeeming needs, so that a killed process is followed at once by one that works. */
    private static void warmUp(String mint) {
        CashuWallet wallet = wallet(WalletStore.inMemory(), mint, "00".repeat(Seed.LENGTH));
        wallet.redeem(new RedeemRequest("none", "cashuBpGFt")).block(PATIENCE);
        wallet.close(Duration.ZERO).block(PATIENCE);
    }

    private static WalletStore open(String store) {
        String path = store.substring("sqlite:".length());
        return Objects.requireNonNull(
                SqliteStore.open(Path.of(path), TestKeys.provider()).block(PATIENCE));
    }

    private static CashuWallet wallet(WalletStore store, String mint, String seedHex) {
        WalletOptions options = WalletHarness.options(MintUrl.of(mint))
                .withRedeem(
                        redeem -> redeem.maxInputsPerSwap(8).concurrentSwaps(4).maxTokensInFlight(64))
                .withRecovery(new RecoveryOptions(
                        LEASE, Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMillis(200), 16));
        return Objects.requireNonNull(CashuWallet.builder()
                .store(store)
                .seed(Seed.of(HexFormat.of().parseHex(seedHex)))
                .options(options)
                .open()
                .block(PATIENCE));
    }

    /** Redeems all of them and waits until nothing is left to recover; false if the store fails meanwhile. */
    private static boolean redeemed(CashuWallet wallet, List<String> lines) {
        try {
            wallet.redeem(Flux.fromIterable(lines).map(RedeemingMain::request))
                    .doOnNext(RedeemingMain::tell)
                    .blockLast(PATIENCE);
            wallet.pending()
                    .hasElements()
                    .filter(unfinished -> !unfinished)
                    .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)))
                    .block(PATIENCE);
            return true;
        } catch (StoreException e) {
            say("failed " + e.kind());
            return false;
        }
    }

    private static RedeemRequest request(String line) {
        int tab = line.indexOf('\t');
        return new RedeemRequest(line.substring(0, tab), line.substring(tab + 1));
    }

    private static void tell(RedeemResult result) {
        String outcome = result.getClass().getSimpleName();
        say("told " + result.key() + " " + outcome
                + (result instanceof RedeemResult.Redeemed redeemed
                        ? " " + redeemed.amount() + " " + redeemed.fee() + " " + redeemed.operation()
                        : ""));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
