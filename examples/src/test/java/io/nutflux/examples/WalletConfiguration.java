package io.nutflux.examples;

import io.nutflux.CashuWallet;
import io.nutflux.WalletOptions;
import io.nutflux.crypto.Mnemonic;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.MintUrl;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.vault.KeyProvider;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// readme: begin
@Configuration
class WalletConfiguration {

    @Bean
    CashuWallet wallet(
            @Value("${wallet.file}") Path file,
            @Value("${wallet.password}") String password,
            @Value("${wallet.words}") String words,
            @Value("${wallet.mint}") String mint) {
        WalletOptions options =
                WalletOptions.defaults().withRedeem(redeem -> redeem.policy(AdmissionPolicy.of(MintUrl.of(mint))));
        return SqliteStore.open(file, KeyProvider.password(password.toCharArray()))
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
