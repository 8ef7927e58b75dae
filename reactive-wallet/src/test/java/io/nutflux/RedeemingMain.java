package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;

import io.nutflux.error.StoreException;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.Verification;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A process that redeems tokens and may be killed at any moment. It says line by line what it does:
 *
 * <pre>
 * ready                                          its classes are loaded; it waits for the name of a file
 * left OPERATION                                 it found this one unfinished in its store
 * told KEY OUTCOME AMOUNT FEE OPERATION          a result, as the caller got it
 * failed KIND                                    the store does not work; it waits for a line, to try again
 * books CONSERVED DIFFERENCES UNFINISHED HELD    at the end, with nothing left to recover
 * </pre>
 */
final class RedeemingMain {

    private static final Duration LONG = Duration.ofMinutes(2);

    private RedeemingMain() {}

    /** Arguments: where the store is, the mint's address, and the seed in hex. */
    public static void main(String[] arguments) throws IOException {
        ChildWallets.warmUp(arguments[1]);
        say("ready");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String file = input.readLine();
        if (file == null) {
            return;
        }
        WalletStore store = telling(ChildWallets.store(arguments[0]));
        store.unfinished(WalletId.DEFAULT)
                .doOnNext(operation -> say("left " + operation.id()))
                .blockLast(PATIENCE);
        CashuWallet wallet = ChildWallets.wallet(store, arguments[1], arguments[2]);
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

    /** The store, which says so when it cannot be used. */
    private static WalletStore telling(WalletStore store) {
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    return answer instanceof Mono<?> mono
                            ? mono.doOnError(
                                    e -> e instanceof StoreException failure
                                            && failure.kind() == StoreException.Kind.UNAVAILABLE,
                                    e -> say("store UNAVAILABLE"))
                            : answer;
                });
    }

    /** Redeems all of them and waits until nothing is left to recover; false if the store fails meanwhile. */
    private static boolean redeemed(CashuWallet wallet, List<String> lines) {
        try {
            wallet.redeem(Flux.fromIterable(lines).map(RedeemingMain::request))
                    .doOnNext(RedeemingMain::tell)
                    .blockLast(LONG);
            wallet.pending()
                    .hasElements()
                    .filter(unfinished -> !unfinished)
                    .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)))
                    .block(LONG);
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
        say("told " + ChildWallets.text(result));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
