package io.nutflux.store.sql;

/** A null parameter; some drivers need to be told of which type. */
enum SqlNull {
    TEXT,
    INTEGER,
    BLOB
}
