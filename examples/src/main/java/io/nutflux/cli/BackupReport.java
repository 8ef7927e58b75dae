package io.nutflux.cli;

import io.nutflux.store.sql.BackupProgress;
import io.nutflux.store.sql.BackupSummary;

/** Tells how far a backup is, and what is in it. */
final class BackupReport {

    private final Cli cli;
    private Progress progress;
    private BackupProgress.Step step = BackupProgress.Step.WRITING;

    BackupReport(Cli cli) {
        this.cli = cli;
        this.progress = new Progress(cli.console(), null, "rows");
    }

    /** Redraws the line of progress, one for each step. */
    synchronized void draw(BackupProgress now) {
        if (now.step() != step) {
            step = now.step();
            progress = new Progress(cli.console(), now.of(), "rows");
        }
        progress.done(now.rows());
        progress.tick(now.rows());
    }

    /** How much is in it, in words. */
    String size(BackupSummary summary) {
        return summary.wallets() + (summary.wallets() == 1 ? " wallet, " : " wallets, ") + summary.totalRows()
                + " rows";
    }

    void print(BackupSummary summary, String... lines) {
        if (cli.json()) {
            cli.console().print(json(summary).text());
            return;
        }
        for (String line : lines) {
            cli.console().print(line);
        }
    }

    private static JsonLine json(BackupSummary summary) {
        JsonLine tables = new JsonLine();
        summary.rows().forEach(tables::with);
        return JsonLine.of("id", summary.id())
                .with("createdAt", summary.createdAt())
                .with("wallets", summary.wallets())
                .with("rows", summary.totalRows())
                .with("bytes", summary.bytes())
                .with("tables", tables);
    }
}
