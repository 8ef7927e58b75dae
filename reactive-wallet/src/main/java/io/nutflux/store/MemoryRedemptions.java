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
import java.util.Set;

/** One wallet's memory of tokens: by key, by digest, and which proofs belong to tokens redeemed or in progress. */
final class MemoryRedemptions {

    private record Row(String key, String digest, RedeemResult result) {}

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, Set<String>> keysByDigest = new HashMap<>();
    private final Map<CurvePoint, String> claims = new HashMap<>();

    void claim(Journal journal, OperationDraft draft) {
        for (ClaimedToken token : draft.tokens()) {
            if (rows.containsKey(token.key())) {
                throw conflict("key " + token.key() + " is taken");
            }
            for (CurvePoint Y : token.Ys()) {
                if (claims.containsKey(Y)) {
                    throw conflict("a proof of " + token.key() + " belongs to another token");
                }
                journal.put(claims, Y, token.key());
            }
            RedeemResult pending =
                    new RedeemResult.Pending(token.key(), draft.mint(), draft.unit(), token.value(), draft.id());
            journal.put(rows, token.key(), new Row(token.key(), token.digest(), pending));
            Set<String> keys = new HashSet<>(keysByDigest.getOrDefault(token.digest(), Set.of()));
            keys.add(token.key());
            journal.put(keysByDigest, token.digest(), keys);
        }
    }

    /** A final outcome; unless it is that the token is redeemed, its proofs are free for others again. */
    void decide(Journal journal, ClaimedToken token, RedeemResult outcome) {
        journal.put(rows, token.key(), new Row(token.key(), token.digest(), outcome));
        if (!(outcome instanceof RedeemResult.Redeemed)) {
            dropClaims(journal, token);
        }
    }

    void forget(Journal journal, ClaimedToken token) {
        journal.remove(rows, token.key());
        dropClaims(journal, token);
        Set<String> keys = new HashSet<>(keysByDigest.getOrDefault(token.digest(), Set.of()));
        keys.remove(token.key());
        if (keys.isEmpty()) {
            journal.remove(keysByDigest, token.digest());
        } else {
            journal.put(keysByDigest, token.digest(), keys);
        }
    }

    List<Redemption> find(Collection<String> keys, Collection<String> digests, Collection<CurvePoint> Ys) {
        Set<String> matched = new LinkedHashSet<>(keys);
        for (String digest : digests) {
            matched.addAll(keysByDigest.getOrDefault(digest, Set.of()));
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
                .map(row ->
                        new Redemption(row.key(), row.digest(), row.result(), shared.getOrDefault(row.key(), Set.of())))
                .toList();
    }

    private void dropClaims(Journal journal, ClaimedToken token) {
        for (CurvePoint Y : token.Ys()) {
            journal.remove(claims, Y);
        }
    }
}
