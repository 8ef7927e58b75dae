package io.nutflux.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Hex;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader and the writer against RFC 8949, whose appendix A gives most of the examples. */
class CborTest {

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "10, 0a",
        "23, 17",
        "24, 1818",
        "25, 1819",
        "100, 1864",
        "255, 18ff",
        "256, 190100",
        "1000, 1903e8",
        "65535, 19ffff",
        "65536, 1a00010000",
        "1000000, 1a000f4240",
        "4294967295, 1affffffff",
        "4294967296, 1b0000000100000000",
        "1000000000000, 1b000000e8d4a51000",
        "9223372036854775808, 1b8000000000000000",
        "18446744073709551615, 1bffffffffffffffff"
    })
    void unsigned_isWrittenShortestAndRead(String value, String hex) {
        long bits = Long.parseUnsignedLong(value);

        assertThat(Hex.encode(new CborWriter().unsigned(bits).toBytes())).isEqualTo(hex);
        assertThat(reader(hex).amount("a").toString()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"'', 60", "a, 6161", "IETF, 6449455446", "'\"\\', 62225c", "ü, 62c3bc", "水, 63e6b0b4", "𐅑, 64f0908591"
    })
    void text_isWrittenAndRead(String text, String hex) {
        assertThat(Hex.encode(new CborWriter().text(text).toBytes())).isEqualTo(hex);
        assertThat(reader(hex).text("t")).isEqualTo(text);
    }

    @Test
    void strings_ofAnyLength_areWrittenAndRead() {
        for (int length : new int[] {0, 1, 23, 24, 255, 256, 1_000, 16_384}) {
            byte[] bytes = new byte[length];
            String text = "x".repeat(length);

            assertThat(new CborReader(new CborWriter().bytes(bytes).toBytes(), 0, DecodeLimits.defaults()).bytes("b"))
                    .isEqualTo(bytes);
            assertThat(new CborReader(new CborWriter().text(text).toBytes(), 0, DecodeLimits.defaults()).text("t"))
                    .isEqualTo(text);
        }
    }

    @Test
    void array_readsItsItems() {
        List<String> items = new ArrayList<>();
        CborReader in = reader("8301020318ff");
        in.array("x", () -> items.add(in.amount("x").toString()));

        assertThat(items).containsExactly("1", "2", "3");
        assertThat(in.amount("x")).hasToString("255");
        in.end();
    }

    @Test
    void map_givesItsKeysAndLeavesNullsOut() {
        List<String> keys = new ArrayList<>();
        CborReader in = reader("a5616101616202616cf661" + "40f7" + "6262620304");
        in.map("x", (key, value) -> keys.add(key + value.amount(key)));

        assertThat(keys).containsExactly("a1", "b2", "bb3");
        assertThat(in.amount("x")).hasToString("4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "1bffffffffffffffff",
                "20",
                "3903e7",
                "3bffffffffffffffff",
                "f90000",
                "f97e00",
                "fa47c35000",
                "fb7e37e43c8800759c",
                "f4",
                "f5",
                "f6",
                "f7",
                "f0",
                "f8ff",
                "c074323031332d30332d32315432303a30343a30305a",
                "c11a514b67b0",
                "d74401020304",
                "d818456449455446",
                "c249010000000000000000",
                "40",
                "4401020304",
                "60",
                "6449455446",
                "80",
                "83010203",
                "8301820203820405",
                "a0",
                "a201020304",
                "a26161016162820203",
                "5f42010243030405ff",
                "7f657374726561646d696e67ff",
                "5fff",
                "9fff",
                "9f018202039f0405ffff",
                "bfff",
                "bf61610161629f0203ffff",
                "826161bf61626163ff",
                "98020102",
                "b900010102"
            })
    void skip_wellFormedItem_endsBehindIt(String hex) {
        CborReader in = reader(hex + "17");
        in.skip();

        assertThat(in.amount("after")).hasToString("23");
        in.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "18",
                "19ff",
                "1a0000",
                "1b",
                "1c",
                "1d",
                "1e",
                "1f",
                "3c",
                "3f",
                "5c",
                "7d",
                "9e",
                "bc",
                "dc",
                "df",
                "fc",
                "fd",
                "fe",
                "ff",
                "f8",
                "f800",
                "f81f",
                "f900",
                "fa0000",
                "fb",
                "41",
                "4401",
                "61",
                "5f",
                "5f00ff",
                "5f6161ff",
                "5f5f4100ffff",
                "7f4100ff",
                "7f",
                "81",
                "818181",
                "9f",
                "9f01",
                "a1",
                "a101",
                "a2010203",
                "bf",
                "bf01ff",
                "bf01",
                "c0",
                "5bffffffffffffffff00",
                "7a7fffffff00",
                "9bffffffffffffffff00"
            })
    void skip_malformedItem_isRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).skip()).isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a10102", "a14101" + "02", "a1f602", "a1c2" + "410002", "a2616101616102", "a26262620162626202"})
    void map_keyThatIsNoTextOrComesTwice_isRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).map("x", (key, in) -> in.skip())).isInstanceOf(DecodeException.class);
    }

    @Test
    void end_moreBytes_isRefused() {
        CborReader in = reader("0000");
        in.skip();

        assertThatThrownBy(in::end).isInstanceOf(DecodeException.class);
    }

    private static CborReader reader(String hex) {
        return new CborReader(Hex.decode(hex), 0, DecodeLimits.defaults());
    }
}
