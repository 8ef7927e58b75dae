package io.nutflux.perf.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nutflux.model.Amount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @Test
    void parse_list_keepsItsOrder() {
        assertThat(Amounts.parse("4,1,2").values()).containsExactly(4L, 1L, 2L);
    }

    @Test
    void parse_timesForm_repeatsTheAmount() {
        assertThat(Amounts.parse("3x16").values()).containsExactly(16L, 16L, 16L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "0", "-1", "", "1,", "2x3", "0x4", "x4"})
    void parse_whatNoDenominationIs_refuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.parse(text));
    }

    @Test
    void total_ofTheDefault_is255() {
        assertThat(Amounts.DEFAULT.total()).isEqualTo(Amount.of(255));
    }
}
