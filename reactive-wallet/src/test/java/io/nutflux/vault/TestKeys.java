package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import io.nutflux.model.WalletId;
import java.util.TreeMap;

/** Keys for tests: real ones, at a cost of microseconds. */
public final class TestKeys {

    /** Far below what protects anything. */
    public static final PasswordCost CHEAP = new PasswordCost(8, 1, 1);

    private TestKeys() {}

    /** A password provider; all of them have the same password, so one opens what another wrapped. */
    public static KeyProvider provider() {
        return provider("a password for tests");
    }

    /** A provider with this password. */
    public static KeyProvider provider(String password) {
        return PasswordKeys.of(password.toCharArray(), CHEAP);
    }

    /** A cipher of {@code wallet} with new data keys of versions 1 to {@code versions}. */
    public static WalletKeys cipher(WalletId wallet, int versions) {
        TreeMap<Integer, DataKey> keys = new TreeMap<>();
        for (int version = 1; version <= versions; version++) {
            keys.put(version, DataKey.generate(Randomness.secure()));
        }
        try {
            return WalletKeys.of(wallet, keys, Randomness.secure());
        } finally {
            keys.values().forEach(DataKey::close);
        }
    }
}
