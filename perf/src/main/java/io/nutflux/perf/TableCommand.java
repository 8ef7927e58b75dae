package io.nutflux.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nutflux-perf table}. */
@Command(
        name = "table",
        mixinStandardHelpOptions = true,
        description =
                "Prints JSON lines of runs, of this wallet and of peers, as one table with the ratios between them.")
final class TableCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "JSON lines, as --json prints them.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> runs = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("{"))
                .map(Output::parse)
                .toList();
        Output output = new Output(System.out, false);
        runs.forEach(output::print);
        System.out.println();
        new Ratios(runs).lines().forEach(System.out::println);
        return 0;
    }
}
