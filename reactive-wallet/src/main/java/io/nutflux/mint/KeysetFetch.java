package io.nutflux.mint;

import io.nutflux.codec.MintCodec.Keys;
import io.nutflux.codec.MintCodec.KeysEntry;
import io.nutflux.error.MintException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Asks a mint for its keysets and lets in what passes {@link KeysetCheck}: first to the archive, then to {@link
 * KnownKeysets}. A listed keyset whose keys do not pass stays listed without keys: nothing is signed by it, and its proofs
 * are the mint's all the same, so whoever meets one asks for its keys again.
 *
 * <p>{@code GET /v1/keys} is asked each time along with {@code GET /v1/keysets}, although keys of a known id cannot
 * change: this is how a mint that changes them is found out.
 */
final class KeysetFetch {

    /** Active keysets whose keys are fetched ahead; honest mints have one or two a unit. Others on first use. */
    private static final int MAX_AHEAD = 64;

    private static final Logger LOG = LoggerFactory.getLogger(KeysetFetch.class);

    private final MintClient client;
    private final KeysetArchive archive;
    private final KeysetCheck check;
    private final KeysetLimits limits;
    private final Duration patience;
    private final Scheduler compute;

    /** @param patience how long single keysets are asked for, one after the other; the next listing goes on with them */
    KeysetFetch(
            MintClient client,
            KeysetArchive archive,
            KeysetCheck check,
            KeysetLimits limits,
            Duration patience,
            Scheduler compute) {
        this.client = client;
        this.archive = archive;
        this.check = check;
        this.limits = limits;
        this.patience = patience;
        this.compute = compute;
    }

    /** What the archive holds of {@code mint}. */
    Mono<KnownKeysets> archived(MintUrl mint) {
        return archive.load(mint).collectList().map(KnownKeysets::new);
    }

    /** Brings {@code known} up to date. */
    Mono<Void> update(MintUrl mint, KnownKeysets known) {
        return Mono.zip(client.keysets(mint).map(KeysetFetch::usable), activeKeys(mint))
                .flatMap(answers -> merge(mint, known, answers.getT1(), answers.getT2()));
    }

    /** The keys of {@code info}, verified, archived and added to {@code known}. */
    Mono<Keyset> keys(MintUrl mint, KnownKeysets known, KeysetInfo info) {
        return client.keys(mint, info.id())
                .onErrorMap(
                        KeysetFetch::isUnknownId,
                        e -> new MintUnsupportedException(
                                mint, "it lists keyset " + info.id() + " and does not know it"))
                .publishOn(compute)
                .map(entry -> verifiedAlone(mint, known, info, entry))
                .flatMap(keyset -> save(mint, keyset)
                        .switchIfEmpty(Mono.error(() -> new MintMisbehavedException(
                                mint,
                                MintMisbehavedException.Kind.KEYS_CHANGED,
                                "keyset " + info.id() + " is known with other keys"))))
                .doOnNext(known::add);
    }

    private Keyset verifiedAlone(MintUrl mint, KnownKeysets known, KeysetInfo info, KeysEntry entry) {
        KeysetRoom room = new KeysetRoom(limits, known.current());
        try {
            return verified(mint, info, entry, room);
        } finally {
            reportExceeded(mint, room);
        }
    }

    private void reportExceeded(MintUrl mint, KeysetRoom room) {
        if (room.isExceeded()) {
            check.isTooMuch(mint);
        }
    }

    /** By the mint's own code only: 404 is what a server says in passing too, and this keyset is listed. */
    private static boolean isUnknownId(Throwable error) {
        return error instanceof MintRejectedException rejected
                && rejected.hasCode(MintRejectedException.KEYSET_UNKNOWN);
    }

    /** Without this the listing is still of use: keys that are missing are asked for one by one. */
    private Mono<Keys> activeKeys(MintUrl mint) {
        return client.activeKeys(mint).onErrorResume(MintException.class, e -> {
            LOG.debug("no active keys at once from {}", mint, e);
            return Mono.just(new Keys(List.of(), List.of()));
        });
    }

    /** By id, the first entry of each, without what is never money and what this version does not know (02.13). */
    private static Map<KeysetId, KeysetInfo> usable(List<KeysetInfo> listing) {
        Map<KeysetId, KeysetInfo> usable = new LinkedHashMap<>();
        listing.stream()
                .filter(info -> info.id().version() <= 1 && !info.id().isShort())
                .filter(info -> !info.unit().equals(CurrencyUnit.AUTH))
                .forEach(info -> usable.putIfAbsent(info.id(), info));
        return usable;
    }

    private Mono<Void> merge(MintUrl mint, KnownKeysets known, Map<KeysetId, KeysetInfo> listing, Keys keys) {
        KeysetRoom room = new KeysetRoom(limits, known.current());
        return Mono.fromCallable(() -> judge(mint, known, listing, keys))
                .subscribeOn(compute)
                .flatMap(judged -> Flux.concat(fresh(mint, judged, room), missing(mint, judged, room))
                        .collectList()
                        .doOnNext(found -> reportExceeded(mint, room))
                        .flatMap(found -> admit(mint, known, judged, found)));
    }

    /** Sorts the answers into what to believe, what is new and what to ask for. */
    private Judged judge(MintUrl mint, KnownKeysets known, Map<KeysetId, KeysetInfo> listing, Keys keys) {
        Judged judged = new Judged(new HashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<KeysetId, KeysEntry> byId = new HashMap<>();
        keys.entries().forEach(entry -> byId.putIfAbsent(entry.id(), entry));
        int ahead = 0;
        for (KeysetInfo listed : listing.values()) {
            Keyset before = known.keyset(listed.id());
            KeysEntry entry = byId.get(listed.id());
            if (keys.malformed().contains(listed.id())) {
                check.isMalformed(mint, listed.id());
                judged.infos()
                        .put(
                                listed.id(),
                                before == null ? listed : before.info().withActive(false));
            } else if (before != null) {
                judgeKnown(mint, judged, before, listed, entry);
            } else {
                judged.infos().put(listed.id(), listed);
                if (ahead < MAX_AHEAD && (entry != null || listed.active())) {
                    ahead++;
                    judgeNew(judged, listed, entry);
                }
            }
        }
        return judged;
    }

    private static void judgeNew(Judged judged, KeysetInfo listed, @Nullable KeysEntry entry) {
        if (entry == null) {
            judged.missing().add(listed);
        } else {
            judged.fresh().add(new Fresh(listed, entry));
        }
    }

    private void judgeKnown(MintUrl mint, Judged judged, Keyset before, KeysetInfo listed, @Nullable KeysEntry entry) {
        KeysetInfo believed = check.believed(mint, before, listed);
        if (entry != null && !check.areUnchanged(mint, before, entry)) {
            // The mint would sign with keys that nobody vouches for, so no new outputs go to this keyset.
            judged.infos().put(before.id(), believed.withActive(false));
            return;
        }
        judged.infos().put(before.id(), believed);
        if (!believed.equals(before.info())) {
            judged.toSave().add(before.withInfo(believed));
        }
    }

    private Keyset verified(MintUrl mint, KeysetInfo info, KeysEntry entry, KeysetRoom room) {
        if (!room.take(entry.keys().size())) {
            throw KeysetCheck.tooMany(mint);
        }
        return check.verified(mint, info, entry);
    }

    /** One after the other, each a task of its own, so that other work has its turn between them. */
    private Flux<Keyset> fresh(MintUrl mint, Judged judged, KeysetRoom room) {
        return Flux.fromIterable(judged.fresh())
                .concatMap(fresh -> Mono.fromCallable(() -> verified(mint, fresh.info(), fresh.entry(), room))
                        .subscribeOn(compute)
                        .onErrorResume(MintException.class, e -> withoutKeys(mint, fresh.info(), e)));
    }

    /** Active keysets that {@code GET /v1/keys} lacked; those that are refused or unreadable are listed without keys. */
    private Flux<Keyset> missing(MintUrl mint, Judged judged, KeysetRoom room) {
        return judged.missing().isEmpty()
                ? Flux.empty()
                : Flux.fromIterable(judged.missing())
                        .concatMap(info -> room.isOpen() ? missing(mint, info, room) : Mono.empty())
                        .take(patience, compute);
    }

    private Mono<Keyset> missing(MintUrl mint, KeysetInfo info, KeysetRoom room) {
        return client.keys(mint, info.id())
                .publishOn(compute)
                .map(entry -> verified(mint, info, entry, room))
                .onErrorResume(
                        e -> e instanceof MintException && !(e instanceof MintUnavailableException),
                        e -> withoutKeys(mint, info, e));
    }

    private static Mono<Keyset> withoutKeys(MintUrl mint, KeysetInfo info, Throwable why) {
        LOG.debug("keyset {} of {} has no keys", info.id(), mint, why);
        return Mono.empty();
    }

    private Mono<Void> admit(MintUrl mint, KnownKeysets known, Judged judged, List<Keyset> found) {
        return Flux.concat(Flux.fromIterable(judged.toSave()), Flux.fromIterable(found))
                .concatMap(keyset -> save(mint, keyset))
                .collectList()
                .doOnNext(saved -> known.update(judged.infos(), saved))
                .then();
    }

    /** The keyset once it is archived; empty if the archive knows its id with other keys (02.7). */
    private Mono<Keyset> save(MintUrl mint, Keyset keyset) {
        return archive.save(mint, List.of(keyset)).thenReturn(keyset).onErrorResume(KeysetFetch::isConflict, e -> {
            check.collides(mint, keyset);
            return Mono.empty();
        });
    }

    private static boolean isConflict(Throwable error) {
        return error instanceof StoreException store && store.kind() == StoreException.Kind.KEYSET_CONFLICT;
    }

    /**
     * A listing on its way in; used by one thread after the other.
     *
     * @param infos to be believed
     * @param toSave known with another info
     * @param fresh not known, with keys to verify
     * @param missing active, without keys so far
     */
    private record Judged(
            Map<KeysetId, KeysetInfo> infos, List<Keyset> toSave, List<Fresh> fresh, List<KeysetInfo> missing) {}

    private record Fresh(KeysetInfo info, KeysEntry entry) {}
}
