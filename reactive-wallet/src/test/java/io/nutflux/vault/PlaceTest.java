package io.nutflux.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    @Test
    void of_oneKey_isTheRowAsItIs() {
        assertThat(Place.of("t", "c", "a/b%")).isEqualTo(new Place("t", "c", "a/b%"));
    }

    @Test
    void of_differentCompoundKeys_areDifferentRows() {
        List<String> parts = List.of("", "a", "/", "%", "a/", "/a", "%2F", "%25", "a%2Fb", "a/b");
        Set<Place> places = new HashSet<>();
        for (String first : parts) {
            for (String second : parts) {
                places.add(Place.of("t", "c", first, second));
                for (String third : parts) {
                    places.add(Place.of("t", "c", first, second, third));
                }
            }
        }
        assertThat(places).hasSize(100 + 1_000);
    }

    /** Each would become the same question mark in UTF-8. */
    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud800\ud800\udc00"})
    void place_halfACharacter_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Place(text, "c", "r"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Place("t", text, "r"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Place("t", "c", text));
    }

    @Test
    void place_wholeSurrogatePairs_areTaken() {
        assertThat(new Place("t", "c", "a\ud83d\ude00b").row()).hasSize(4);
    }
}
