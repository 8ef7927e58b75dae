package io.nutflux.examples;

import static org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE;

import io.nutflux.CashuWallet;
import io.nutflux.WalletOptions;
import io.nutflux.crypto.Mnemonic;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.sql.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

// What is between the two marks stands in README.md, word for word; ReadmeTest holds that.
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

@Configuration
class WalletConfiguration {

    @Bean
    CashuWallet wallet(
            @Value("${wallet.file}") Path file,
            @Value("${wallet.words}") String words,
            @Value("${wallet.mint}") String mint) {
        WalletOptions options = WalletOptions.defaults()
                .withRedeem(redeem -> redeem.policy(AdmissionPolicy.of(MintUrl.of(mint))));
        return SqliteStore.open(file)
                .flatMap(store -> CashuWallet.builder()
                        .store(store)
                        .seed(Mnemonic.parse(words).toSeed(""))
                        .options(options)
                        .open())
                .block();
    }

    /** Lets what is on its way to a mint end before the service does. */
    @Bean
    DisposableBean closing(CashuWallet wallet) {
        return () -> wallet.close(Duration.ofSeconds(20)).block();
    }
}
// readme: end
