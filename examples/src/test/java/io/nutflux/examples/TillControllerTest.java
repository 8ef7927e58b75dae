package io.nutflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.testmint.TestMint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The README's service, run by Spring Boot and called over HTTP. */
class TillControllerTest {

    @EnableAutoConfiguration
    @Import({TillController.class, WalletConfiguration.class})
    static class Service {}

    @TempDir
    Path home;

    private TestMint mint;
    private ConfigurableApplicationContext service;

    @BeforeEach
    void start() {
        mint = TestMint.start();
        service = startService();
    }

    @AfterEach
    void stop() {
        service.close();
        mint.close();
    }

    private ConfigurableApplicationContext startService() {
        return new SpringApplicationBuilder(Service.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(Map.of(
                        "server.port",
                        "0",
                        "server.address",
                        "127.0.0.1",
                        "wallet.file",
                        home.resolve("wallet.db").toString(),
                        "wallet.password",
                        "correct horse battery staple",
                        "wallet.words",
                        "half depart obvious quality work element tank gorilla view sugar picture humble",
                        "wallet.mint",
                        mint.url()))
                .run();
    }

    @Test
    void redeem_answersEachOrder_alsoAfterARestart() throws IOException, InterruptedException {
        String orders = order("1", mint.token(64)) + order("2", "nonsense");

        assertThat(post(orders).lines())
                .containsExactlyInAnyOrder(
                        "{\"number\":\"1\",\"outcome\":\"received 64 sat\"}",
                        "{\"number\":\"2\",\"outcome\":\"Invalid\"}");
        service.close();
        service = startService();
        assertThat(post(orders).lines()).contains("{\"number\":\"1\",\"outcome\":\"received 64 sat\"}");
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
    }

    private static String order(String number, String token) {
        return "{\"number\":\"" + number + "\",\"token\":\"" + token + "\"}\n";
    }

    private String post(String orders) throws IOException, InterruptedException {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/redeem"))
                .header("content-type", "application/x-ndjson")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(orders))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
