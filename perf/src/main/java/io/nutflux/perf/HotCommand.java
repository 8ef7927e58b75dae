package io.nutflux.perf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nutflux-perf hot}. */
@Command(
        name = "hot",
        mixinStandardHelpOptions = true,
        description =
                "Summarises the execution samples of a flight recording: threads, hottest methods by themselves and"
                        + " with what they call, allocation sites.")
final class HotCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A recording, as NUTFLUX_PERF_RECORDING=FILE makes one.")
    private Path file = Path.of("");

    @Option(names = "--top", paramLabel = "N", description = "Lines of each list (default: ${DEFAULT-VALUE}).")
    private int top = 25;

    private long samples;
    private final Map<String, Long> threads = new HashMap<>();
    private final Map<String, Long> self = new HashMap<>();
    private final Map<String, Long> total = new HashMap<>();
    private final Map<String, Long> allocation = new HashMap<>();

    @Override
    public Integer call() throws IOException {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> sample(event);
                    case "jdk.ObjectAllocationSample" -> allocated(event);
                    default -> {
                        // Nothing that is summarised.
                    }
                }
            }
        }
        print("samples by thread", threads, samples);
        print("samples by method, itself", self, samples);
        print("samples by method of this library, with what it calls", total, samples);
        print(
                "bytes allocated, estimated, by class and nearest method of this library",
                allocation,
                allocation.values().stream().mapToLong(Long::longValue).sum());
        return 0;
    }

    private void sample(RecordedEvent event) {
        samples++;
        if (event.getThread("sampledThread") != null) {
            String name = event.getThread("sampledThread").getJavaName();
            threads.merge(name == null ? "?" : name, 1L, Long::sum);
        }
        List<RecordedFrame> frames = frames(event);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < frames.size(); i++) {
            String method = method(frames.get(i));
            if (i == 0) {
                self.merge(method, 1L, Long::sum);
            }
            if (method.startsWith("io.nutflux.") && seen.add(method)) {
                total.merge(method, 1L, Long::sum);
            }
        }
    }

    private void allocated(RecordedEvent event) {
        String site = frames(event).stream()
                .map(HotCommand::method)
                .filter(method -> method.startsWith("io.nutflux."))
                .findFirst()
                .orElse("elsewhere");
        allocation.merge(event.getClass("objectClass").getName() + " in " + site, event.getLong("weight"), Long::sum);
    }

    private static List<RecordedFrame> frames(RecordedEvent event) {
        return event.getStackTrace() == null
                ? List.of()
                : event.getStackTrace().getFrames().stream()
                        .filter(RecordedFrame::isJavaFrame)
                        .toList();
    }

    private static String method(RecordedFrame frame) {
        // Lambdas' classes are numbered at run time.
        String type = frame.getMethod().getType().getName().replaceFirst("\\$\\$Lambda.*", "(lambda)");
        return type + "." + frame.getMethod().getName();
    }

    private void print(String title, Map<String, Long> counts, long whole) {
        System.out.printf(Locale.ROOT, "%s, of %d%n", title, whole);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(top)
                .forEach(entry -> System.out.printf(
                        Locale.ROOT,
                        "  %5.1f %%  %s%n",
                        100.0 * entry.getValue() / Math.max(1, whole),
                        entry.getKey()));
    }
}
