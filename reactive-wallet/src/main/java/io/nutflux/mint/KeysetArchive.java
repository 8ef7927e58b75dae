package io.nutflux.mint;

import io.nutflux.model.Keyset;
import io.nutflux.model.MintUrl;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the directory keeps keysets across restarts; the wallet puts its store behind it. */
public interface KeysetArchive {

    Flux<Keyset> load(MintUrl mint);

    /** Fails with {@code StoreException} of kind {@code KEYSET_CONFLICT} if a known id has other keys. */
    Mono<Void> save(MintUrl mint, Collection<Keyset> keysets);
}
