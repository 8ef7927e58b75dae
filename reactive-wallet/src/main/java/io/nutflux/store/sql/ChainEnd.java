package io.nutflux.store.sql;

/** Where the next entry of a chain goes. */
final class ChainEnd {

    private final long position;
    private final byte[] link;

    ChainEnd(long position, byte[] link) {
        this.position = position;
        this.link = link;
    }

    /** The new entry's position. */
    long position() {
        return position;
    }

    /** The link before it. */
    byte[] link() {
        return link;
    }
}
