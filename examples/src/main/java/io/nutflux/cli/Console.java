package io.nutflux.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a run prints: results to the standard output, everything else to the standard error. Safe for several threads.
 */
final class Console {

    private static final int DEFAULT_WIDTH = 80;
    private static final int BUFFER = 16 * 1024;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final int width;
    private int drawn;

    /**
     * Prints to these streams.
     *
     * @param terminal whether a person sees {@code err} on a terminal of {@code width} columns
     */
    Console(PrintStream out, PrintStream err, boolean terminal, int width) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.width = width;
    }

    /** The process's streams. The launcher tells by properties what only a shell can find out simply. */
    static Console ofProcess() {
        PrintStream out = new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
                false,
                StandardCharsets.UTF_8);
        return new Console(
                out,
                System.err,
                Boolean.getBoolean("nutflux.terminal"),
                Integer.getInteger("nutflux.columns", DEFAULT_WIDTH));
    }

    /** Prints a line of the result. Fails if nobody reads any more, as when piped into {@code head}. */
    synchronized void print(String line) {
        erase();
        out.println(line);
        if (out.checkError()) {
            throw new CliException(ExitStatus.REFUSED, "the output was closed before the end");
        }
    }

    /** Tells the user something that is no result. */
    synchronized void note(String line) {
        erase();
        err.println(line);
        err.flush();
    }

    /** Begins a line that the user is to end. */
    synchronized void ask(String prompt) {
        erase();
        err.print(prompt);
        err.flush();
    }

    /** Draws a line that the next one replaces; nothing where no person watches. */
    synchronized void draw(String line) {
        if (!terminal) {
            return;
        }
        String fitting = Printable.of(line, width - 1);
        erase();
        err.print(fitting);
        err.flush();
        drawn = fitting.length();
    }

    boolean isTerminal() {
        return terminal;
    }

    PrintStream err() {
        return err;
    }

    PrintStream out() {
        return out;
    }

    /** Removes what {@link #draw} drew, if anything. */
    synchronized void erase() {
        if (drawn > 0) {
            err.print("\r" + " ".repeat(drawn) + "\r");
            err.flush();
            drawn = 0;
        }
    }
}
