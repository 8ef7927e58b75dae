package io.nutflux.testmint;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The mint's keysets in the order they were made. */
final class Keysets {

    private final Object lock;
    private final Clock clock;
    private final byte[] seed;
    private final Map<String, MintKeyset> byId = new LinkedHashMap<>();
    private int made;

    /** All state of a mint is under one {@code lock}. */
    Keysets(Object lock, Clock clock, byte[] seed) {
        this.lock = lock;
        this.clock = clock;
        this.seed = seed.clone();
    }

    MintKeyset add(KeysetSpec spec) {
        synchronized (lock) {
            MintKeyset keyset = MintKeyset.create(spec, seed, made++);
            byId.put(keyset.id(), keyset);
            return keyset;
        }
    }

    /** Deactivates every active keyset of the unit and adds a new one like the last of them, with another fee. */
    MintKeyset rotate(String unit, long feePpk) {
        synchronized (lock) {
            KeysetSpec last = newest(unit).spec();
            byId.replaceAll((id, keyset) -> keyset.unit().equals(unit) ? keyset.withActive(false) : keyset);
            return add(last.feePpk(feePpk));
        }
    }

    void change(String id, UnaryOperator<MintKeyset> change) {
        synchronized (lock) {
            MintKeyset keyset = byId.get(id);
            if (keyset == null) {
                throw new IllegalArgumentException("no keyset " + id);
            }
            byId.put(id, change.apply(keyset));
        }
    }

    List<MintKeyset> all() {
        synchronized (lock) {
            return new ArrayList<>(byId.values());
        }
    }

    List<MintKeyset> active() {
        return all().stream().filter(MintKeyset::active).toList();
    }

    boolean hasUnit(String unit) {
        return all().stream().anyMatch(keyset -> keyset.unit().equals(unit));
    }

    /** The newest keyset of the unit; it is active unless it was deactivated by itself. */
    MintKeyset newest(String unit) {
        return all().stream()
                .filter(keyset -> keyset.unit().equals(unit))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IllegalArgumentException("no keyset of unit " + unit));
    }

    @Nullable
    MintKeyset find(String id) {
        synchronized (lock) {
            return byId.get(id);
        }
    }

    MintKeyset require(String id) {
        MintKeyset keyset = find(id);
        if (keyset == null) {
            throw new MintError(12001, "keyset " + id + " is not known");
        }
        if (keyset.expired(clock.instant())) {
            throw new MintError(12003, "keyset " + id + " has expired");
        }
        return keyset;
    }

    MintKeyset requireActive(String id) {
        MintKeyset keyset = require(id);
        if (!keyset.active()) {
            throw new MintError(12002, "keyset " + id + " is inactive");
        }
        return keyset;
    }
}
