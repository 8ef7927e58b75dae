package io.nutflux.vault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.nutflux.vault.KeyProviderContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.WalletId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whatever Vault answers, or does not: a named error, in bounded time and space, that shows no token and no key. */
class VaultTransitFaultsTest {

    private static final KeyContext CONTEXT = new KeyContext(new WalletId("shop"), 1);
    private static final String ERRORS = "{\"errors\":[\"some reason\"]}";

    private static final FakeVault VAULT = new FakeVault();

    private final DataKey key = DataKey.generate(Randomness.secure());
    private final VaultTransitKeys provider = VAULT.provider();
    private WrappedKey wrapped;

    @BeforeEach
    void wrap() {
        VAULT.reset();
        wrapped = get(provider.wrap(CONTEXT, key));
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @ParameterizedTest
    @CsvSource({
        "503, 3, it is sealed or in maintenance (3 attempts)",
        "500, 3, answers 500 (3 attempts)",
        "429, 3, too many requests (3 attempts)",
        "412, 3, answers 412 (3 attempts)",
        "403, 1, 'the token is not accepted, or its policy does not allow to decrypt'",
        "404, 1, the transit engine is not mounted there",
        "301, 1, a redirect",
        "302, 1, a redirect",
        "307, 1, a redirect",
        "204, 1, answers 204",
        "418, 1, answers 418"
    })
    void unwrap_status_isUnavailableForItsReason(int status, int attempts, String message) {
        answering(aResponse()
                .withStatus(status)
                .withHeader("Location", "https://elsewhere.example")
                .withBody(ERRORS));
        StoreException error = failure(provider.unwrap(CONTEXT, wrapped));
        assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(error).hasMessageContaining(message).hasMessageStartingWith("Vault at http://127.0.0.1");
        VAULT.server().verify(attempts, anyRequestedFor(anyUrl()));
    }

    @Test
    void unwrap_badRequestOfVaultsOwn_isWrongKey() {
        answering(aResponse().withStatus(400).withBody(ERRORS));
        assertThat(failure(provider.unwrap(CONTEXT, wrapped)).kind()).isEqualTo(Kind.WRONG_KEY);
        assertThat(failure(provider.wrap(CONTEXT, key)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad Request</html>", "{}", "{\"errors\":\"x\"}", "{\"errors\":[1]}", "[]"})
    void unwrap_badRequestOfSomethingElse_isUnavailable(String body) {
        answering(aResponse().withStatus(400).withBody(body));
        assertThat(failure(provider.unwrap(CONTEXT, wrapped)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "[]",
                "{}",
                "{\"data\":null}",
                "{\"data\":{}}",
                "{\"data\":{\"ciphertext\":7,\"plaintext\":7}}",
                "{\"data\":{\"ciphertext\":\"\",\"plaintext\":\"\"}}",
                "{\"data\":{\"ciphertext\":\"vault:v0:AAAA\",\"plaintext\":\"AAAA\"}}",
                "{\"data\":{\"ciphertext\":\"vault:v1:AAAA\\nAAAA\",\"plaintext\":\"****\"}}",
                "{\"data\":{\"ciphertext\":\"v1:AAAA\",\"plaintext\":\"AAAA\"}} x"
            })
    void provider_answerThatIsNone_isUnavailable(String body) {
        answering(aResponse().withBody(body));
        for (Mono<?> call : new Mono<?>[] {provider.wrap(CONTEXT, key), provider.unwrap(CONTEXT, wrapped)}) {
            StoreException error = failure(call);
            assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(error).hasMessageContaining("no answer of Vault's transit engine");
        }
    }

    @Test
    void unwrap_503ThenAnswer_succeeds() {
        VAULT.server()
                .stubFor(any(anyUrl())
                        .atPriority(1)
                        .inScenario("sealed")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(aResponse().withStatus(503).withBody("{\"errors\":[\"Vault is sealed\"]}"))
                        .willSetStateTo("open"));
        assertThat(get(provider.unwrap(CONTEXT, wrapped)).toBytes()).isEqualTo(key.toBytes());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void unwrap_brokenConnection_isRepeatedThenUnavailable(Fault fault) {
        answering(aResponse().withFault(fault));
        StoreException error = failure(provider.unwrap(CONTEXT, wrapped));
        assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(error).hasMessageContaining("does not answer").hasMessageContaining("3 attempts");
    }

    @Test
    void unwrap_nobodyListens_isUnavailable() {
        FakeVault gone = new FakeVault();
        KeyProvider left = gone.provider();
        gone.close();
        assertThat(failure(left.unwrap(CONTEXT, wrapped)))
                .hasMessageContaining("does not answer: ConnectException (3 attempts)");
    }

    @Test
    void unwrap_noAnswerInTime_isUnavailable() {
        answering(aResponse().withFixedDelay(60_000));
        StoreException error = failure(impatient().unwrap(CONTEXT, wrapped));
        assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void unwrap_bodyThatDrips_isCutOff() {
        answering(aResponse().withBody("x".repeat(1_000)).withChunkedDribbleDelay(500, 60_000));
        StoreException error = failure(impatient().unwrap(CONTEXT, wrapped));
        assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(error).hasMessageContaining("does not answer in time");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 503})
    void unwrap_oversizedAnswer_isCutOffAndNotRepeated(int status) {
        answering(aResponse().withStatus(status).withBody("x".repeat(64 * 1024 + 1)));
        assertThat(failure(provider.unwrap(CONTEXT, wrapped))).hasMessageContaining("more than 65536 bytes");
        VAULT.server().verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void provider_moreCallsThanMayBeUnderWay_answersAllEvenAfterFailures() {
        answering(aResponse().withStatus(503));
        Flux.range(0, 30)
                .flatMap(i -> provider.unwrap(CONTEXT, wrapped).materialize(), 30)
                .collectList()
                .block(Duration.ofSeconds(60));
        VAULT.server().resetRequests();
        VAULT.server().removeStub(VAULT.server().getStubMappings().get(0));
        assertThat(Flux.range(0, 30)
                        .flatMap(i -> provider.unwrap(CONTEXT, wrapped), 30)
                        .count()
                        .block(Duration.ofSeconds(60)))
                .isEqualTo(30);
    }

    @Test
    void errors_ofEveryKind_showNeitherTokenNorKey() {
        answering(aResponse()
                .withStatus(403)
                .withBody("{\"errors\":[\"" + FakeVault.TOKEN + "\"],\"data\":{\"plaintext\":\"secret\"}}"));
        StringWriter trace = new StringWriter();
        failure(provider.unwrap(CONTEXT, wrapped)).printStackTrace(new PrintWriter(trace));
        answering(aResponse().withBody("{\"data\":{\"plaintext\":\"" + FakeVault.TOKEN + "\"}}"));
        failure(provider.unwrap(CONTEXT, wrapped)).printStackTrace(new PrintWriter(trace));
        failure(with(() -> FakeVault.TOKEN + "\r\nX-Other: 1").wrap(CONTEXT, key))
                .printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .doesNotContain(FakeVault.TOKEN)
                .doesNotContain("plaintext")
                .doesNotContain(wrapped.text());
        assertThat(provider.toString()).doesNotContain(FakeVault.TOKEN);
    }

    @Test
    void token_noneOrImpossible_isUnavailable() {
        for (String token : new String[] {"", " ", "a b", "a\nb", "ü", "x".repeat(8 * 1024 + 1), null}) {
            assertThat(failure(with(() -> token).wrap(CONTEXT, key)))
                    .hasMessage("the source of the token for Vault gave none, or one that cannot be sent");
        }
    }

    @Test
    void token_sourceThatFails_isUnavailableWithoutItsWords() {
        KeyProvider failing = with(() -> {
            throw new IllegalStateException("hvs.secret");
        });
        assertThat(failure(failing.wrap(CONTEXT, key)))
                .hasMessage("the source of the token for Vault failed with IllegalStateException")
                .hasNoCause();
    }

    @Test
    void wrap_closedKey_failsBeforeAnythingIsSent() {
        key.close();
        VAULT.server().resetRequests();
        assertThat(provider.wrap(CONTEXT, key)
                        .materialize()
                        .block(Duration.ofSeconds(10))
                        .getThrowable())
                .isInstanceOf(IllegalStateException.class);
        VAULT.server().verify(0, anyRequestedFor(anyUrl()));
    }

    private KeyProvider with(Supplier<String> token) {
        return VaultTransitKeys.of(
                URI.create("http://127.0.0.1:" + VAULT.server().port()), "wallets", token, FakeVault.OPTIONS);
    }

    private KeyProvider impatient() {
        return VAULT.provider(FakeVault.OPTIONS
                .withRetries(1, Duration.ofMillis(1), Duration.ofMillis(1))
                .withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(400), Duration.ofSeconds(60)));
    }

    private void answering(ResponseDefinitionBuilder response) {
        VAULT.server().resetRequests();
        VAULT.server().stubFor(any(anyUrl()).atPriority(1).willReturn(response));
    }

    private static StoreException failure(Mono<?> call) {
        return catchThrowableOfType(StoreException.class, () -> get(call));
    }
}
