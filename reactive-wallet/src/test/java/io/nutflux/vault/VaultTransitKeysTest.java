package io.nutflux.vault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.nutflux.vault.KeyProviderContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.WalletId;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTransitKeysTest {

    private static final KeyContext CONTEXT = new KeyContext(new WalletId("shop"), 1);

    private static final FakeVault VAULT = new FakeVault();

    private final DataKey key = DataKey.generate(Randomness.secure());

    @BeforeEach
    void reset() {
        VAULT.reset();
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @Test
    void wrap_key_asksForItsEncryptionWithTheContext() {
        WrappedKey wrapped = get(VAULT.provider().wrap(CONTEXT, key));
        assertThat(wrapped.provider()).isEqualTo("vault:transit/wallets");
        assertThat(wrapped.text()).startsWith("vault:v1:");
        VAULT.server()
                .verify(
                        1,
                        postRequestedFor(urlEqualTo("/v1/transit/encrypt/wallets"))
                                .withHeader("X-Vault-Token", equalTo(FakeVault.TOKEN))
                                .withHeader("Content-Type", equalTo("application/json"))
                                .withoutHeader("X-Vault-Namespace")
                                .withRequestBody(matchingJsonPath("$.plaintext", equalTo(base64(key.toBytes()))))
                                .withRequestBody(
                                        matchingJsonPath("$.associated_data", equalTo(base64(CONTEXT.toBytes())))));
    }

    @Test
    void wrap_mountAndNamespace_areUsed() {
        VAULT.server()
                .stubFor(post("/v1/kms/transit/encrypt/wallets")
                        .willReturn(aResponse().withBody("{\"data\":{\"ciphertext\":\"vault:v7:AAAABBBBCCCC\"}}")));
        VaultTransitOptions options = FakeVault.OPTIONS.withMount("kms/transit").withNamespace("team/a");
        assertThat(get(VAULT.provider(options).wrap(CONTEXT, key)))
                .isEqualTo(new WrappedKey("vault:kms/transit/wallets", "vault:v7:AAAABBBBCCCC"));
        VAULT.server()
                .verify(postRequestedFor(urlEqualTo("/v1/kms/transit/encrypt/wallets"))
                        .withHeader("X-Vault-Namespace", equalTo("team/a")));
    }

    @Test
    void isCurrent_keyRotatedInVault_isFalseOnceUnwrapped() {
        WrappedKey old = get(VAULT.provider().wrap(CONTEXT, key));
        VAULT.rotate();
        KeyProvider provider = VAULT.provider();
        assertThat(get(provider.unwrap(CONTEXT, old)).toBytes()).isEqualTo(key.toBytes());
        assertThat(provider.isCurrent(old)).isFalse();
        WrappedKey now = get(provider.wrap(CONTEXT, key));
        assertThat(now.text()).startsWith("vault:v2:");
        assertThat(provider.isCurrent(now)).isTrue();
    }

    @Test
    void isCurrent_policyHidesTheVersion_isLearntFromWrapping() {
        WrappedKey old = get(VAULT.provider().wrap(CONTEXT, key));
        VAULT.rotate();
        VAULT.hideVersions();
        KeyProvider provider = VAULT.provider();
        assertThat(get(provider.unwrap(CONTEXT, old)).toBytes()).isEqualTo(key.toBytes());
        assertThat(provider.isCurrent(old)).isTrue();
        get(provider.wrap(CONTEXT, key));
        assertThat(provider.isCurrent(old)).isFalse();
    }

    @Test
    void unwrap_manyTimes_asksForTheVersionOnce() {
        KeyProvider provider = VAULT.provider();
        WrappedKey wrapped = get(provider.wrap(CONTEXT, key));
        for (int i = 0; i < 5; i++) {
            get(provider.unwrap(CONTEXT, wrapped));
        }
        VAULT.server().verify(1, getRequestedFor(urlEqualTo("/v1/transit/keys/wallets")));
    }

    @Test
    void token_renewed_isAskedForEachRequest() {
        AtomicReference<String> token = new AtomicReference<>("expired");
        AtomicReference<String> thread = new AtomicReference<>();
        KeyProvider provider = VaultTransitKeys.of(
                VAULT.address(),
                "wallets",
                () -> {
                    thread.set(Thread.currentThread().getName());
                    return token.get();
                },
                FakeVault.OPTIONS);
        KeyProviderContract.assertFails(Kind.UNAVAILABLE, provider.wrap(CONTEXT, key));
        token.set(FakeVault.TOKEN);
        assertThat(get(provider.wrap(CONTEXT, key))).isNotNull();
        assertThat(thread).hasValue("nutflux-keys");
    }

    @Test
    void wrap_result_arrivesOnAThreadOfTheProvidersOwn() {
        AtomicReference<String> thread = new AtomicReference<>();
        get(VAULT.provider()
                .wrap(CONTEXT, key)
                .doOnNext(wrapped -> thread.set(Thread.currentThread().getName())));
        assertThat(thread.get()).startsWith("nutflux-keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vault.example.com:8200",
                "ftp://127.0.0.1",
                "https://user@vault.example.com",
                "https://vault.example.com?x=1",
                "https://vault.example.com#x",
                "/relative",
                "https:opaque",
                "http://127.0.0.1.example.com"
            })
    void of_addressThatIsNotSafe_isRefused(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> VaultTransitKeys.of(URI.create(address), "wallets", "t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://vault.example.com:8200",
                "https://vault.example.com/prefix/",
                "http://localhost:8200",
                "http://[::1]:8200"
            })
    void of_addressThatIsSafe_isTaken(String address) {
        assertThat(VaultTransitKeys.of(URI.create(address), "wallets", "t"))
                .hasToString("VaultTransitKeys[" + address.replaceAll("/$", "") + " transit/wallets]");
    }

    @ParameterizedTest
    @CsvSource({
        "'', transit",
        "../sys, transit",
        ".., transit",
        "a b, transit",
        "k, ''",
        "k, a//b",
        "k, ../sys",
        "k, /transit"
    })
    void of_namesThatLeadElsewhere_areRefused(String name, String mount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        VaultTransitKeys.of(VAULT.address(), name, () -> "t", FakeVault.OPTIONS.withMount(mount)));
    }

    @Test
    void options_impossible_areRefused() {
        List<Duration> bad = List.of(Duration.ZERO, Duration.ofSeconds(-1));
        bad.forEach(duration -> assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> FakeVault.OPTIONS.withTimeouts(Duration.ofSeconds(1), duration, Duration.ofSeconds(1))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeVault.OPTIONS.withRetries(0, Duration.ofMillis(1), Duration.ofMillis(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeVault.OPTIONS.withRetries(1, Duration.ofMillis(2), Duration.ofMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> FakeVault.OPTIONS.withNamespace("a b"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
