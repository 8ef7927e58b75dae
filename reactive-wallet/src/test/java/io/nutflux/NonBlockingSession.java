package io.nutflux;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/**
 * Notes wherever an event loop or a compute thread would block, for {@link NonBlockingExtension} to fail the test.
 *
 * <p>It notes and does not throw: an error out of the middle of a lock leaves that lock held for ever, and the test run
 * hangs instead of failing.
 */
public final class NonBlockingSession implements LauncherSessionListener {

    private static final List<BlockingOperationError> NOTED = new ArrayList<>();
    /** Between the call that blocks and whoever made it. */
    private static final Pattern PASSED =
            Pattern.compile("^(jdk\\.internal|java\\.lang|reactor\\.blockhound|io\\.nutflux\\.NonBlockingSession)");

    private static volatile boolean open;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        BlockHound.builder()
                .loadIntegrations()
                // Reads /dev/urandom, which does not block once the system is up.
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                // Loads classes and resources from the class path.
                .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
                .blockingMethodCallback(method -> note(new BlockingOperationError(method)))
                .install();
        open = true;
    }

    /** Whether this run has a guard. */
    static boolean isOpen() {
        return open;
    }

    private static void note(BlockingOperationError error) {
        if (!isLibrarysOwnLock(error)) {
            synchronized (NOTED) {
                NOTED.add(error);
            }
        }
    }

    /**
     * Short locks inside the libraries: an executor's around its queue and workers, an allocator's around its chunks, a
     * cache's around its queues. Two threads may meet there; nobody waits for an event.
     */
    private static boolean isLibrarysOwnLock(BlockingOperationError error) {
        boolean lock = false;
        for (StackTraceElement frame : error.getStackTrace()) {
            String type = frame.getClassName();
            if (type.startsWith("java.util.concurrent.locks.")) {
                lock |= type.endsWith("StampedLock") || type.contains("ReentrantLock");
            } else if (!PASSED.matcher(type).find()) {
                return (lock && !type.startsWith("io.nutflux."))
                        || type.startsWith("java.util.concurrent.ThreadPoolExecutor")
                        || type.startsWith("java.util.concurrent.ScheduledThreadPoolExecutor");
            }
        }
        return false;
    }

    /** What was noted since the last call. */
    static List<BlockingOperationError> noted() {
        synchronized (NOTED) {
            List<BlockingOperationError> noted = List.copyOf(NOTED);
            NOTED.clear();
            return noted;
        }
    }
}
