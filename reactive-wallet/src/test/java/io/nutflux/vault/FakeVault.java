package io.nutflux.vault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.nutflux.crypto.Randomness;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A transit engine that behaves as Vault's does, over WireMock, which adds what goes wrong. */
final class FakeVault implements AutoCloseable {

    static final String TOKEN = "hvs.token-of-the-test";

    /** Few and short, so that a test of failures is one of them and not of patience. */
    static final VaultTransitOptions OPTIONS = VaultTransitOptions.defaults()
            .withRetries(3, Duration.ofMillis(1), Duration.ofMillis(2))
            .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(60));

    private final JsonMapper json = new JsonMapper();
    private final List<byte[]> keys = new ArrayList<>();
    private final WireMockServer server;
    private int sealed;
    private boolean tellsVersions = true;

    FakeVault() {
        server = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .jettyStopTimeout(1L)
                .extensions(new Transit()));
        server.start();
        reset();
    }

    /** As it was in the beginning, with a new key. */
    synchronized void reset() {
        keys.clear();
        rotate();
        tellsVersions = true;
        server.resetAll();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withTransformers("transit")));
    }

    WireMockServer server() {
        return server;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** A provider of the transit key {@code wallets}. */
    VaultTransitKeys provider() {
        return provider(OPTIONS);
    }

    VaultTransitKeys provider(VaultTransitOptions options) {
        return VaultTransitKeys.of(address(), "wallets", () -> TOKEN, options);
    }

    /** Adds a version of the key. */
    synchronized void rotate() {
        byte[] key = new byte[32];
        Randomness.secure().fill(key);
        keys.add(key);
    }

    synchronized void hideVersions() {
        tellsVersions = false;
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Transit implements ResponseDefinitionTransformerV2 {
        @Override
        public String getName() {
            return "transit";
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            return answer(event.getRequest());
        }
    }

    private synchronized ResponseDefinition answer(Request request) {
        if (!TOKEN.equals(request.getHeader("X-Vault-Token"))) {
            return error(403, "permission denied");
        }
        return switch (request.getMethod() + " " + request.getUrl()) {
            case "POST /v1/transit/encrypt/wallets" -> encrypt(json.readTree(request.getBody()));
            case "POST /v1/transit/decrypt/wallets" -> decrypt(json.readTree(request.getBody()));
            case "GET /v1/transit/keys/wallets" ->
                tellsVersions
                        ? data(Map.of("type", "aes256-gcm96", "latest_version", keys.size()))
                        : error(403, "1 error occurred:\n\t* permission denied\n\n");
            default -> error(404, "no handler for route");
        };
    }

    private ResponseDefinition encrypt(JsonNode body) {
        byte[] nonce = ByteBuffer.allocate(12).putInt(8, ++sealed).array();
        byte[] ciphertext =
                Gcm.crypt(true, keys.get(keys.size() - 1), nonce, associated(body), bytes(body, "plaintext"));
        return data(Map.of(
                "ciphertext",
                "vault:v" + keys.size() + ":" + Base64.getEncoder().encodeToString(Gcm.concat(nonce, ciphertext)),
                "key_version",
                keys.size()));
    }

    private ResponseDefinition decrypt(JsonNode body) {
        try {
            String text = body.get("ciphertext").asString();
            int colon = text.indexOf(':', "vault:v".length());
            int version = Integer.parseInt(text.substring("vault:v".length(), colon));
            byte[] sealed = Base64.getDecoder().decode(text.substring(colon + 1));
            byte[] plain = Gcm.crypt(
                    false,
                    keys.get(version - 1),
                    Arrays.copyOf(sealed, 12),
                    associated(body),
                    Arrays.copyOfRange(sealed, 12, sealed.length));
            return data(Map.of("plaintext", Base64.getEncoder().encodeToString(plain)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return error(400, "cipher: message authentication failed");
        }
    }

    private static byte[] associated(JsonNode body) {
        return bytes(body, "associated_data");
    }

    private static byte[] bytes(JsonNode body, String field) {
        return Base64.getDecoder().decode(body.get(field).asString());
    }

    private ResponseDefinition data(Map<String, Object> data) {
        return json(200, Map.of("request_id", "x", "lease_duration", 0, "data", data, "mount_type", "transit"));
    }

    private ResponseDefinition error(int status, String message) {
        return json(status, Map.of("errors", List.of(message)));
    }

    private ResponseDefinition json(int status, Object body) {
        return ResponseDefinitionBuilder.responseDefinition()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(json.writeValueAsString(body))
                .build();
    }
}
