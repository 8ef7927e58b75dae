package io.nutflux.perf.run;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures this process from its making to {@link #stop}: time, CPU, allocation, heap; and a mint's CPU.
 *
 * <p>Threads named {@code testmint…}, of the in-process mint, are counted apart: their CPU and allocation are taken off.
 * The CPU of a mint that is a process of its own is read from the system. Garbage collection and compilation are in the CPU figure. Threads that ended in between are
 * missing in the allocation figure on a JDK before 21.
 */
final class Meter implements AutoCloseable {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final String MINT_THREADS = "testmint";
    private static final int SAMPLE_MILLIS = 10;

    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "perf-heap-sampler");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> sampling;
    private final Snapshot before;
    private volatile long heapPeak;

    private final long mintPid;

    private Meter(long mintPid) {
        this.mintPid = mintPid;
        sampling = sampler.scheduleAtFixedRate(this::sampleHeap, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
        before = Snapshot.now(mintPid);
    }

    /**
     * Collects garbage of what came before, then measures.
     *
     * @param mintPid process id of a mint outside, or 0
     */
    static Meter start(long mintPid) {
        System.gc();
        return new Meter(mintPid);
    }

    private void sampleHeap() {
        heapPeak = Math.max(
                heapPeak,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    Reading stop() {
        Snapshot after = Snapshot.now(mintPid);
        sampleHeap();
        close();
        return new Reading(
                after.nanos - before.nanos,
                after.cpuNanos - before.cpuNanos,
                after.mintCpuNanos - before.mintCpuNanos,
                after.allocated - before.allocated,
                after.collectionMillis - before.collectionMillis,
                heapPeak,
                liveHeap());
    }

    @Override
    public void close() {
        sampling.cancel(false);
        sampler.shutdownNow();
    }

    /** What was in use when garbage was last collected, or is now if that is less. */
    private static long liveHeap() {
        System.gc();
        long live = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            live += usage == null ? 0 : usage.getUsed();
        }
        return live;
    }

    /**
     * What a stretch of work took.
     *
     * @param nanos wall time
     * @param cpuNanos CPU time of the process without the in-process mint
     * @param mintCpuNanos CPU time of the mint, if it is in this process or its id was given
     * @param allocated bytes allocated on the heap, without the in-process mint's
     * @param collectionMillis time in garbage collections
     * @param heapPeak most bytes in use on the heap, garbage included
     * @param heapLive bytes that a collection at the end left
     */
    record Reading(
            long nanos,
            long cpuNanos,
            long mintCpuNanos,
            long allocated,
            long collectionMillis,
            long heapPeak,
            long heapLive) {}

    private record Snapshot(long nanos, long cpuNanos, long mintCpuNanos, long allocated, long collectionMillis) {

        static Snapshot now(long mintPid) {
            long[] mint = Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                    .filter(info -> info != null && info.getThreadName().startsWith(MINT_THREADS))
                    .mapToLong(info -> info.getThreadId())
                    .toArray();
            long mintCpu = Arrays.stream(mint).map(THREADS::getThreadCpuTime).sum();
            long processCpu = SYSTEM.getProcessCpuTime() - mintCpu;
            long mintAllocated =
                    Arrays.stream(THREADS.getThreadAllocatedBytes(mint)).sum();
            long collection = ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                    .sum();
            return new Snapshot(
                    System.nanoTime(),
                    processCpu,
                    mintPid == 0 ? mintCpu : cpuOf(mintPid),
                    AllocatedBytes.ofAllThreads(THREADS) - mintAllocated,
                    collection);
        }

        private static long cpuOf(long pid) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .map(Duration::toNanos)
                    .orElse(0L);
        }
    }
}
