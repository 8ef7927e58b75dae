package io.nutflux.vault;

import io.nutflux.error.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Reads AES keys from a key store's file. Every failure says which file, and what to do. */
final class KeyStoreFile {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path file;

    KeyStoreFile(Path file) {
        this.file = file;
    }

    /** The keys of all these aliases. */
    Map<String, WipeableKey> load(char[] password, List<String> aliases) {
        requireOwnersOnly();
        KeyStore store = open(password);
        Map<String, WipeableKey> keys = new HashMap<>();
        try {
            for (String alias : aliases) {
                keys.put(alias, key(store, password, alias));
            }
            return keys;
        } catch (StoreException e) {
            keys.values().forEach(WipeableKey::destroy);
            throw e;
        }
    }

    private void requireOwnersOnly() {
        try {
            if (!Files.isRegularFile(file)) {
                throw unusable("is missing, or is no file", null);
            }
            PosixFileAttributeView view =
                    Files.getFileAttributeView(file, PosixFileAttributeView.class, new LinkOption[0]);
            if (view != null && !OWNERS.containsAll(view.readAttributes().permissions())) {
                throw unusable("is open to other users of this machine; allow its owner only (chmod 600)", null);
            }
        } catch (IOException e) {
            throw unusable("cannot be looked at", e);
        }
    }

    private KeyStore open(char[] password) {
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw VaultErrors.wrongKey("the password does not open the key store " + file);
            }
            throw unusable("cannot be read, or is damaged", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable("is not of a form that this JDK reads, such as PKCS12", e);
        }
    }

    private WipeableKey key(KeyStore store, char[] password, String alias) {
        Key key;
        try {
            key = store.getKey(alias, password);
        } catch (GeneralSecurityException e) {
            throw unusable("does not give its key " + alias + "; it has to have the store's own password", e);
        }
        if (key == null) {
            throw unusable("has no key " + alias, null);
        }
        if (!(key instanceof SecretKey) || !key.getAlgorithm().equals(WipeableKey.AES)) {
            throw unusable("has a key " + alias + " for " + key.getAlgorithm() + " where one for AES is needed", null);
        }
        byte[] bytes = key.getEncoded();
        if (bytes == null || bytes.length != DataKey.LENGTH) {
            throw unusable("has a key " + alias + " that is not 256 bits long", null);
        }
        return new WipeableKey(WipeableKey.AES, bytes);
    }

    private StoreException unusable(String why, @Nullable Exception cause) {
        return VaultErrors.unavailable("the key store " + file + " " + why, cause);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
