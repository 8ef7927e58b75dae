package io.nutflux.model;

/** Names one wallet in a store that may hold many. Not secret. */
public record WalletId(String value) {

    public static final WalletId DEFAULT = new WalletId("default");

    public WalletId {
        if (!value.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a wallet id has 1 to 64 letters, digits, dots, hyphens or underscores");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
