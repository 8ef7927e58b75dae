package io.nutflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/** The README's service, run by Spring Boot and called over HTTP. */
class TillControllerTest {

    @EnableAutoConfiguration
    @Import({TillController.class, WalletConfiguration.class, Books.class})
    static class Service {}

    /** Books in memory, which outlive the service. */
    static class Books implements TillController.Orders {

        private static final Map<String, String> PAID = new ConcurrentHashMap<>();

        private static final AtomicBoolean FAILING = new AtomicBoolean();

        @Override
        public Mono<Void> markPaid(String number, Amount amount, CurrencyUnit unit) {
            return Mono.fromRunnable(() -> {
                if (FAILING.get()) {
                    throw new IllegalStateException("the books cannot be written");
                }
                PAID.putIfAbsent(number, amount + " " + unit);
            });
        }
    }

    @TempDir
    Path home;

    private ServiceRun service;

    @BeforeEach
    void start() {
        Books.PAID.clear();
        Books.FAILING.set(false);
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
                        "{\"number\":\"2\",\"outcome\":\"this is no money\"}");
        service.stop();
        service.start();
        assertThat(post(orders).lines()).contains("{\"number\":\"1\",\"outcome\":\"received 64 sat\"}");
        assertThat(service.mint().requests("/v1/swap")).isEqualTo(1);
        assertThat(Books.PAID).containsExactly(Map.entry("1", "64 sat"));
    }

    /** The money came in, the service failed before it had booked it: the same order again is credited all the same. */
    @Test
    void redeem_bookingFailedTheFirstTime_isBookedByTheReplayedOutcome() throws IOException, InterruptedException {
        String token = service.mint().token(64);
        Books.FAILING.set(true);
        assertThat(statusOf(order("1", token)))
                .as("no answer that says received")
                .isNotEqualTo(200);
        assertThat(service.mint().requests("/v1/swap")).isEqualTo(1);
        assertThat(Books.PAID).isEmpty();

        Books.FAILING.set(false);
        assertThat(post(order("1", token)).lines())
                .containsExactly("{\"number\":\"1\",\"outcome\":\"received 64 sat\"}");
        assertThat(Books.PAID).containsExactly(Map.entry("1", "64 sat"));
        assertThat(service.mint().requests("/v1/swap")).isEqualTo(1);
    }

    @Test
    void redeem_sameTokenForTwoOrders_creditsTheFirstOnly() throws IOException, InterruptedException {
        String token = service.mint().token(64);
        post(order("1", token));
        assertThat(post(order("2", token)).lines())
                .containsExactly("{\"number\":\"2\",\"outcome\":\"this token came before, for another order\"}");
        assertThat(Books.PAID).containsOnlyKeys("1");
    }

    private static String order(String number, String token) {
        return "{\"number\":\"" + number + "\",\"token\":\"" + token + "\"}\n";
    }

    private String post(String orders) throws IOException, InterruptedException {
        HttpResponse<String> response = send(orders);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private int statusOf(String orders) throws IOException, InterruptedException {
        return send(orders).statusCode();
    }

    private HttpResponse<String> send(String orders) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.at("/redeem"))
                .header("content-type", "application/x-ndjson")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(orders))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
