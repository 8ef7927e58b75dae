package io.nutflux.store.sql;

/**
 * How far the rotation of a data key has come.
 *
 * @param version of the new key
 * @param resealed rows sealed anew so far by this run
 * @param unreadable rows met that do not open, and so stay as they are
 * @param complete whether the old keys are deleted: nothing is sealed with them any more
 */
public record RotationProgress(int version, long resealed, long unreadable, boolean complete) {}
