package io.nutflux.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.testmint.Fault;
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

/** The README's service that answers before the mint does, run by Spring Boot and called over HTTP. */
class CounterControllerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @EnableAutoConfiguration
    @Import({CounterController.class, WalletConfiguration.class})
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
    void pay_mintIsAway_isAcceptedAndRedeemedWhenItIsBack_alsoAfterARestart() throws Exception {
        service.mint().faults().on("/v1/keysets").always(Fault.statusBefore(503));
        String token = service.mint().token(64);

        HttpResponse<String> paid = pay("1", token);
        assertThat(paid.statusCode()).isEqualTo(202);
        assertThat(pay("1", token).statusCode()).as("the same again").isEqualTo(202);
        assertThat(pay("1", service.mint().token(8)).statusCode())
                .as("another for the same order")
                .isEqualTo(422);
        assertThat(pay("2", "nonsense").statusCode()).isEqualTo(422);
        assertThat(outcome("1").statusCode()).isEqualTo(202);
        assertThat(outcome("3").statusCode()).isEqualTo(404);

        service.stop();
        service.mint().faults().calm();
        service.start();
        await().atMost(PATIENCE).until(() -> outcome("1").statusCode() == 200);
        assertThat(outcome("1").body()).isEqualTo("received 64 sat");
        assertThat(pay("1", token).statusCode()).isEqualTo(202);
        assertThat(service.mint().requests("/v1/swap")).isEqualTo(1);
    }

    private HttpResponse<String> pay(String order, String token) throws IOException, InterruptedException {
        return send(
                request(order).header("content-type", "text/plain").PUT(HttpRequest.BodyPublishers.ofString(token)));
    }

    private HttpResponse<String> outcome(String order) throws IOException, InterruptedException {
        return send(request(order).GET());
    }

    private HttpRequest.Builder request(String order) {
        return HttpRequest.newBuilder(service.at("/payments/" + order)).timeout(PATIENCE);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
