package io.nutflux.vault;

/**
 * A data key as it is stored.
 *
 * @param provider names the kind of provider and which of its keys, e.g. {@code password} or {@code keystore:wallets-2026}
 * @param text what the provider needs to unwrap it: parameters and the ciphertext, in printable characters
 */
public record WrappedKey(String provider, String text) {

    public WrappedKey {
        if (provider.isEmpty() || text.isEmpty()) {
            throw new IllegalArgumentException("a wrapped key has a provider and a text");
        }
    }

    /** The kind of provider, for messages: what stands before the colon, if it is a plain word. */
    String kind() {
        int colon = provider.indexOf(':');
        String kind = colon < 0 ? provider : provider.substring(0, colon);
        return kind.matches("[a-z0-9-]{1,32}") ? kind : "unknown";
    }

    @Override
    public String toString() {
        return "WrappedKey[" + provider + "]";
    }
}
