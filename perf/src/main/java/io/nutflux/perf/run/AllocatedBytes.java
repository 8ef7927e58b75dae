package io.nutflux.perf.run;

import com.sun.management.ThreadMXBean;
import java.util.Arrays;

/** The bytes that all threads have allocated: with ended ones on JDK 21 and later, without them before. */
final class AllocatedBytes {

    private AllocatedBytes() {}

    static long ofAllThreads(ThreadMXBean threads) {
        try {
            // Not in the API of JDK 17, which this is compiled against.
            return (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads);
        } catch (ReflectiveOperationException olderJdk) {
            return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
        }
    }
}
