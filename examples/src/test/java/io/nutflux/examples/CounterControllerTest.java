package io.nutflux.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.testmint.Fault;
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

/** The README's service that answers before the mint does, run by Spring Boot and called over HTTP. */
class CounterControllerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @EnableAutoConfiguration
    @Import({CounterController.class, WalletConfiguration.class})
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
    void pay_mintIsAway_isAcceptedAndRedeemedWhenItIsBack_alsoAfterARestart() throws Exception {
        mint.faults().on("/v1/keysets").always(Fault.statusBefore(503));
        String token = mint.token(64);

        HttpResponse<String> paid = pay("1", token);
        assertThat(paid.statusCode()).isEqualTo(202);
        assertThat(pay("1", token).statusCode()).as("the same again").isEqualTo(202);
        assertThat(pay("1", mint.token(8)).statusCode())
                .as("another for the same order")
                .isEqualTo(422);
        assertThat(pay("2", "nonsense").statusCode()).isEqualTo(422);
        assertThat(outcome("1").statusCode()).isEqualTo(202);
        assertThat(outcome("3").statusCode()).isEqualTo(404);

        service.close();
        mint.faults().calm();
        service = startService();
        await().atMost(PATIENCE).until(() -> outcome("1").statusCode() == 200);
        assertThat(outcome("1").body()).isEqualTo("received 64 sat");
        assertThat(pay("1", token).statusCode()).isEqualTo(202);
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
    }

    private HttpResponse<String> pay(String order, String token) throws IOException, InterruptedException {
        return send(
                request(order).header("content-type", "text/plain").PUT(HttpRequest.BodyPublishers.ofString(token)));
    }

    private HttpResponse<String> outcome(String order) throws IOException, InterruptedException {
        return send(request(order).GET());
    }

    private HttpRequest.Builder request(String order) {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/payments/" + order))
                .timeout(PATIENCE);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
