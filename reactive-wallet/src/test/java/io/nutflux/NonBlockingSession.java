package io.nutflux;

import java.util.ArrayList;
import java.util.List;
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
    }

    private static void note(BlockingOperationError error) {
        if (!isExecutorsOwn(error)) {
            synchronized (NOTED) {
                NOTED.add(error);
            }
        }
    }

    /** An executor's short locks around its own queue and workers: where its threads wait for work is nobody's doing. */
    private static boolean isExecutorsOwn(BlockingOperationError error) {
        for (StackTraceElement frame : error.getStackTrace()) {
            String type = frame.getClassName();
            if (type.startsWith("java.util.concurrent.ThreadPoolExecutor")
                    || type.startsWith("java.util.concurrent.ScheduledThreadPoolExecutor")) {
                return true;
            }
            boolean passed = type.startsWith("java.util.concurrent.locks.")
                    || type.startsWith("jdk.internal.")
                    || type.startsWith("java.lang.")
                    || type.startsWith("reactor.blockhound.")
                    || type.startsWith("io.nutflux.NonBlockingSession");
            if (!passed) {
                return false;
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
