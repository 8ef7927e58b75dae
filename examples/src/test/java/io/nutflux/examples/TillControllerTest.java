package io.nutflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The README's service, run by Spring Boot and called over HTTP. */
class TillControllerTest {

    @EnableAutoConfiguration
    @Import({TillController.class, WalletConfiguration.class})
    static class Service {}

    @TempDir
    Path home;

    private ServiceRun service;

    @BeforeEach
    void start() {
        service = new ServiceRun(Service.class, home);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void redeem_answersEachOrder_alsoAfterARestart() throws IOException, InterruptedException {
        String orders = order("1", service.mint().token(64)) + order("2", "nonsense");

        assertThat(post(orders).lines())
                .containsExactlyInAnyOrder(
                        "{\"number\":\"1\",\"outcome\":\"received 64 sat\"}",
                        "{\"number\":\"2\",\"outcome\":\"Invalid\"}");
        service.stop();
        service.start();
        assertThat(post(orders).lines()).contains("{\"number\":\"1\",\"outcome\":\"received 64 sat\"}");
        assertThat(service.mint().requests("/v1/swap")).isEqualTo(1);
    }

    private static String order(String number, String token) {
        return "{\"number\":\"" + number + "\",\"token\":\"" + token + "\"}\n";
    }

    private String post(String orders) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.at("/redeem"))
                .header("content-type", "application/x-ndjson")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(orders))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
