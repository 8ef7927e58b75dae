package io.nutflux.store;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import java.util.HashSet;
import java.util.List;

/**
 * A token to be stored in the inbox.
 *
 * @param digest identifies the token whatever its encoding: 64 hexadecimal characters
 * @param Ys {@code hash_to_curve} of each proof's secret; distinct
 * @param token its text as received
 */
public record InboxDraft(String key, String digest, List<CurvePoint> Ys, MintUrl mint, String token) {

    public InboxDraft {
        Ys = List.copyOf(Ys);
        if (new HashSet<>(Ys).size() != Ys.size()) {
            throw new IllegalArgumentException("a proof twice in one token");
        }
    }

    @Override
    public String toString() {
        return "InboxDraft[" + key + ", " + mint + ", redacted]";
    }
}
