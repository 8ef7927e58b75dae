package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NUT-02, with its published vectors. */
class KeysetIdsTest {

    private static final String V1_FOUR = "00456a94ab4e1c46";
    private static final String V2_FOUR = "015ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a";

    /** 02.10. */
    @ParameterizedTest
    @CsvSource({"four, 00456a94ab4e1c46", "sixty-four, 000f01df73ea149a"})
    void v1_vector_givesId(String keys, String id) {
        Keyset keyset = keyset(keys, id, "sat", 0, null);

        assertThat(KeysetIds.v1(keyset)).isEqualTo(keyset.id());
        assertThat(KeysetIds.isTrue(keyset)).isTrue();
    }

    /** 02.9. */
    @ParameterizedTest
    @CsvSource({
        "four, 100, 2059210353, 015ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a",
        "sixty-four, 0, 2059210353, 01ab6aa4ff30390da34986d84be5274b48ad7a74265d791095bfc39f4098d9764f",
        "sixty-four, 0, , 012fbb01a4e200c76df911eeba3b8fe1831202914b24664f4bccbd25852a6708f8"
    })
    void v2_vector_givesId(String keys, long fee, @Nullable Long expiry, String id) {
        Keyset keyset = keyset(keys, id, "sat", fee, expiry);

        assertThat(KeysetIds.v2(keyset)).isEqualTo(keyset.id());
        assertThat(KeysetIds.isTrue(keyset)).isTrue();
    }

    /** 02.11: nothing is appended for zero. */
    @Test
    void v2_expiryZero_isAsAbsent() {
        assertThat(KeysetIds.v2(keyset("four", V2_FOUR, "sat", 0, 0L)))
                .isEqualTo(KeysetIds.v2(keyset("four", V2_FOUR, "sat", 0, null)));
    }

    @Test
    void v2_unitInUpperCase_entersInLowerCase() {
        assertThat(KeysetIds.v2(keyset("four", V2_FOUR, "SAT", 100, 2059210353L)))
                .isEqualTo(new KeysetId(V2_FOUR));
    }

    /** 02.12: any field that differs gives another id. */
    @Test
    void isTrue_changedField_isFalse() {
        assertThat(KeysetIds.isTrue(keyset("four", V2_FOUR, "sat", 101, 2059210353L)))
                .isFalse();
        assertThat(KeysetIds.isTrue(keyset("four", V2_FOUR, "sat", 100, 2059210354L)))
                .isFalse();
        assertThat(KeysetIds.isTrue(keyset("four", V2_FOUR, "usd", 100, 2059210353L)))
                .isFalse();
        assertThat(KeysetIds.isTrue(keyset("sixty-four", V2_FOUR, "sat", 100, 2059210353L)))
                .isFalse();
        assertThat(KeysetIds.isTrue(keyset("sixty-four", V1_FOUR, "sat", 0, null)))
                .isFalse();
    }

    /** 02.13, and short forms, which name no keyset. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "015ba18a8adcd02e",
                "02456a94ab4e1c46",
                "025ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a",
                "005ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a"
            })
    void isTrue_shortOrUnknownId_isFalse(String id) {
        assertThat(KeysetIds.isTrue(keyset("four", id, "sat", 100, 2059210353L)))
                .isFalse();
    }

    private static Keyset keyset(String keys, String id, String unit, long fee, @Nullable Long expiry) {
        return Keyset.of(new KeysetInfo(new KeysetId(id), new CurrencyUnit(unit), true, fee, expiry), keys(keys));
    }

    private static Map<Amount, CurvePoint> keys(String name) {
        try (InputStream in =
                Objects.requireNonNull(KeysetIdsTest.class.getResourceAsStream("keys-" + name + ".txt"))) {
            Map<Amount, CurvePoint> keys = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                String[] parts = line.split(" ", 2);
                keys.put(Amount.parse(parts[0]), CurvePoint.fromHex(parts[1]));
            });
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
