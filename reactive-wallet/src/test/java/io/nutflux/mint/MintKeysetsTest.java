package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** 00.35, 00.36, 02.4, 02.6. */
class MintKeysetsTest {

    private static final long NOW = 1_800_000_000;
    private static final long DAY = 86_400;
    private static final String TAIL = "0".repeat(50);

    @Test
    void meantBy_fullId_isItselfIfKnown() {
        Keyset keyset = keyset("00aaaaaaaaaaaaaa", 0, null);
        assertThat(of(keyset).meantBy(keyset.id())).containsExactly(keyset.id());
        assertThat(of(keyset).meantBy(new KeysetId("00bbbbbbbbbbbbbb"))).isEmpty();
    }

    @Test
    void meantBy_shortId_isEveryFullIdThatItBegins() {
        Keyset one = keyset("01aaaaaaaaaaaaaa" + TAIL, 0, null);
        Keyset two = keyset("01aaaaaaaaaaaaaa" + TAIL.substring(1) + "1", 0, null);
        Keyset other = keyset("01bbbbbbbbbbbbbb" + TAIL, 0, null);
        KeysetId id = new KeysetId("01aaaaaaaaaaaaaa");
        assertThat(of(one, other).meantBy(id)).containsExactly(one.id());
        assertThat(of(two, one, other).meantBy(id)).containsExactly(one.id(), two.id());
        assertThat(of(other).meantBy(id)).isEmpty();
    }

    @Test
    void forOutputs_takesTheLowestFeeThenTheLatestExpiry() {
        Keyset dear = keyset("00aaaaaaaaaaaaaa", 200, null);
        Keyset cheapEndsSoon = keyset("00bbbbbbbbbbbbbb", 100, NOW + 2 * DAY);
        Keyset cheapEndsLate = keyset("00cccccccccccccc", 100, NOW + 9 * DAY);
        Keyset cheapForEver = keyset("00dddddddddddddd", 100, 0L);
        assertThat(chosen(dear, cheapEndsSoon, cheapEndsLate, cheapForEver)).isEqualTo(cheapForEver);
        assertThat(chosen(dear, cheapEndsSoon, cheapEndsLate)).isEqualTo(cheapEndsLate);
        assertThat(chosen(dear, cheapEndsSoon)).isEqualTo(cheapEndsSoon);
        assertThat(chosen(dear)).isEqualTo(dear);
    }

    @Test
    void forOutputs_inactiveEndingOrOfAnotherUnit_isNotTaken() {
        Keyset good = keyset("00aaaaaaaaaaaaaa", 0, null);
        assertThat(chosen(good.withInfo(good.info().withActive(false)))).isNull();
        assertThat(chosen(keyset("00aaaaaaaaaaaaaa", 0, NOW + DAY))).isNull();
        assertThat(chosen(keyset("00aaaaaaaaaaaaaa", 0, NOW + DAY + 1))).isNotNull();
        assertThat(of(good).forOutputs(new CurrencyUnit("usd"), NOW)).isEmpty();
    }

    @Test
    void forOutputs_withoutKeysAtHand_isNotTaken() {
        Keyset keyset = keyset("00aaaaaaaaaaaaaa", 0, null);
        assertThat(MintKeysets.of(List.of(keyset.info()), List.of()).forOutputs(CurrencyUnit.SAT, NOW))
                .isEmpty();
    }

    private static @Nullable Keyset chosen(Keyset... keysets) {
        return of(keysets).forOutputs(CurrencyUnit.SAT, NOW).orElse(null);
    }

    private static MintKeysets of(Keyset... keysets) {
        return MintKeysets.of(Arrays.stream(keysets).map(Keyset::info).toList(), List.of(keysets));
    }

    private static Keyset keyset(String id, long fee, @Nullable Long expiry) {
        return Keyset.of(new KeysetInfo(new KeysetId(id), CurrencyUnit.SAT, true, fee, expiry), FakeMint.keysFrom(1));
    }
}
