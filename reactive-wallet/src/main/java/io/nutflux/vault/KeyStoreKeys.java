package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Data keys under an AES key of a Java key store's file (PKCS12, or another form the JDK reads), as
 *
 * <pre>keytool -genseckey -keyalg AES -keysize 256 -alias wallets-2026 -storetype PKCS12 -keystore keys.p12</pre>
 *
 * makes it. Wrapped by AES-256-GCM under a random nonce: key wrapping without one (AES-KWP) has no place for the
 * {@linkplain KeyContext context}, and data keys are far too few for nonces to meet.
 *
 * <p>To change the key, make one under another alias, name it as the present one and the old one after it. A key replaced
 * under its old alias opens nothing that the former wrapped.
 *
 * <p>The file is read at the first use and must be its owner's alone, where the file system knows of owners. A wrong password
 * is {@code WRONG_KEY}; a file that is missing, open to others or damaged, and an alias that is missing or no AES key of 256
 * bits, are {@code UNAVAILABLE}. Keys are kept until {@link #close}, which wipes them and the password's copy; what the JDK's
 * key store copies meanwhile it does not wipe.
 */
public final class KeyStoreKeys implements KeyProvider {

    private static final String KIND = "keystore:";
    private static final String FORM = "aes256gcm$";
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final KeyStoreFile file;
    private final char[] password;
    /** The present one first. */
    private final List<String> aliases;

    private final Randomness randomness;
    private final KeyWorker worker = new KeyWorker();
    private @Nullable Map<String, WipeableKey> keys;
    private boolean closed;

    private KeyStoreKeys(KeyStoreFile file, char[] password, List<String> aliases, Randomness randomness) {
        this.file = file;
        this.password = password;
        this.aliases = aliases;
        this.randomness = randomness;
    }

    /**
     * Wraps with the key {@code alias} of {@code file}, and unwraps with this and the older ones.
     *
     * @param password the store's and its keys'; copied
     * @param alias 1 to 64 letters, digits, dots, hyphens or underscores, as are the others; case does not matter
     */
    public static KeyStoreKeys of(Path file, char[] password, String alias, String... older) {
        List<String> aliases = Stream.concat(Stream.of(alias), Stream.of(older))
                .map(KeyStoreKeys::checked)
                .distinct()
                .toList();
        return new KeyStoreKeys(new KeyStoreFile(file), password.clone(), aliases, Randomness.secure());
    }

    /** Key stores do not tell cases apart. */
    private static String checked(String alias) {
        if (!ALIAS.matcher(alias).matches()) {
            throw new IllegalArgumentException("an alias has 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        return alias.toLowerCase(Locale.ROOT);
    }

    @Override
    public Mono<WrappedKey> wrap(KeyContext context, DataKey key) {
        return worker.call(() -> {
            String provider = present();
            return new WrappedKey(
                    provider, FORM + KeyWrap.wrap(key(aliases.get(0)), context, provider, key, randomness));
        });
    }

    @Override
    public Mono<DataKey> unwrap(KeyContext context, WrappedKey wrapped) {
        return worker.call(() -> {
            String alias = aliasOf(wrapped);
            DataKey key = KeyWrap.unwrap(
                    key(alias), context, wrapped.provider(), wrapped.text().substring(FORM.length()));
            if (key == null) {
                throw VaultErrors.wrongKey("the key " + alias + " of the key store " + file
                        + " does not open the stored key: it was replaced under this alias, or the stored key was "
                        + "edited or is another wallet's");
            }
            return key;
        });
    }

    private String aliasOf(WrappedKey wrapped) {
        if (!wrapped.provider().startsWith(KIND) || !wrapped.text().startsWith(FORM)) {
            throw VaultErrors.wrongKey(
                    "the stored key is not one that a key store opens: it was wrapped by another kind "
                            + "of key source (" + wrapped.kind() + "), or edited");
        }
        String alias = wrapped.provider().substring(KIND.length());
        if (!aliases.contains(alias)) {
            throw VaultErrors.wrongKey("the stored key was wrapped with the key "
                    + (ALIAS.matcher(alias).matches() ? alias : "of an impossible name")
                    + ", which is not among the configured ones " + aliases);
        }
        return alias;
    }

    /** Called by the worker only, so the file is read once; the lock is not held meanwhile. */
    private WipeableKey key(String alias) {
        Map<String, WipeableKey> known = known();
        if (known == null) {
            char[] copy = copyOfPassword();
            try {
                known = keep(file.load(copy, aliases));
            } finally {
                Arrays.fill(copy, '\0');
            }
        }
        WipeableKey key = known.get(alias);
        if (key == null) {
            throw new IllegalStateException("not all keys were loaded");
        }
        return key;
    }

    private synchronized @Nullable Map<String, WipeableKey> known() {
        if (closed) {
            throw VaultErrors.closed();
        }
        return keys;
    }

    private synchronized char[] copyOfPassword() {
        if (closed) {
            throw VaultErrors.closed();
        }
        return password.clone();
    }

    private synchronized Map<String, WipeableKey> keep(Map<String, WipeableKey> loaded) {
        if (closed) {
            loaded.values().forEach(WipeableKey::destroy);
            throw VaultErrors.closed();
        }
        keys = loaded;
        return loaded;
    }

    private String present() {
        return KIND + aliases.get(0);
    }

    @Override
    public boolean isCurrent(WrappedKey wrapped) {
        return wrapped.provider().equals(present());
    }

    @Override
    public synchronized void close() {
        worker.close();
        closed = true;
        Arrays.fill(password, '\0');
        if (keys != null) {
            keys.values().forEach(WipeableKey::destroy);
        }
    }

    @Override
    public String toString() {
        return "KeyStoreKeys[" + file + ", " + aliases + "]";
    }
}
