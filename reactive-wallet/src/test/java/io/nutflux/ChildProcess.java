package io.nutflux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A JVM beside this one, for a main class of these tests that talks in lines and may be killed. */
final class ChildProcess implements AutoCloseable {

    /** Exit status of a process that was ended by SIGKILL. */
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it. Not in a hurry to compile: such processes live for a second or two. */
    static ChildProcess start(Class<?> main, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        builder.command().addAll(List.of(arguments));
        return new ChildProcess(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Waits until it is ready, and gives it its first line. */
    void begin(String line) throws IOException {
        String ready = output.readLine();
        if (!"ready".equals(ready)) {
            throw new AssertionError("a process said " + ready + " instead of being ready");
        }
        say(line);
    }

    /** Hands over what it says until it has ended. */
    void hear(Consumer<String> listener) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            listener.accept(line);
        }
        process.onExit().join();
    }

    /** Gives it a line. One that was killed meanwhile does not hear it. */
    void say(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Tells it that nothing more will be said. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** What it says next; null once it has ended. */
    @Nullable
    String line() throws IOException {
        return output.readLine();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL. By its handle, for a process that is destroyed itself loses what it had said and nobody had read yet. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Whether it was killed before it ended by itself; only once it has ended. */
    boolean wasKilled() {
        return process.exitValue() == KILLED;
    }

    int exitValue() {
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        output.close();
    }
}
