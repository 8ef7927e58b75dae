package io.nutflux.mint;

import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mint's verified keysets: what the archive held and what was added since. Nothing is ever forgotten; {@link
 * KeysetLimits} bound what is let in.
 */
final class KnownKeysets {

    /** Replaced by one writer at a time, read by all. */
    private volatile MintKeysets current;

    KnownKeysets(List<Keyset> archived) {
        this.current = MintKeysets.of(archived.stream().map(Keyset::info).toList(), archived);
    }

    MintKeysets current() {
        return current;
    }

    boolean isEmpty() {
        return current.loaded().isEmpty();
    }

    @Nullable
    Keyset keyset(KeysetId id) {
        return current.loaded().get(id);
    }

    /** Adds a keyset whose keys came after its listing. */
    synchronized void add(Keyset keyset) {
        Map<KeysetId, KeysetInfo> infos = new HashMap<>(current.infos());
        infos.putIfAbsent(keyset.id(), keyset.info());
        Map<KeysetId, Keyset> loaded = new HashMap<>(current.loaded());
        loaded.putIfAbsent(keyset.id(), keyset);
        current = new MintKeysets(infos, loaded);
    }

    /**
     * Takes over a listing. A known keyset that it lacks stays, inactive: its proofs still have to be counted and spent.
     *
     * @param listed every keyset of the mint, checked
     * @param added the keysets not known so far
     */
    synchronized void update(Map<KeysetId, KeysetInfo> listed, Collection<Keyset> added) {
        Map<KeysetId, KeysetInfo> infos = new HashMap<>(listed);
        Map<KeysetId, Keyset> loaded = new HashMap<>(current.loaded());
        added.forEach(keyset -> loaded.putIfAbsent(keyset.id(), keyset));
        loaded.replaceAll((id, keyset) -> {
            KeysetInfo info = infos.computeIfAbsent(id, gone -> keyset.info().withActive(false));
            return info.equals(keyset.info()) ? keyset : keyset.withInfo(info);
        });
        current = new MintKeysets(infos, loaded);
    }
}
