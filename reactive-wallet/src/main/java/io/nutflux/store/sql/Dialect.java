package io.nutflux.store.sql;

/** The few words in which the databases differ. Appended to a statement, each begins with a space where it is not empty. */
enum Dialect {
    /** One transaction at a time, so there are no rows to lock. */
    SQLITE("", "", ""),
    POSTGRES(" FOR UPDATE", " FOR UPDATE SKIP LOCKED", " FOR SHARE");

    private final String forUpdate;
    private final String skipLocked;
    private final String forShare;

    Dialect(String forUpdate, String skipLocked, String forShare) {
        this.forUpdate = forUpdate;
        this.skipLocked = skipLocked;
        this.forShare = forShare;
    }

    /** Makes a {@code SELECT} keep its rows from changing until the transaction ends. */
    String forUpdate() {
        return forUpdate;
    }

    /** The same, but several transactions may do so at once. */
    String forShare() {
        return forShare;
    }

    /** As {@link #forUpdate}, leaving out rows that another transaction keeps. */
    String skipLocked() {
        return skipLocked;
    }
}
