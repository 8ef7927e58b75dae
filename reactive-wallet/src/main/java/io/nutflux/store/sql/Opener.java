package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.store.CheckedProof;
import io.nutflux.vault.Place;
import io.nutflux.vault.WalletCipher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what one run of a query read. Errors name the row, which is no secret. */
final class Opener {

    private static final Logger LOG = LoggerFactory.getLogger(Opener.class);

    private final WalletCipher cipher;
    private final boolean last;

    /** @param last whether the data keys were read again already, so that an unknown version stays unknown */
    Opener(WalletCipher cipher, boolean last) {
        this.cipher = cipher;
        this.last = last;
    }

    /** The value, which {@code decoder} reads from the opened bytes. */
    <T> T open(Sealed sealed, Function<byte[], T> decoder) {
        byte[] plain = open(sealed);
        try {
            return decoder.apply(plain);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    Kind.CORRUPT, "what is sealed in " + name(sealed.place()) + " cannot be read", null);
        }
    }

    byte[] open(Sealed sealed) {
        try {
            return cipher.open(sealed.place(), sealed.bytes());
        } catch (StoreException e) {
            if (e.kind() == Kind.WRONG_KEY && !last) {
                throw new UnknownVersionException(e);
            }
            throw new StoreException(e.kind(), name(sealed.place()) + ": " + e.getMessage(), e);
        }
    }

    /**
     * What {@code reader} makes of the rows that open. Those that do not are left out with a warning, so that one damaged
     * row does not hold up all money; but if there are rows and none opens, the first one's error is thrown.
     */
    <R, T> List<T> readable(List<R> rows, Function<R, T> reader) {
        List<StoreException> damages = new ArrayList<>();
        List<T> readable = each(rows, reader, (row, e) -> damages.add(e));
        if (readable.isEmpty() && !damages.isEmpty()) {
            throw damages.get(0);
        }
        return readable;
    }

    /** What {@code reader} makes of the rows that open; {@code damaged} is told of the others, and a warning logged. */
    <R, T> List<T> each(List<R> rows, Function<R, T> reader, BiConsumer<R, StoreException> damaged) {
        List<T> readable = new ArrayList<>(rows.size());
        for (R row : rows) {
            try {
                readable.add(reader.apply(row));
            } catch (StoreException e) {
                if (!StoreException.isDamage(e)) {
                    throw e;
                }
                LOG.warn("left out, as it does not open: {}", e.getMessage());
                damaged.accept(row, e);
            }
        }
        return readable;
    }

    /** All of {@code rows}, in their order, with why it does not open where it does not. */
    List<CheckedProof> checked(List<SealedOwnProof> rows) {
        List<CheckedProof> checked = new ArrayList<>(rows.size());
        each(
                rows,
                row -> checked.add(new CheckedProof(row.open(this).info(), null)),
                (row, e) -> checked.add(new CheckedProof(row.info(), String.valueOf(e.getMessage()))));
        return checked;
    }

    private static String name(Place place) {
        return "row " + place.row() + " of table " + place.table();
    }
}
