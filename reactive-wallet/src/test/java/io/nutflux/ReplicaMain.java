package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;

import io.nutflux.event.WalletEvent;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.Verification;
import io.nutflux.store.WalletStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;

/**
 * One of several processes on one store, which may be killed at any moment. It redeems what waits in the inbox, and is told
 * in lines:
 *
 * <pre>
 * accept FILE      takes the tokens of this file; of each it says: stored KEY
 * finish FILE      waits until nothing is left to do, says of each of them: outcome KEY OUTCOME …, and then:
 *                  books CONSERVED DIFFERENCES UNFINISHED HELD
 * </pre>
 *
 * <p>By itself it says of each token whose entry it finished: {@code decided KEY OUTCOME …}. It ends with its input.
 */
final class ReplicaMain {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final CashuWallet wallet;

    private ReplicaMain(CashuWallet wallet) {
        this.wallet = wallet;
    }

    /** Arguments: where the store is, the mint's address, and the seed in hex. */
    public static void main(String[] arguments) throws IOException {
        ChildWallets.warmUp(arguments[1]);
        say("ready");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (!"open".equals(input.readLine())) {
            return;
        }
        WalletStore store = ChildWallets.store(arguments[0]);
        CashuWallet wallet = ChildWallets.wallet(store, arguments[1], arguments[2]);
        wallet.events()
                .ofType(WalletEvent.InboxDecided.class)
                .subscribe(event -> say("decided " + ChildWallets.text(event.result())));
        ReplicaMain replica = new ReplicaMain(wallet);
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            replica.obey(line.substring(0, line.indexOf(' ')), Path.of(line.substring(line.indexOf(' ') + 1)));
        }
        wallet.close(Duration.ofSeconds(5)).block(PATIENCE);
    }

    private void obey(String command, Path file) throws IOException {
        List<RedeemRequest> requests = Files.readAllLines(file).stream()
                .map(line -> line.split("\t", 2))
                .map(parts -> new RedeemRequest(parts[0], parts[1]))
                .toList();
        if (command.equals("accept")) {
            wallet.inbox()
                    .accept(Flux.fromIterable(requests))
                    .doOnNext(ReplicaMain::answer)
                    .blockLast(LONG);
        } else {
            finish(requests);
        }
    }

    private static void answer(InboxAnswer answer) {
        boolean kept = answer instanceof InboxAnswer.Stored || answer instanceof InboxAnswer.Known;
        say((kept ? "stored " : "declined ") + answer.key());
    }

    private void finish(List<RedeemRequest> requests) {
        Flux.concat(
                        wallet.inbox().counts().filter(counts -> counts.waiting() > 0),
                        wallet.pending().take(1))
                .hasElements()
                .filter(busy -> !busy)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(50)))
                .block(LONG);
        for (RedeemRequest request : requests) {
            say("outcome "
                    + ChildWallets.text(
                            Objects.requireNonNull(wallet.outcome(request.key()).block(PATIENCE), request.key())));
        }
        Verification books = WalletHarness.verify(wallet);
        say("books " + books.conserved() + " " + books.differences().size() + " "
                + wallet.pending().count().block(PATIENCE) + " " + CrashScenario.held(wallet));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
