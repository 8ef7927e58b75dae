package io.nutflux.mint;

import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintUrl;
import reactor.core.publisher.Mono;

/**
 * What is known of each mint, cached, fetched by one request however many ask at once.
 *
 * <p>Every keyset it gives out was verified: its id recomputed from its keys, its keys on the curve and unchanged since
 * they were first seen. A keyset that fails is left out and reported.
 */
public interface MintDirectory {

    /** The mint's info, from the cache if fresh. */
    Mono<MintInfo> info(MintUrl mint);

    /** The mint's keysets, from the cache if fresh, else fetched; persisted ones are enough while the mint is away. */
    Mono<MintKeysets> keysets(MintUrl mint);

    /** As {@link #keysets} but asks the mint again, unless it did within the last second. */
    Mono<MintKeysets> refresh(MintUrl mint);

    /**
     * The keyset with its keys, those of inactive ones fetched on first use. Fails with {@code MintUnsupportedException}
     * if the mint knows no such id.
     *
     * @param id full id
     */
    Mono<Keyset> keyset(MintUrl mint, KeysetId id);
}
