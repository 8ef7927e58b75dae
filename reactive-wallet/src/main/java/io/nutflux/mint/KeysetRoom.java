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

    /** Whether there may be a place for one more keyset. */
    boolean isOpen() {
        return noted(keysets > 0 && keys > 0);
    }

    /** Takes the place of a keyset of so many keys, if there is one. */
    boolean take(int count) {
        boolean fits = keysets > 0 && count <= keysOfOne && count <= keys;
        if (fits) {
            keysets--;
            keys -= count;
        }
        return noted(fits);
    }

    /** Whether something was refused. */
    boolean isExceeded() {
        return exceeded;
    }

    private boolean noted(boolean fits) {
        exceeded |= !fits;
        return fits;
    }
}
