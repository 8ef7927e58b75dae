package io.nutflux.mint;

import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One mint's verified keysets: what the archive held and what was added since. Nothing is ever forgotten. */
final class KnownKeysets {

    private final AtomicReference<MintKeysets> current;

    KnownKeysets(List<Keyset> archived) {
        this.current = new AtomicReference<>(
                MintKeysets.of(archived.stream().map(Keyset::info).toList(), archived));
    }

    MintKeysets current() {
        return current.get();
    }

    boolean isEmpty() {
        return current.get().loaded().isEmpty();
    }

    @Nullable
    Keyset keyset(KeysetId id) {
        return current.get().loaded().get(id);
    }

    /** Adds a keyset whose keys came after its listing. */
    void add(Keyset keyset) {
        current.updateAndGet(known -> {
            Map<KeysetId, KeysetInfo> infos = new HashMap<>(known.infos());
            infos.putIfAbsent(keyset.id(), keyset.info());
            Map<KeysetId, Keyset> loaded = new HashMap<>(known.loaded());
            loaded.putIfAbsent(keyset.id(), keyset);
            return new MintKeysets(infos, loaded);
        });
    }

    /**
     * Takes over a listing. A known keyset that it lacks stays, inactive: its proofs still have to be counted and spent.
     *
     * @param listed every keyset of the mint, checked
     * @param added the keysets not known so far
     */
    void update(Map<KeysetId, KeysetInfo> listed, Collection<Keyset> added) {
        current.updateAndGet(known -> {
            Map<KeysetId, KeysetInfo> infos = new HashMap<>(listed);
            Map<KeysetId, Keyset> loaded = new HashMap<>(known.loaded());
            added.forEach(keyset -> loaded.putIfAbsent(keyset.id(), keyset));
            loaded.replaceAll((id, keyset) -> {
                KeysetInfo info =
                        infos.computeIfAbsent(id, gone -> keyset.info().withActive(false));
                return info.equals(keyset.info()) ? keyset : keyset.withInfo(info);
            });
            return new MintKeysets(infos, loaded);
        });
    }
}
