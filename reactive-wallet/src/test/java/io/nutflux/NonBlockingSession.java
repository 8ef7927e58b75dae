package io.nutflux;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/** Makes every test of this module fail where an event loop or a compute thread would block. */
public final class NonBlockingSession implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        BlockHound.builder()
                .loadIntegrations()
                // Reads /dev/urandom, which does not block once the system is up.
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                // Loads classes and resources from the class path.
                .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
                // A pool's thread that waits for its next task does nobody's work.
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "getTask")
                .install();
    }
}
