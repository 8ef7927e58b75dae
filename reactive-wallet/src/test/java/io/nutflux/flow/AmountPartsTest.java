package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AmountPartsTest {

    private static final Amount HALF = new Amount(Long.MIN_VALUE);

    private static List<List<Amount>> parts(Amount... amounts) {
        return AmountParts.of(Stream.of(amounts).toList(), Function.identity());
    }

    @Test
    void parts_ofNothing_areNone() {
        assertThat(parts()).isEmpty();
    }

    @Test
    void parts_thatFitSixtyFourBits_areOne() {
        assertThat(parts(HALF, Amount.of(1), Amount.of(Long.MAX_VALUE - 1)))
                .containsExactly(List.of(HALF, Amount.of(1), Amount.of(Long.MAX_VALUE - 1)));
    }

    @Test
    void parts_pastSixtyFourBits_areCutWhereTheSumWouldBe() {
        assertThat(parts(HALF, Amount.of(1), HALF, HALF, Amount.MAX, Amount.ZERO, Amount.of(1)))
                .containsExactly(
                        List.of(HALF, Amount.of(1)),
                        List.of(HALF),
                        List.of(HALF),
                        List.of(Amount.MAX, Amount.ZERO),
                        List.of(Amount.of(1)));
    }
}
