package io.nutflux.store.sql;

import org.jspecify.annotations.Nullable;

/** One row of a result, valid while it is being mapped; columns count from 0. */
interface Row {

    String text(int column);

    @Nullable
    String textOrNull(int column);

    long integer(int column);

    @Nullable
    Long integerOrNull(int column);

    byte[] bytes(int column);

    byte @Nullable [] bytesOrNull(int column);
}
