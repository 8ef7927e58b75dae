package io.nutflux.cli;

/** Prints a batch's outcomes as they come, and its sums at the end. Safe for several threads. */
final class BatchReport {

    private final Cli cli;
    private final Progress progress;
    private final Tally tally = new Tally();
    private boolean ended;

    BatchReport(Cli cli, Progress progress) {
        this.cli = cli;
        this.progress = progress;
    }

    /** Prints one outcome. What comes after the end, when the user ended the run, is for the next run to tell. */
    synchronized void outcome(Outcome outcome) {
        if (ended) {
            return;
        }
        tally.add(outcome);
        cli.console().print(cli.json() ? outcome.json().text() : outcome.words());
        progress.tick(tally.tokens());
    }

    /** Ends the batch, and gives the run's exit status. */
    synchronized int end() {
        ended = true;
        cli.console().erase();
        return tally.status();
    }

    /** Prints the sums; nothing is printed after them. */
    synchronized int endWithSummary() {
        int status = end();
        if (cli.json()) {
            JsonLine summary = tally.json();
            if (cli.interruption().happened()) {
                summary.with("interrupted", true);
            }
            cli.console().print(JsonLine.of("summary", summary).text());
        } else {
            cli.console().print(tally.words(cli.unit().label()));
        }
        return status;
    }
}
