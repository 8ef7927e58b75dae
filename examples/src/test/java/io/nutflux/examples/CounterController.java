package io.nutflux.examples;

import io.nutflux.CashuWallet;
import io.nutflux.error.WalletException;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

// What is between the marks stands in README.md, word for word; ReadmeTest holds that.
// readme: begin
@RestController
class CounterController {

    private final CashuWallet wallet;

    CounterController(CashuWallet wallet) {
        this.wallet = wallet;
    }

    /** 202 once the token is safely stored. The same again gets the same; 422 is for what is no token of ours. */
    @PutMapping("/payments/{order}")
    Mono<ResponseEntity<String>> pay(@PathVariable String order, @RequestBody String token) {
        return wallet.inbox()
                .accept(new RedeemRequest(order, token))
                .map(answer -> answer instanceof InboxAnswer.Declined declined
                        ? ResponseEntity.unprocessableContent().body(words(declined.why()))
                        : ResponseEntity.accepted().body("stored"))
                .onErrorResume(
                        WalletException.class,
                        full -> Mono.just(ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                                .body(full.getMessage())));
    }

    /** 200 with the outcome, 202 while there is none, 404 for an order that was never paid. */
    @GetMapping("/payments/{order}")
    Mono<ResponseEntity<String>> outcome(@PathVariable String order) {
        return wallet.outcome(order)
                .map(result -> result instanceof RedeemResult.Waiting || result instanceof RedeemResult.Pending
                        ? ResponseEntity.accepted().body("not yet")
                        : ResponseEntity.ok(words(result)))
                .defaultIfEmpty(ResponseEntity.notFound().build());
    }

    private static String words(RedeemResult result) {
        return result instanceof RedeemResult.Redeemed it
                ? "received " + it.amount() + " " + it.unit()
                : result.getClass().getSimpleName();
    }
}
// readme: end
