package io.nutflux;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockingOperationError;

/** Fails a test in which a thread that must not block did; registered for every test of this module. */
public final class NonBlockingExtension implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        List<BlockingOperationError> noted = NonBlockingSession.noted();
        if (!noted.isEmpty()) {
            throw new AssertionError(noted.size() + " blocking calls on threads that must not block", noted.get(0));
        }
    }
}
