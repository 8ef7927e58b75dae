package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresOptionsTest {

    private static final String URL = "r2dbc:postgresql://alice:s3cret%21@db.example:5433/wallets?sslMode=require";

    @Test
    void toString_showsThePlace_notUserOrPassword() {
        assertThat(PostgresOptions.of(URL).toString())
                .contains("db.example:5433/wallets")
                .contains("poolSize=10")
                .doesNotContain("alice")
                .doesNotContain("s3cret");
    }

    @Test
    void mutate_startsFromTheseOptions() {
        PostgresOptions options = PostgresOptions.builder(URL)
                .poolSize(3)
                .maxCommands(4)
                .acquireTimeout(Duration.ofSeconds(5))
                .statementTimeout(Duration.ofSeconds(6))
                .lockTimeout(Duration.ofSeconds(7))
                .outcomeTimeout(Duration.ofSeconds(8))
                .migrate(false)
                .build();
        assertThat(options.mutate().build().toString()).isEqualTo(options.toString());
        assertThat(options.mutate().poolSize(9).build().poolSize()).isEqualTo(9);
        assertThat(options.poolSize()).isEqualTo(3);
        assertThat(options.migrate()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:postgresql://alice:s3cret@h/d",
                "r2dbc:mysql://alice:s3cret@h/d",
                "r2dbc:postgresql://alice:s3cret@h",
                "r2dbc:postgresql://alice:s3cret@h/",
                "r2dbc:postgresql:///d",
                "r2dbc:postgresql://alice:s3cret^@h:x y/d"
            })
    void url_thatIsNone_refusedWithoutShowingIt(String url) {
        assertThatThrownBy(() -> PostgresOptions.of(url)).isInstanceOfSatisfying(IllegalArgumentException.class, e -> {
            assertThat(e).hasMessageNotContaining("s3cret");
            assertThat(e.getCause()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r2dbc:postgresql://alice:s3cret@db.example/d",
                "r2dbc:postgresql://alice:s3cret@10.0.0.5:5432/d",
                "r2dbc:postgresql://alice:s3cret@localhost.example/d",
                "r2dbc:postgresql://alice:s3cret@127.0.0.1.example/d",
                "r2dbc:postgresql://alice:s3cret@127.0.0.1,db.example/d",
                "r2dbc:postgresql://alice:s3cret@db.example/d?sslMode=disable",
                "r2dbc:postgresql://alice:s3cret@db.example/d?sslMode=allow",
                "r2dbc:postgresql://alice:s3cret@db.example/d?sslMode=PREFER",
                "r2dbcs:postgresql://alice:s3cret@db.example/d?sslMode=prefer"
            })
    void url_ofADatabaseElsewhereWithoutTls_refusedUnlessAllowed(String url) {
        assertThatThrownBy(() -> PostgresOptions.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sslMode=verify-full")
                .hasMessageNotContaining("s3cret");
        PostgresOptions allowed =
                PostgresOptions.builder(url).allowPlaintext(true).build();
        assertThat(allowed.allowPlaintext()).isTrue();
        assertThat(allowed.mutate().poolSize(2).build().allowPlaintext()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r2dbc:postgresql://alice:s3cret@db.example/d?sslMode=require",
                "r2dbc:postgresql://alice:s3cret@db.example/d?sslMode=verify-ca",
                "r2dbc:postgresql://alice:s3cret@db.example/d?sslMode=VERIFY_FULL",
                "r2dbc:postgresql://alice:s3cret@db.example/d?schema=s&sslMode=verify-full&sslRootCert=ca.pem",
                "r2dbcs:postgresql://alice:s3cret@db.example/d",
                "r2dbc:postgresql://alice:s3cret@localhost/d",
                "r2dbc:postgresql://alice:s3cret@127.0.0.2:5433/d",
                "r2dbc:postgresql://alice:s3cret@[::1]:5433/d",
                "r2dbc:postgresql://alice:s3cret@db.example/d?socket=/run/postgresql/.s.PGSQL.5432"
            })
    void url_withTlsOrOnThisMachine_accepted(String url) {
        assertThat(PostgresOptions.of(url).allowPlaintext()).isFalse();
    }

    @Test
    void values_outOfRange_refused() {
        PostgresOptions.Builder builder = PostgresOptions.builder(URL);
        assertThatThrownBy(() -> builder.poolSize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.poolSize(1_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxCommands(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.lockTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.acquireTimeout(Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
