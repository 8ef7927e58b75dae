package io.nutflux.examples;

import static org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE;

import io.nutflux.CashuWallet;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

// What is between the marks stands in README.md, word for word; ReadmeTest holds that.
// readme: begin
@RestController
class TillController {

    record Order(String number, String token) {}

    record Answer(String number, String outcome) {}

    private final CashuWallet wallet;

    TillController(CashuWallet wallet) {
        this.wallet = wallet;
    }

    /** Orders in, answers out as the mints give them. The same order again gets its first answer. */
    @PostMapping(path = "/redeem", consumes = APPLICATION_NDJSON_VALUE, produces = APPLICATION_NDJSON_VALUE)
    Flux<Answer> redeem(@RequestBody Flux<Order> orders) {
        return wallet.redeem(orders.map(order -> new RedeemRequest(order.number(), order.token())))
                .map(result -> new Answer(result.key(), words(result)));
    }

    private static String words(RedeemResult result) {
        return result instanceof RedeemResult.Redeemed it
                ? "received " + it.amount() + " " + it.unit()
                : result.getClass().getSimpleName();
    }
}
// readme: end
