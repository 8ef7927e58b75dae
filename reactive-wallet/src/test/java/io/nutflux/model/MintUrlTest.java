package io.nutflux.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One address of a mint, however it is written (protocol X.1). */
class MintUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://Mint.Example, https://mint.example",
        "HTTPS://mint.example:443/, https://mint.example",
        "https://mint.example/Bitcoin//, https://mint.example/Bitcoin",
        "http://mint.example:80/a, http://mint.example/a",
        "https://mint.example:8443, https://mint.example:8443",
        "https://mint.example/z%C3%BCrich, https://mint.example/z%C3%BCrich"
    })
    void url_inAnySpelling_hasOneForm(String text, String form) {
        assertThat(MintUrl.of(text).value()).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mint.example",
                "ftp://mint.example",
                "https://user@mint.example",
                "https://mint.example?a",
                "https://mint.example#a",
                "https://mint.example:0",
                "https://mint.example/zürich",
                "https://zürich.example",
                "https://mint.example/\u20ac"
            })
    void url_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> MintUrl.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void url_ofMoreThanItsLength_isRefused() {
        String longest = "https://mint.example/" + "a".repeat(MintUrl.MAX_LENGTH - 21);
        assertThat(MintUrl.of(longest).value()).hasSize(MintUrl.MAX_LENGTH);
        assertThatThrownBy(() -> MintUrl.of(longest + "a")).isInstanceOf(IllegalArgumentException.class);
    }
}
