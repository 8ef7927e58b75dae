package io.nutflux.store;

import static io.nutflux.store.Conflicts.keysetConflict;

import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintUrl;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keysets: keys once for each id, what else a mint says of an id once for each mint. */
final class MemoryKeysets {

    private static final int SHORT_CHARS = 16;

    private final Map<String, Keyset> byShortForm = new HashMap<>();
    private final Map<MintUrl, Map<KeysetId, KeysetInfo>> byMint = new HashMap<>();

    void save(Journal journal, MintUrl mint, Collection<Keyset> keysets) {
        Map<KeysetId, KeysetInfo> infos = byMint.computeIfAbsent(mint, any -> new HashMap<>());
        for (Keyset keyset : keysets) {
            String shortForm = keyset.id().hex().substring(0, SHORT_CHARS);
            Keyset known = byShortForm.get(shortForm);
            KeysetInfo before = infos.get(keyset.id());
            if (known == null) {
                journal.put(byShortForm, shortForm, keyset);
            } else if (!known.id().equals(keyset.id())
                    || !known.keys().equals(keyset.keys())
                    || (before != null && !before.unit().equals(keyset.unit()))) {
                throw keysetConflict("keyset " + keyset.id() + " of " + mint + " is not the known one");
            }
            journal.put(infos, keyset.id(), keyset.info());
        }
    }

    List<Keyset> of(MintUrl mint) {
        return byMint.getOrDefault(mint, Map.of()).values().stream()
                .map(info -> new Keyset(info, keys(info.id()).keys()))
                .toList();
    }

    private Keyset keys(KeysetId id) {
        Keyset keyset = byShortForm.get(id.hex().substring(0, SHORT_CHARS));
        if (keyset == null) {
            throw new IllegalStateException("keys of " + id + " are missing");
        }
        return keyset;
    }
}
