package io.nutflux.mint;

/** What is left of {@link KeysetLimits} beside the keysets known so far. For one thread at a time. */
final class KeysetRoom {

    private final int keysOfOne;
    private int keysets;
    private int keys;
    private boolean exceeded;

    KeysetRoom(KeysetLimits limits, MintKeysets known) {
        this.keysOfOne = limits.keysOfOne();
        this.keysets = limits.keysets() - known.loaded().size();
        this.keys = limits.keys()
                - known.loaded().values().stream()
                        .mapToInt(keyset -> keyset.keys().size())
                        .sum();
    }

    /** Takes the place of one more keyset, if there is one. */
    boolean takeKeyset() {
        boolean fits = keysets > 0;
        if (fits) {
            keysets--;
        }
        return taken(fits);
    }

    /** Takes the place of the keys of one keyset, if there is as much. */
    boolean takeKeys(int count) {
        boolean fits = count <= keysOfOne && count <= keys;
        if (fits) {
            keys -= count;
        }
        return taken(fits);
    }

    /** Whether something was refused. */
    boolean isExceeded() {
        return exceeded;
    }

    private boolean taken(boolean fits) {
        exceeded |= !fits;
        return fits;
    }
}
