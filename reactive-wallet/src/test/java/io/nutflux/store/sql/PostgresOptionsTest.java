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
