package io.nutflux.mint;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintUrl;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What is known of each mint, cached, fetched by one request however many ask at once.
 *
 * <p>Every keyset it gives out was verified: its id recomputed from its keys, its keys on the curve and unchanged since
 * they were first seen. A keyset that fails is left out and reported. Keysets of unit {@code auth} are left out, being no
 * money. Every {@code Mono} is cold; cancelling it leaves a request that others may share to its end.
 */
public interface MintDirectory {

    /**
     * A directory on {@code client}.
     *
     * @param archive where verified keysets are kept; they are trusted when they come back
     * @param options how long answers are kept in memory, and of how many mints
     * @param clock for those times
     * @param compute where ids and keys are verified
     * @param reports hears of each keyset that was refused, on the thread that found it; must not block
     */
    static MintDirectory create(
            MintClient client,
            CurveEngine engine,
            KeysetArchive archive,
            MintClientOptions options,
            Clock clock,
            Scheduler compute,
            Consumer<MintMisbehavedException> reports) {
        return new CachingMintDirectory(client, engine, archive, options, clock, compute, reports);
    }

    /** The mint's info, from the cache if fresh. */
    Mono<MintInfo> info(MintUrl mint);

    /** The mint's keysets, from the cache if fresh, else fetched; persisted ones are enough while the mint is away. */
    Mono<MintKeysets> keysets(MintUrl mint);

    /** As {@link #keysets} but asks the mint again, unless it did within the last second. */
    Mono<MintKeysets> refresh(MintUrl mint);

    /**
     * As {@link #refresh(MintUrl)}, but fails as the mint does if it cannot be asked, whatever is known of it: for who has to
     * know that these are all.
     */
    Mono<MintKeysets> listed(MintUrl mint);

    /** As {@link #keysets} but the mint was asked at {@code since} or later: for after it refused what was true before. */
    Mono<MintKeysets> refresh(MintUrl mint, Instant since);

    /**
     * The keyset with its keys, those of inactive ones fetched on first use. Fails with {@code MintUnsupportedException}
     * if the mint knows no such id, and as the mint does if it cannot be asked.
     *
     * @param id full id
     */
    Mono<Keyset> keyset(MintUrl mint, KeysetId id);
}
