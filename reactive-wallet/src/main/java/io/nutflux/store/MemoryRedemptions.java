package io.nutflux.store;

import static io.nutflux.store.Conflicts.conflict;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RedeemResult;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One wallet's memory of tokens: by key, by digest, and which proofs belong to tokens redeemed, in progress or waiting. */
final class MemoryRedemptions {

    private record Row(String key, String digest, RedeemResult result, boolean binding) {}

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, Set<String>> keysByDigest = new HashMap<>();
    private final Map<CurvePoint, String> claims = new HashMap<>();

    void claim(Journal journal, OperationDraft draft) {
        for (ClaimedToken token : draft.tokens()) {
            Row known = rows.get(token.key());
            if (known != null && !waits(known, token.digest())) {
                throw conflict("key " + token.key() + " is taken");
            }
            if (new HashSet<>(token.Ys()).size() != token.Ys().size()) {
                throw conflict("a proof twice in " + token.key());
            }
            hold(journal, token.key(), token.Ys());
            RedeemResult pending =
                    new RedeemResult.Pending(token.key(), draft.mint(), draft.unit(), token.value(), draft.id());
            keep(journal, new Row(token.key(), token.digest(), pending, true));
        }
    }

    private static boolean waits(Row row, String digest) {
        return row.result() instanceof RedeemResult.Waiting && row.digest().equals(digest);
    }

    /** The key and the proofs of a token that waits in the inbox; nothing may be known of either. */
    void addWaiting(Journal journal, InboxDraft draft) {
        hold(journal, draft.key(), draft.Ys());
        keep(journal, new Row(draft.key(), draft.digest(), new RedeemResult.Waiting(draft.key()), true));
    }

    private void hold(Journal journal, String key, Collection<CurvePoint> Ys) {
        for (CurvePoint Y : Ys) {
            if (!claims.getOrDefault(Y, key).equals(key)) {
                throw conflict("a proof of " + key + " belongs to another token");
            }
            journal.put(claims, Y, key);
        }
    }

    private void keep(Journal journal, Row row) {
        journal.put(rows, row.key(), row);
        Set<String> keys = new HashSet<>(keysByDigest.getOrDefault(row.digest(), Set.of()));
        keys.add(row.key());
        journal.put(keysByDigest, row.digest(), keys);
    }

    /** A final outcome; unless it is that the token is redeemed, its proofs are free for others again. */
    void decide(Journal journal, ClaimedToken token, RedeemResult outcome) {
        journal.put(rows, token.key(), new Row(token.key(), token.digest(), outcome, true));
        if (!(outcome instanceof RedeemResult.Redeemed)) {
            drop(journal, token.key(), token.Ys());
        }
    }

    /** A final outcome of a token that waited and was never part of an operation. */
    void judge(Journal journal, String key, Collection<CurvePoint> Ys, RedeemResult outcome) {
        Row row = Objects.requireNonNull(rows.get(key));
        journal.put(rows, key, new Row(key, row.digest(), outcome, false));
        drop(journal, key, Ys);
    }

    /** Lets a token wait again that an operation gives back. */
    void waitAgain(Journal journal, ClaimedToken token) {
        RedeemResult waiting = new RedeemResult.Waiting(token.key());
        journal.put(rows, token.key(), new Row(token.key(), token.digest(), waiting, true));
    }

    void forget(Journal journal, ClaimedToken token) {
        forget(journal, token.key(), token.Ys());
    }

    void forget(Journal journal, String key, Collection<CurvePoint> Ys) {
        Row row = journal.remove(rows, key);
        drop(journal, key, Ys);
        if (row == null) {
            return;
        }
        Set<String> keys = new HashSet<>(keysByDigest.getOrDefault(row.digest(), Set.of()));
        keys.remove(key);
        if (keys.isEmpty()) {
            journal.remove(keysByDigest, row.digest());
        } else {
            journal.put(keysByDigest, row.digest(), keys);
        }
    }

    @Nullable
    RedeemResult result(String key) {
        Row row = rows.get(key);
        return row == null ? null : row.result();
    }

    List<Redemption> find(Collection<String> keys, Collection<String> digests, Collection<CurvePoint> Ys) {
        Set<String> matched = new LinkedHashSet<>(keys);
        for (String digest : digests) {
            keysByDigest.getOrDefault(digest, Set.of()).stream()
                    .filter(key -> Objects.requireNonNull(rows.get(key)).binding())
                    .forEach(matched::add);
        }
        Map<String, Set<CurvePoint>> shared = new HashMap<>();
        for (CurvePoint Y : Ys) {
            String key = claims.get(Y);
            if (key != null) {
                matched.add(key);
                shared.computeIfAbsent(key, any -> new HashSet<>()).add(Y);
            }
        }
        return matched.stream()
                .map(rows::get)
                .filter(row -> row != null)
                .map(row -> new Redemption(
                        row.key(), row.digest(), row.result(), shared.getOrDefault(row.key(), Set.of()), row.binding()))
                .toList();
    }

    private void drop(Journal journal, String key, Collection<CurvePoint> Ys) {
        for (CurvePoint Y : Ys) {
            if (key.equals(claims.get(Y))) {
                journal.remove(claims, Y);
            }
        }
    }
}
