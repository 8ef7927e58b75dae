package io.nutflux.model;

/**
 * What recovery did about one operation.
 *
 * @param outcome {@code SETTLED}: the value is in the wallet. {@code RELEASED}: the mint did nothing, or its part was
 *     taken over by others. {@code PENDING}: not known yet; tried again later
 * @param detail why it is pending, or empty
 */
public record RecoveryReport(UnfinishedOperation operation, Outcome outcome, String detail) {

    public enum Outcome {
        SETTLED,
        RELEASED,
        PENDING
    }
}
