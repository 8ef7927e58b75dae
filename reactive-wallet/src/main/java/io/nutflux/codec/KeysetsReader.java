package io.nutflux.codec;

import static io.nutflux.codec.JsonCursor.checked;
import static io.nutflux.codec.JsonCursor.malformed;
import static io.nutflux.codec.JsonCursor.required;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the two listings of keysets, with keys (NUT-01) and without (NUT-02).
 *
 * <p>An entry's id may come after what is wrong with the entry, and an entry of an unknown version may look like
 * anything. So each entry is read to its end, and judged then.
 */
final class KeysetsReader {

    private KeysetsReader() {}

    static List<KeysetInfo> infos(JsonCursor in) {
        List<KeysetInfo> infos = new ArrayList<>();
        for (Entry entry : entries(in)) {
            KeysetId id = entry.knownId();
            if (id != null) {
                infos.add(entry.toInfo(id));
            }
        }
        return infos;
    }

    static MintCodec.Keys keys(JsonCursor in) {
        List<MintCodec.KeysEntry> good = new ArrayList<>();
        List<KeysetId> bad = new ArrayList<>();
        for (Entry entry : entries(in)) {
            KeysetId id = entry.knownId();
            if (id != null) {
                try {
                    good.add(entry.toKeys(id));
                } catch (DecodeException e) {
                    bad.add(id);
                }
            }
        }
        return new MintCodec.Keys(good, bad);
    }

    private static List<Entry> entries(JsonCursor in) {
        return new Listing().read(in);
    }

    private static final class Listing implements JsonCursor.Fields {
        private @Nullable List<Entry> entries;

        List<Entry> read(JsonCursor in) {
            in.object("body", this);
            return required(entries, "keysets");
        }

        @Override
        public void read(String name, JsonCursor in) {
            if (name.equals("keysets")) {
                entries = in.list(name, KeysetsReader::entry);
            } else {
                in.skip();
            }
        }
    }

    private static Entry entry(JsonCursor in) {
        Entry entry = new Entry();
        in.object("keyset", entry);
        return entry;
    }

    private static final class Entry implements JsonCursor.Fields {
        private boolean hasId;
        private @Nullable KeysetId id;
        private @Nullable CurrencyUnit unit;
        private @Nullable Boolean active;
        private @Nullable Long inputFeePpk;
        private @Nullable Long finalExpiry;
        private @Nullable NavigableMap<Amount, CurvePoint> keys;
        private @Nullable DecodeException firstError;

        @Override
        public void read(String name, JsonCursor in) {
            if (name.equals("id")) {
                hasId = true;
                // A malformed id is an unknown one; see knownId().
                in.attempt(value -> id = value.parsed(name, KeysetId::new));
                return;
            }
            DecodeException error = in.attempt(value -> field(name, value));
            if (firstError == null) {
                firstError = error;
            }
        }

        private void field(String name, JsonCursor in) {
            switch (name) {
                case "unit" -> unit = in.parsed(name, CurrencyUnit::new);
                case "active" -> active = in.bool(name);
                case "input_fee_ppk" -> inputFeePpk = in.number(name);
                case "final_expiry" -> finalExpiry = in.number(name);
                case "keys" -> keys = KeysetsReader.keyMap(in);
                default -> in.skip();
            }
        }

        /** The id, or {@code null} if it is of a version that this library does not know (02.13). */
        @Nullable
        KeysetId knownId() {
            if (!hasId) {
                throw malformed("keyset.id", "missing");
            }
            return id != null && isKnownVersion(id) ? id : null;
        }

        KeysetInfo toInfo(KeysetId knownId) {
            throwFirstError();
            CurrencyUnit itsUnit = required(unit, "unit");
            boolean isActive = required(active, "active");
            long fee = inputFeePpk == null ? 0 : inputFeePpk;
            return checked("keyset", () -> new KeysetInfo(knownId, itsUnit, isActive, fee, finalExpiry));
        }

        MintCodec.KeysEntry toKeys(KeysetId knownId) {
            throwFirstError();
            NavigableMap<Amount, CurvePoint> itsKeys = required(keys, "keys");
            if (itsKeys.isEmpty()) {
                throw malformed("keys", "empty");
            }
            return new MintCodec.KeysEntry(knownId, required(unit, "unit"), active, inputFeePpk, finalExpiry, itsKeys);
        }

        private void throwFirstError() {
            if (firstError != null) {
                throw firstError;
            }
        }
    }

    /** A full id of version 1 has 8 bytes, of version 2 it has 33. */
    private static boolean isKnownVersion(KeysetId id) {
        return switch (id.version()) {
            case 0 -> id.hex().length() == 16;
            case 1 -> !id.isShort();
            default -> false;
        };
    }

    /** Amounts are names in decimal, so sorted as numbers here (01.3, 01.4). Duplicates never get this far. */
    private static NavigableMap<Amount, CurvePoint> keyMap(JsonCursor in) {
        NavigableMap<Amount, CurvePoint> keys = new TreeMap<>();
        in.object("keys", new JsonCursor.Fields() {
            @Override
            public void read(String name, JsonCursor value) {
                Amount amount = checked("keys", () -> Amount.parse(name));
                if (amount.isZero()) {
                    throw malformed("keys", "a key for amount 0");
                }
                keys.put(amount, value.parsed("keys", CurvePoint::fromHex));
            }

            @Override
            public void readNull(String name) {
                throw malformed("keys", "a key that is null");
            }
        });
        return keys;
    }
}
