package io.nutflux.store;

import io.nutflux.model.Obstacle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who has an unfinished operation, and until when.
 *
 * @param owner names a process
 * @param until when others may take it over; for an operation that nobody works on now, when it is to be tried again
 * @param obstacle what keeps it from its end, {@code null} if nothing is known to
 */
public record Lease(String owner, Instant until, @Nullable Obstacle obstacle) {}
