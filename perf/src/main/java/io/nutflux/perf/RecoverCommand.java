package io.nutflux.perf;

import io.nutflux.perf.run.Recoverer;
import io.nutflux.perf.run.StoreKind;
import io.nutflux.testmint.TestMint;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nutflux-perf recover}. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Leaves operations as a crash does, opens the wallet again, and prints how long recovery takes.",
            "A third was prepared only, a third was sent and never arrived, a third was signed and the answer lost."
        })
final class RecoverCommand implements Callable<Integer> {

    @Option(
            names = "--operations",
            paramLabel = "N",
            description = "How many operations the crash leaves, one token each (default: ${DEFAULT-VALUE}).")
    private int operations = 10_000;

    @Option(
            names = "--store",
            paramLabel = "KIND",
            description = "memory, sqlite or postgres (default: ${DEFAULT-VALUE}).")
    private StoreKind store = StoreKind.SQLITE;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        try (TestMint mint = TestMint.builder().feePpk(100).start()) {
            System.err.println("making and redeeming " + operations + " tokens");
            Recoverer.Figures figures = new Recoverer(mint, store).run(operations);
            Map<String, Object> fields = figures.fields();
            if (json) {
                System.out.println(Output.text(fields));
            } else {
                System.out.printf(
                        "%d operations (%s): %.1f s from opening the wallet to the last one settled, %.0f a second%n",
                        figures.operations(), store, figures.seconds(), figures.operations() / figures.seconds());
            }
            return figures.complete() ? 0 : 1;
        }
    }
}
