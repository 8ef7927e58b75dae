package io.nutflux.flow;

import io.nutflux.model.MintUrl;
import java.util.LinkedHashMap;
import java.util.Map;

/** The most inputs of a swap that each mint takes, as learned from its refusals; mints do not announce it. */
final class InputLimits {

    private static final int MAX_MINTS = 1_000;

    private final int most;
    private final Map<MintUrl, Integer> learned = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MintUrl, Integer> eldest) {
            return size() > MAX_MINTS;
        }
    };

    InputLimits(int most) {
        this.most = most;
    }

    synchronized int of(MintUrl mint) {
        return learned.getOrDefault(mint, most);
    }

    /** {@code mint} refused so many inputs for being too many. */
    synchronized void refused(MintUrl mint, int inputs) {
        learned.merge(mint, Math.max(1, inputs / 2), Math::min);
    }
}
