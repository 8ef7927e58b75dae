package io.nutflux.store.sql;

/** Bytes as one parameter of PostgreSQL: a type of our own, for the driver looks at its own codecs first for its own. */
final class SqlBytes {

    private final byte[] bytes;

    /** @param bytes not changed by anyone until they are sent */
    SqlBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }
}
