package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.error.CashuException;
import io.nutflux.flow.RestoreOptions;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RestoreProgress;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code restore}: what the seed owns at mints, by the mints' word (NUT-09). */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Fetches back from mints what the wallet's seed owns there and its store does not know.")
final class RestoreCommand implements Callable<Integer> {

    private final Cli cli;

    @Option(names = "--mint", required = true, paramLabel = "URL", description = "A mint to ask; may be repeated.")
    private List<MintUrl> mints = List.of();

    @Option(
            names = "--gap",
            paramLabel = "N",
            defaultValue = "1000",
            description = "So many outputs in a row that the mint never signed are the end; 1000 if not said.")
    private int gap;

    @Option(
            names = "--ahead",
            paramLabel = "N",
            defaultValue = "1000000",
            description =
                    "A mint that calls more outputs signed than so many past what the store knows of is not listened to"
                            + " for longer in one run; 1000000 if not said.")
    private long ahead;

    RestoreCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        mints.forEach(cli::checked);
        if (gap < 1) {
            throw CliException.usage("--gap is at least 1");
        }
        if (ahead < 1) {
            throw CliException.usage("--ahead is at least 1");
        }
        int batch = RestoreOptions.DEFAULT_BATCH;
        RestoreOptions options = new RestoreOptions(batch, (gap - 1) / batch + 1, ahead);
        int status = ExitStatus.DONE;
        try (Session session = Session.open(cli, wallet -> wallet.withRestore(options))) {
            Listing listing = new Listing(cli.console(), cli.json(), "mint", "unit", "restored", "spent");
            for (MintUrl mint : mints.stream().distinct().toList()) {
                status = Math.max(status, restore(session.wallet(), mint, listing));
            }
            listing.end("The seed owns nothing there.");
        }
        return status;
    }

    /** What was stored before an error is listed too. */
    private int restore(CashuWallet wallet, MintUrl mint, Listing listing) {
        Map<KeysetId, RestoreProgress> latest = new LinkedHashMap<>();
        int status = ExitStatus.DONE;
        try {
            cli.await(wallet.restore(mint)
                    .doOnNext(progress -> note(latest, progress))
                    .then());
        } catch (CashuException e) {
            Failure failure = Failure.of(e);
            cli.console().note("nutflux: " + failure.message());
            status = failure.status();
        } finally {
            list(mint, latest, listing);
        }
        return status;
    }

    private void note(Map<KeysetId, RestoreProgress> latest, RestoreProgress progress) {
        synchronized (latest) {
            latest.put(progress.keyset(), progress);
            BigInteger restored = sum(latest, RestoreProgress::restored);
            cli.console()
                    .draw(latest.size() + " keysets, output " + progress.counter() + ", " + restored + " restored");
        }
    }

    private static BigInteger sum(Map<KeysetId, RestoreProgress> latest, Function<RestoreProgress, BigInteger> value) {
        return latest.values().stream().map(value).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static void list(MintUrl mint, Map<KeysetId, RestoreProgress> latest, Listing listing) {
        Map<CurrencyUnit, Map<KeysetId, RestoreProgress>> byUnit =
                new TreeMap<>(Comparator.comparing(CurrencyUnit::label));
        synchronized (latest) {
            latest.forEach((keyset, progress) -> byUnit.computeIfAbsent(progress.unit(), any -> new LinkedHashMap<>())
                    .put(keyset, progress));
        }
        byUnit.forEach((unit, ofUnit) -> {
            BigInteger restored = sum(ofUnit, RestoreProgress::restored);
            BigInteger spent = sum(ofUnit, RestoreProgress::spent);
            JsonLine line = JsonLine.of("mint", mint)
                    .with("unit", unit)
                    .with("restored", restored)
                    .with("spent", spent)
                    .with("pending", sum(ofUnit, RestoreProgress::pending))
                    .with("complete", ofUnit.values().stream().allMatch(RestoreProgress::complete));
            listing.add(line, mint, unit, restored, spent);
        });
    }
}
