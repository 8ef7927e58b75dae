package io.nutflux.mint;

import io.nutflux.error.StoreException;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keysets of one mint, kept across directories. */
final class FakeArchive implements KeysetArchive {

    final Map<KeysetId, Keyset> keysets = new LinkedHashMap<>();
    int saves;
    boolean away;
    /** Stands for a keyset of another mint. */
    boolean conflicting;

    FakeArchive with(Keyset... archived) {
        for (Keyset keyset : archived) {
            keysets.put(keyset.id(), keyset);
        }
        return this;
    }

    @Override
    public Flux<Keyset> load(MintUrl mint) {
        return Flux.defer(() -> Flux.fromIterable(keysets.values()));
    }

    @Override
    public Mono<Void> save(MintUrl mint, Collection<Keyset> added) {
        return Mono.fromRunnable(() -> {
            saves++;
            if (away) {
                throw new StoreException(StoreException.Kind.UNAVAILABLE, "away", null);
            }
            if (conflicting) {
                throw new StoreException(StoreException.Kind.KEYSET_CONFLICT, "conflict", null);
            }
            added.forEach(keyset -> keysets.put(keyset.id(), keyset));
        });
    }
}
