package io.nutflux.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full the inbox is.
 *
 * @param waiting entries that are not finished, whether a worker works on them or not
 * @param oldest when the oldest of them was accepted; {@code null} if there is none
 */
public record InboxCounts(long waiting, @Nullable Instant oldest) {}
