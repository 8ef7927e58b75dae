package io.nutflux.vault;

import static io.nutflux.vault.KeyProviderContract.assertFails;
import static io.nutflux.vault.KeyProviderContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.WalletId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreKeysTest {

    private static final char[] PASSWORD = "store password".toCharArray();
    private static final KeyContext CONTEXT = new KeyContext(new WalletId("shop"), 1);

    @TempDir
    static Path directory;

    private final DataKey key = DataKey.generate(Randomness.secure());
    private static Path file;
    private static Path other;

    @BeforeAll
    static void writeStores() throws Exception {
        file = store("keys.p12", "PKCS12", Map.of("k-2025", aes(1), "k-2026", aes(2)));
        other = store("other.p12", "PKCS12", Map.of("k-2026", aes(3)));
    }

    @AfterEach
    void closeToOthers() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Nested
    class Contract extends KeyProviderContract {
        @Override
        protected KeyProvider openProvider() {
            return KeyStoreKeys.of(file, PASSWORD, "k-2026");
        }

        /** The same alias with another key: only trying tells. */
        @Override
        protected KeyProvider openOtherProvider() {
            return KeyStoreKeys.of(other, PASSWORD, "k-2026");
        }
    }

    @Test
    void wrap_presentKey_isNamedInTheProvider() {
        assertThat(get(KeyStoreKeys.of(file, PASSWORD, "K-2026").wrap(CONTEXT, key))
                        .provider())
                .isEqualTo("keystore:k-2026");
    }

    @Test
    void unwrap_olderKey_opensAndIsNotCurrent() {
        WrappedKey old = get(KeyStoreKeys.of(file, PASSWORD, "k-2025").wrap(CONTEXT, key));
        KeyProvider provider = KeyStoreKeys.of(file, PASSWORD, "k-2026", "k-2025");
        assertThat(get(provider.unwrap(CONTEXT, old)).toBytes()).isEqualTo(key.toBytes());
        assertThat(provider.isCurrent(old)).isFalse();
        assertThat(provider.isCurrent(get(provider.wrap(CONTEXT, key)))).isTrue();
    }

    @Test
    void unwrap_keyThatIsNotConfigured_namesIt() {
        WrappedKey old = get(KeyStoreKeys.of(file, PASSWORD, "k-2025").wrap(CONTEXT, key));
        assertRefused(
                KeyStoreKeys.of(file, PASSWORD, "k-2026"),
                old,
                Kind.WRONG_KEY,
                "wrapped with the key k-2025, which is not among the configured ones [k-2026]");
    }

    @Test
    void unwrap_providerOfAnotherKeyEdited_isWrongKey() {
        WrappedKey old = get(KeyStoreKeys.of(file, PASSWORD, "k-2025").wrap(CONTEXT, key));
        KeyProvider provider = KeyStoreKeys.of(file, PASSWORD, "k-2026", "k-2025");
        assertRefused(
                provider, new WrappedKey("keystore:k-2026", old.text()), Kind.WRONG_KEY, "replaced under this alias");
        assertRefused(provider, new WrappedKey("keystore:\n", old.text()), Kind.WRONG_KEY, "of an impossible name");
    }

    @Test
    void unwrap_jceksStore_opensToo() throws Exception {
        Path jceks = store("keys.jceks", "JCEKS", Map.of("k", aes(7)));
        KeyProvider provider = KeyStoreKeys.of(jceks, PASSWORD, "k");
        assertThat(get(provider.unwrap(CONTEXT, get(provider.wrap(CONTEXT, key))))
                        .toBytes())
                .isEqualTo(key.toBytes());
    }

    @Test
    void wrap_wrongStorePassword_isWrongKey() {
        assertWrapRefused(
                KeyStoreKeys.of(file, "wrong".toCharArray(), "k-2026"),
                Kind.WRONG_KEY,
                "the password does not open the key store ");
    }

    @Test
    void wrap_aliasMissing_saysSo() {
        assertWrapRefused(KeyStoreKeys.of(file, PASSWORD, "k-2027"), Kind.UNAVAILABLE, "has no key k-2027");
        assertWrapRefused(KeyStoreKeys.of(file, PASSWORD, "k-2026", "k-1999"), Kind.UNAVAILABLE, "has no key k-1999");
    }

    @Test
    void wrap_keyOfAnotherKindOrLength_saysSo() throws Exception {
        Path mixed = store(
                "mixed.p12",
                "PKCS12",
                Map.of(
                        "des",
                        new SecretKeySpec(new byte[24], "DESede"),
                        "short",
                        new SecretKeySpec(new byte[16], "AES")));
        assertWrapRefused(KeyStoreKeys.of(mixed, PASSWORD, "des"), Kind.UNAVAILABLE, "where one for AES is needed");
        assertWrapRefused(KeyStoreKeys.of(mixed, PASSWORD, "short"), Kind.UNAVAILABLE, "not 256 bits long");
    }

    @Test
    void wrap_keyWithAPasswordOfItsOwn_saysSo() throws Exception {
        KeyStore store = KeyStore.getInstance("JCEKS");
        store.load(null, null);
        store.setKeyEntry("k", aes(1), "another".toCharArray(), null);
        assertWrapRefused(
                KeyStoreKeys.of(write("own.jceks", store), PASSWORD, "k"),
                Kind.UNAVAILABLE,
                "it has to have the store's own password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
    void wrap_fileOpenToOthers_isRefused(String permissions) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertWrapRefused(
                KeyStoreKeys.of(file, PASSWORD, "k-2026"), Kind.UNAVAILABLE, "open to other users of this machine");
    }

    @Test
    void wrap_fileReadOnlyForItsOwner_works() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(get(KeyStoreKeys.of(file, PASSWORD, "k-2026").wrap(CONTEXT, key)))
                .isNotNull();
    }

    @Test
    void wrap_fileMissingOrDamaged_saysSo() throws Exception {
        assertWrapRefused(
                KeyStoreKeys.of(directory.resolve("none.p12"), PASSWORD, "k"), Kind.UNAVAILABLE, "is missing");
        assertWrapRefused(KeyStoreKeys.of(directory, PASSWORD, "k"), Kind.UNAVAILABLE, "or is no file");
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 10, bytes.length / 2, bytes.length - 1}) {
            Path cut = directory.resolve("cut.p12");
            Files.deleteIfExists(cut);
            Files.createFile(cut, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertFails(
                    Kind.UNAVAILABLE, KeyStoreKeys.of(cut, PASSWORD, "k-2026").wrap(CONTEXT, key));
        }
    }

    @Test
    void wrap_fileRepairedAfterAFailure_works() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        KeyProvider provider = KeyStoreKeys.of(file, PASSWORD, "k-2026");
        assertFails(Kind.UNAVAILABLE, provider.wrap(CONTEXT, key));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(get(provider.wrap(CONTEXT, key))).isNotNull();
    }

    @Test
    void of_callersPasswordWipedAfterwards_keepsIt() {
        char[] password = PASSWORD.clone();
        KeyProvider provider = KeyStoreKeys.of(file, password, "k-2026");
        Arrays.fill(password, '\0');
        assertThat(get(provider.wrap(CONTEXT, key))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "ü"})
    void of_aliasThatCannotBeStored_isRefused(String alias) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyStoreKeys.of(file, PASSWORD, alias));
    }

    private void assertWrapRefused(KeyProvider provider, Kind kind, String message) {
        assertFails(kind, provider.wrap(CONTEXT, key));
        assertThatThrownBy(() -> get(provider.wrap(CONTEXT, key)))
                .hasMessageContaining(message)
                .hasMessageNotContaining("store password");
        provider.close();
    }

    private static void assertRefused(KeyProvider provider, WrappedKey wrapped, Kind kind, String message) {
        assertFails(kind, provider.unwrap(CONTEXT, wrapped));
        assertThatThrownBy(() -> get(provider.unwrap(CONTEXT, wrapped))).hasMessageContaining(message);
    }

    private static SecretKeySpec aes(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new SecretKeySpec(bytes, "AES");
    }

    private static Path store(String name, String type, Map<String, SecretKeySpec> keys)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        for (Map.Entry<String, SecretKeySpec> entry : keys.entrySet()) {
            store.setKeyEntry(entry.getKey(), entry.getValue(), PASSWORD, null);
        }
        return write(name, store);
    }

    private static Path write(String name, KeyStore store) throws GeneralSecurityException, IOException {
        Path file = directory.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }
}
