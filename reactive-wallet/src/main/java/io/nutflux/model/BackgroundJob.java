package io.nutflux.model;

/** What a wallet does by itself for as long as it is open. */
public enum BackgroundJob {
    /** Settles unfinished operations. */
    RECOVERY,
    /** Brings a wallet that was loaded from a backup up to date, until it is. */
    CATCHING_UP,
    /** Finds leases that a clock which was wrong has put far into the future. */
    LEASE_WATCH,
    /** Redeems what waits in the inbox. */
    INBOX,
    /** Renews the leases of what it redeems. */
    INBOX_LEASES
}
