package io.nutflux.cli;

import java.time.Duration;
import java.util.Arrays;

/** The program's entry. */
public final class Main {

    /** How long Ctrl-C lets a run end by itself: what was sent to mints may settle, and the wallet is closed. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private Main() {}

    public static void main(String[] args) {
        if (Arrays.asList(args).contains("--debug")) {
            System.setProperty("org.slf4j.simpleLogger.log.io.nutflux", "debug");
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
        }
        Interruption interruption = new Interruption();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interruption.interruptAndWait(GRACE), "nutflux-cli-interrupt"));
        int status = new Cli(Console.ofProcess(), Environment.ofProcess(), interruption).run(args);
        interruption.runEnded();
        System.exit(status);
    }
}
