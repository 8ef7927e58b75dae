package io.nutflux.perf.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The CPU time of this process by groups of threads, the JVM's own compiler and collector threads included, from Linux's
 * {@code /proc/self/task}. Names there have 15 characters; numbers at their end are left out to make groups. A thread
 * that has ended is missing.
 */
final class ThreadCpu {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final int USER_TIME = 11;
    private static final double TICK_MILLIS = 10;

    private final Map<String, Long> ticks;

    private ThreadCpu(Map<String, Long> ticks) {
        this.ticks = ticks;
    }

    static ThreadCpu now() {
        Map<String, Long> ticks = new HashMap<>();
        if (Files.isDirectory(TASKS)) {
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
                tasks.forEach(task -> addTo(ticks, task));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ThreadCpu(ticks);
    }

    private static void addTo(Map<String, Long> ticks, Path task) {
        String stat;
        try {
            stat = Files.readString(task.resolve("stat"));
        } catch (NoSuchFileException ended) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int nameEnd = stat.lastIndexOf(')');
        String group = stat.substring(stat.indexOf('(') + 1, nameEnd).replaceFirst("[-#\\d ]*$", "");
        String[] fields = stat.substring(nameEnd + 2).split(" ", -1);
        ticks.merge(group, Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]), Long::sum);
    }

    /** The groups that took time since {@code before}, as {@code name milliseconds}, a line each. */
    String since(ThreadCpu before) {
        Map<Long, String> lines = new TreeMap<>((a, b) -> Long.compare(b, a));
        ticks.forEach((group, now) -> {
            long spent = now - before.ticks.getOrDefault(group, 0L);
            if (spent > 0) {
                lines.merge(
                        spent,
                        String.format(Locale.ROOT, "  %-16s %8.0f ms CPU%n", group, spent * TICK_MILLIS),
                        String::concat);
            }
        });
        return String.join("", lines.values());
    }
}
