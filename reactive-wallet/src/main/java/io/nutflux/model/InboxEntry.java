package io.nutflux.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token that was accepted into the inbox, without its text.
 *
 * @param attempts how often a worker took it up
 * @param due when a worker takes it up next, or, while one works on it, when its lease runs out; {@code null} once it is
 *     finished
 * @param reason why it still waits after an attempt, in words for people that may quote its mint, so untrusted; {@code
 *     null} if nothing held it up
 * @param outcome {@code Waiting}, {@code Pending} while its swap is under way, or its final one
 */
public record InboxEntry(
        String key,
        MintUrl mint,
        Instant acceptedAt,
        int attempts,
        @Nullable Instant due,
        @Nullable String reason,
        RedeemResult outcome) {}
