package io.nutflux.examples;

import static org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE;

import io.nutflux.CashuWallet;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

// What is between the marks stands in README.md, word for word; ReadmeTest holds that.
// readme: begin
@RestController
class TillController {

    record Order(String number, String token) {}

    record Answer(String number, String outcome) {}

    /** The shop's own books; marking an order paid that is marked already changes nothing. */
    interface Orders {

        Mono<Void> markPaid(String number, Amount amount, CurrencyUnit unit);
    }

    private final CashuWallet wallet;
    private final Orders orders;

    TillController(CashuWallet wallet, Orders orders) {
        this.wallet = wallet;
        this.orders = orders;
    }

    /** Orders in, answers out as the mints give them. The same order again gets its first outcome. */
    @PostMapping(path = "/redeem", consumes = APPLICATION_NDJSON_VALUE, produces = APPLICATION_NDJSON_VALUE)
    Flux<Answer> redeem(@RequestBody Flux<Order> incoming) {
        return wallet.redeem(incoming.map(order -> new RedeemRequest(order.number(), order.token())))
                .concatMap(result -> booked(result).thenReturn(new Answer(result.key(), words(result))));
    }

    /** Booked once under the order's number, replayed or not: the answer to the first time may have been lost. */
    private Mono<Void> booked(RedeemResult result) {
        return result instanceof RedeemResult.Redeemed paid
                ? orders.markPaid(paid.key(), paid.amount(), paid.unit())
                : Mono.empty();
    }

    private static String words(RedeemResult result) {
        if (result instanceof RedeemResult.Redeemed paid) {
            return "received " + paid.amount() + " " + paid.unit();
        } else if (result instanceof RedeemResult.Pending) {
            return "not known yet: ask again with the same order";
        } else if (result instanceof RedeemResult.Duplicate) {
            // Its money, if any, belongs to the order that brought it first.
            return "this token came before, for another order";
        } else if (result instanceof RedeemResult.AlreadySpent) {
            return "this token is spent";
        } else if (result instanceof RedeemResult.Refused refused) {
            return "not taken: " + refused.reason() + (refused.retryable() ? ", try again later" : "");
        }
        return "this is no money";
    }
}
// readme: end
