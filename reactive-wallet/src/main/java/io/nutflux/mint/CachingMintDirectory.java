package io.nutflux.mint;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.error.MintException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@link MintDirectory} on Caffeine.
 *
 * <p>Four caches of single flights: infos; keysets as far as known, which are loaded from the archive once and then only
 * grow; listings, which say that those were compared with the mint's word of late; and fetches of single keysets on their
 * way.
 */
final class CachingMintDirectory implements MintDirectory {

    private static final Duration RECENT = Duration.ofSeconds(1);
    /** While the mint is away it is asked anew this often, not by each caller. */
    private static final Duration OFFLINE_TTL = Duration.ofSeconds(15);
    /** Known keysets have no expiry of their own; the size bounds them. */
    private static final Duration KEPT = Duration.ofDays(36_500);

    private static final int MAX_FETCHES = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(CachingMintDirectory.class);

    private final MintClient client;
    private final KeysetFetch fetch;
    private final Clock clock;
    private final SingleFlight<MintUrl, MintInfo> infos;
    private final SingleFlight<MintUrl, KnownKeysets> known;
    private final SingleFlight<MintUrl, Listing> listings;
    private final SingleFlight<KeysetOf, Keyset> fetches;

    CachingMintDirectory(
            MintClient client,
            CurveEngine engine,
            KeysetArchive archive,
            MintClientOptions options,
            Clock clock,
            Scheduler compute,
            Consumer<MintMisbehavedException> reports) {
        this.client = client;
        this.fetch = new KeysetFetch(
                client,
                archive,
                new KeysetCheck(engine, shielded(reports)),
                options.keysetLimits(),
                options.totalTimeout(),
                compute);
        this.clock = clock;
        Duration ttl = options.keysetsTtl();
        Duration offlineTtl = ttl.compareTo(OFFLINE_TTL) < 0 ? ttl : OFFLINE_TTL;
        this.infos = new SingleFlight<>(options.maxMints(), info -> options.infoTtl(), clock);
        this.known = new SingleFlight<>(options.maxMints(), keysets -> KEPT, clock);
        this.listings = new SingleFlight<>(
                options.maxMints(), listing -> listing.withoutMint() == null ? ttl : offlineTtl, clock);
        this.fetches = new SingleFlight<>(MAX_FETCHES, keyset -> RECENT, clock);
    }

    /** A listener that fails must not make keysets unusable. */
    private static Consumer<MintMisbehavedException> shielded(Consumer<MintMisbehavedException> reports) {
        return misbehaviour -> {
            try {
                reports.accept(misbehaviour);
            } catch (RuntimeException e) {
                LOG.warn("a report of misbehaviour was not taken", e);
            }
        };
    }

    @Override
    public Mono<MintInfo> info(MintUrl mint) {
        return infos.get(mint, client.info(mint));
    }

    @Override
    public Mono<MintKeysets> keysets(MintUrl mint) {
        return listings.get(mint, listing(mint)).map(Listing::keysets);
    }

    @Override
    public Mono<MintKeysets> refresh(MintUrl mint) {
        return listings.get(mint, listing(mint), this::isRecent).map(Listing::keysets);
    }

    @Override
    public Mono<MintKeysets> listed(MintUrl mint) {
        return listings.get(mint, listing(mint), this::isRecent)
                .flatMap(listing -> listing.withoutMint() == null
                        ? Mono.just(listing.keysets())
                        : Mono.error(listing.withoutMint()));
    }

    @Override
    public Mono<MintKeysets> refresh(MintUrl mint, Instant since) {
        // One from the future is of a time when this process's clock was wrong.
        Predicate<Listing> fresh =
                listing -> listing.begunAt() >= since.toEpochMilli() && listing.begunAt() <= clock.millis();
        Mono<Listing> listing = listings.get(mint, listing(mint), fresh);
        // One that was on its way already may have been asked for too early; by the second look it is over.
        return listing.filter(fresh).switchIfEmpty(listing).map(Listing::keysets);
    }

    private boolean isRecent(Listing listing) {
        long age = clock.millis() - listing.begunAt();
        return age >= 0 && age < RECENT.toMillis();
    }

    private Mono<Listing> listing(MintUrl mint) {
        return Mono.fromSupplier(clock::millis)
                .flatMap(begunAt -> known.get(mint, fetch.archived(mint))
                        .flatMap(keysets -> fetch.update(mint, keysets)
                                .then(Mono.fromSupplier(() -> new Listing(keysets, null, begunAt)))
                                .onErrorResume(MintException.class, e -> withoutMint(mint, keysets, begunAt, e))));
    }

    private Mono<Listing> withoutMint(MintUrl mint, KnownKeysets keysets, long begunAt, MintException why) {
        if (keysets.isEmpty()) {
            return Mono.error(why);
        }
        LOG.debug("{} does not list its keysets; those known are used", mint, why);
        return Mono.just(new Listing(keysets, why, begunAt));
    }

    @Override
    public Mono<Keyset> keyset(MintUrl mint, KeysetId id) {
        return listings.get(mint, listing(mint))
                .flatMap(listing ->
                        listing.knows(id) ? Mono.just(listing) : listings.get(mint, listing(mint), this::isRecent))
                .flatMap(listing -> keyset(mint, listing, id));
    }

    private Mono<Keyset> keyset(MintUrl mint, Listing listing, KeysetId id) {
        KnownKeysets keysets = listing.known();
        Keyset loaded = keysets.keyset(id);
        if (loaded != null) {
            return Mono.just(loaded);
        }
        KeysetInfo info = keysets.current().infos().get(id);
        if (info == null) {
            // That it is not the mint's can be said only if the mint was asked.
            return Mono.error(
                    listing.withoutMint() != null
                            ? listing.withoutMint()
                            : new MintUnsupportedException(mint, "no keyset " + id));
        }
        return fetches.get(new KeysetOf(mint, id), fetch.keys(mint, keysets, info));
    }

    /**
     * That the known keysets were compared with the mint's word, or that this failed.
     *
     * @param withoutMint why the mint was not asked; {@code null} if it was
     * @param begunAt milliseconds of the clock, before the mint was asked
     */
    private record Listing(KnownKeysets known, @Nullable MintException withoutMint, long begunAt) {

        MintKeysets keysets() {
            return known.current();
        }

        boolean knows(KeysetId id) {
            return known.current().infos().containsKey(id);
        }
    }

    private record KeysetOf(MintUrl mint, KeysetId id) {}
}
