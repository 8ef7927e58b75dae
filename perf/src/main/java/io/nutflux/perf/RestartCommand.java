package io.nutflux.perf;

import io.nutflux.perf.run.Restarter;
import io.nutflux.perf.run.StoreKind;
import io.nutflux.testmint.TestMint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nutflux-perf restart}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Fills a store with spent proofs, then starts a process on it, several times, and prints how soon each",
            "has redeemed a token at a mint in this process."
        })
final class RestartCommand implements Callable<Integer> {

    @Option(names = "--spent", paramLabel = "N", description = "How many proofs are spent (default: ${DEFAULT-VALUE}).")
    private long spent = 1_000_000;

    @Option(names = "--restarts", paramLabel = "R", description = "How often (default: ${DEFAULT-VALUE}).")
    private int restarts = 3;

    @Option(names = "--store", paramLabel = "KIND", description = "sqlite or postgres (default: ${DEFAULT-VALUE}).")
    private StoreKind store = StoreKind.SQLITE;

    @Option(names = "--json", description = "One JSON object a restart.")
    private boolean json;

    @Override
    public Integer call() {
        if (store == StoreKind.MEMORY) {
            System.err.println("a store in memory does not outlive its process");
            return 2;
        }
        try (TestMint mint = TestMint.builder().feePpk(100).start()) {
            System.err.println("spending " + spent + " proofs");
            for (Restarter.Figures figures : new Restarter(mint, store).run(spent, restarts)) {
                if (json) {
                    System.out.println(Output.text(figures.fields()));
                } else {
                    System.out.printf(
                            "%d spent proofs (%s): first token redeemed %.2f s after the process was started, %.2f s after"
                                    + " it began to open the store; %.2f s of CPU%n",
                            figures.spent(),
                            store,
                            figures.processSeconds(),
                            figures.openingSeconds(),
                            figures.cpuSeconds());
                }
            }
            return 0;
        }
    }
}
