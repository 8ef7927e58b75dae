package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL and its driver say, in the words of the store. The codes are those of PostgreSQL's appendix A. */
final class PostgresErrors {

    private static final String UNIQUE_VIOLATION = "23505";
    /** One statement would change a row twice: two rows of its parameters are of the same key. */
    private static final String CARDINALITY_VIOLATION = "21000";

    private static final Set<String> AGAIN = Set.of("40001", "40P01");
    /** The server ends the connection: shutdown, crash, start, a session that was idle for too long in a transaction. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

    private PostgresErrors() {}

    /** Whether the transaction met another and was rolled back by the server: it may be run again. */
    static boolean isAgain(Throwable e) {
        String state = state(e);
        return state != null && AGAIN.contains(state);
    }

    /** Whether the connection is gone, or may be: the server's own last word on the transaction is not known. */
    static boolean isLost(Throwable e) {
        if (e instanceof R2dbcTimeoutException || e instanceof TimeoutException || e instanceof IOException) {
            return true;
        }
        String state = state(e);
        return e instanceof R2dbcException && (state == null || state.startsWith("08") || ENDED.contains(state));
    }

    /** Whether the pool handed out a connection that was closed meanwhile, which the pool says without a code. */
    static boolean isStale(Throwable e) {
        return e instanceof R2dbcNonTransientResourceException && state(e) == null;
    }

    static StoreException translate(Throwable e) {
        if (e instanceof StoreException known) {
            return known;
        }
        if (e instanceof R2dbcTimeoutException) {
            return Errors.unavailable("no connection to PostgreSQL was to be had in time", e);
        }
        if (e instanceof TimeoutException) {
            return Errors.unavailable("PostgreSQL did not answer in time", e);
        }
        if (isLost(e)) {
            return Errors.unavailable("there is no connection to PostgreSQL: " + e.getMessage(), e);
        }
        String state = state(e);
        return state == null ? Errors.unavailable("PostgreSQL's driver failed: " + e, e) : ofState(state, e);
    }

    /** Without the server's details, which may show a row. */
    private static StoreException ofState(String state, Throwable e) {
        String said = "PostgreSQL (" + state + "): " + e.getMessage();
        return switch (state) {
            case CARDINALITY_VIOLATION ->
                new StoreException(Kind.CONFLICT, "the command names the same thing twice", e);
            case UNIQUE_VIOLATION ->
                new StoreException(Kind.CONFLICT, "something the command adds is there already", e);
            case "XX001", "XX002" -> new StoreException(Kind.CORRUPT, said, e);
            case "28000", "28P01" -> Errors.unavailable("PostgreSQL refused the user or the password", e);
            case "3D000" -> Errors.unavailable("there is no such database in PostgreSQL", e);
            case "42P01", "42703" -> Errors.unavailable("the tables are not there, or not all: " + said, e);
            case "42501" -> Errors.unavailable("the user lacks a right: " + said, e);
            case "55P03" -> Errors.unavailable("another transaction held a row for too long; nothing was written", e);
            case "57014" -> Errors.unavailable("a statement took too long; nothing was written", e);
            default -> Errors.unavailable(said, e);
        };
    }

    static @Nullable String state(Throwable e) {
        return e instanceof R2dbcException known ? known.getSqlState() : null;
    }
}
