package io.nutflux.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a wallet is at one moment: for a service's readiness probe and its alarms.
 *
 * @param backlog what waits in the store; {@code null} if it could not be read
 * @param storeFailure why not; {@code null} if it could
 * @param jobs what this process does by itself; without those of the inbox where it has no workers
 * @param pausedMints mints that are left alone because they did not answer or asked for it, with the time until which
 * @param stuckKeysets keysets that could not be caught up after a backup was loaded, though their mint answers; as long as it
 *     is so they give no counters, and a person has to look
 */
public record WalletHealth(
        @Nullable Backlog backlog,
        @Nullable String storeFailure,
        List<Job> jobs,
        Map<MintUrl, Instant> pausedMints,
        List<StuckKeyset> stuckKeysets) {

    public WalletHealth {
        jobs = List.copyOf(jobs);
        pausedMints = Map.copyOf(pausedMints);
        stuckKeysets = List.copyOf(stuckKeysets);
    }

    public boolean storeAnswers() {
        return backlog != null;
    }

    /** Whether the store answers and every job runs. What mints do is not the wallet's health. */
    public boolean isUp() {
        return storeAnswers() && jobs.stream().allMatch(Job::alive);
    }

    /**
     * What waits to be done, by whichever process.
     *
     * @param unfinished operations that are not finished
     * @param oldestUnfinished when the oldest of them was begun; {@code null} if there is none
     * @param inbox how full the inbox is
     */
    public record Backlog(long unfinished, @Nullable Instant oldestUnfinished, InboxCounts inbox) {}

    /**
     * A keyset of which the mint does not tell what it signed.
     *
     * @param since when it first refused to, as far as this process knows
     * @param why its latest words
     */
    public record StuckKeyset(MintUrl mint, KeysetId keyset, Instant since, String why) {}

    /**
     * One of the things that this process does by itself.
     *
     * @param alive {@code false} while it waits to be begun again after a failure
     * @param failures how often it failed since the wallet was opened
     * @param lastFailure why it failed the last time, in words for people; {@code null} if it never did
     */
    public record Job(
            BackgroundJob what,
            boolean alive,
            int failures,
            @Nullable String lastFailure) {}
}
