package io.nutflux.error;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The store refused a command or failed. */
public final class StoreException extends CashuException {

    public enum Kind {
        /** Something the command names is taken or has changed: a key, a proof, an operation's version. Nothing was written. */
        CONFLICT,
        /** A known keyset id was offered with other keys or for another mint. Nothing was written. */
        KEYSET_CONFLICT,
        /** Another process holds the store. */
        IN_USE,
        /** The store was written by a newer version of this library. */
        NEWER_SCHEMA,
        /** The store is damaged. */
        CORRUPT,
        /** No space, no permission, or no connection. Whether a commit took place may be unknown. */
        UNAVAILABLE,
        /** A password or key does not open what is stored. Nothing was written. */
        WRONG_KEY,
        /** A sealed value was edited or moved: somebody changed the store. */
        TAMPERED,
        /**
         * The wallet was loaded from a backup, and the mint was not yet asked what it signed with the keyset's counters since
         * (NUT-09). Nothing was written.
         */
        COUNTERS_BEHIND,
        /** The store was closed. */
        CLOSED
    }

    private static final Set<Kind> DAMAGES = EnumSet.of(Kind.TAMPERED, Kind.CORRUPT, Kind.WRONG_KEY);

    private final Kind kind;

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Whether {@code error} is a store's refusal because something was taken or had changed. */
    public static boolean isConflict(Throwable error) {
        return error instanceof StoreException store && store.kind == Kind.CONFLICT;
    }

    /** Whether {@code error} says that something stored cannot be read, whoever tries. */
    public static boolean isDamage(Throwable error) {
        return error instanceof StoreException store && DAMAGES.contains(store.kind);
    }

    public Kind kind() {
        return kind;
    }
}
