package io.nutflux.codec;

import static io.nutflux.codec.Bodies.OTHER_POINT;
import static io.nutflux.codec.Bodies.POINT;
import static io.nutflux.codec.Bodies.V1;
import static io.nutflux.codec.Bodies.V2;
import static io.nutflux.codec.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keysets with keys (01.1 to 01.7) and without (02.1, 02.13). */
class MintCodecKeysTest {

    private final MintCodec codec = new MintCodec(DecodeLimits.defaults());

    @Test
    void readKeysets_givesActiveAndInactive() {
        assertThat(codec.readKeysets(utf8(Bodies.KEYSETS)))
                .containsExactly(
                        new KeysetInfo(new KeysetId(V2), CurrencyUnit.SAT, true, 100, 2059210353L),
                        new KeysetInfo(new KeysetId(V1), new CurrencyUnit("usd"), false, 0, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"02" + "5ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a\"",
                "\"ff9a1f293253e41e\"",
                "\"I2yN+iRYfkzT\"",
                "\"015ba18a8adcd02e\"",
                "\"00" + "5ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a\"",
                "\"\"",
                "7",
                "{\"a\":[1]}"
            })
    void readKeysets_unknownId_isLeftOutWhateverElseItSays(String id) {
        String unknown = "{\"unit\":[1,{}],\"input_fee_ppk\":\"x\",\"id\":" + id + ",\"active\":{\"a\":[true]}}";
        String known = "{\"id\":\"" + V1 + "\",\"unit\":\"sat\",\"active\":true}";

        assertThat(codec.readKeysets(utf8("{\"keysets\":[" + unknown + "," + known + "]}")))
                .containsExactly(new KeysetInfo(new KeysetId(V1), CurrencyUnit.SAT, true, 0, null));
        assertThat(codec.readKeys(utf8("{\"keysets\":[" + unknown + "]}")))
                .isEqualTo(new MintCodec.Keys(java.util.List.of(), java.util.List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unit|\"unit\":5,\"active\":true",
                "unit|\"active\":true",
                "unit|\"unit\":\"\",\"active\":true",
                "active|\"unit\":\"sat\"",
                "active|\"unit\":\"sat\",\"active\":1",
                "input_fee_ppk|\"unit\":\"sat\",\"active\":true,\"input_fee_ppk\":-1",
                "input_fee_ppk|\"unit\":\"sat\",\"active\":true,\"input_fee_ppk\":1.5",
                "input_fee_ppk|\"unit\":\"sat\",\"active\":true,\"input_fee_ppk\":1000001",
                "final_expiry|\"unit\":\"sat\",\"active\":true,\"final_expiry\":9223372036854775808"
            })
    void readKeysets_malformedField_isNamed(String example) {
        String[] parts = example.split("\\|", -1);

        assertThatThrownBy(() -> codec.readKeysets(utf8("{\"keysets\":[{\"id\":\"" + V1 + "\"," + parts[1] + "}]}")))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(parts[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"keysets\":null}",
                "{\"keysets\":{}}",
                "{\"keysets\":[{}]}",
                "{\"keysets\":[null]}",
                "[]",
                ""
            })
    void listings_ofAnotherShape_areRefused(String body) {
        assertThatThrownBy(() -> codec.readKeysets(utf8(body))).isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> codec.readKeys(utf8(body))).isInstanceOf(DecodeException.class);
    }

    @Test
    void readKeys_givesKeysByAmount() {
        MintCodec.Keys keys = codec.readKeys(utf8(Bodies.KEYS));

        assertThat(keys.malformed()).isEmpty();
        MintCodec.KeysEntry entry = keys.entries().get(0);
        assertThat(entry.id()).isEqualTo(new KeysetId(V1));
        assertThat(entry.unit()).isEqualTo(CurrencyUnit.SAT);
        assertThat(entry.active()).isTrue();
        assertThat(entry.inputFeePpk()).isEqualTo(100);
        assertThat(entry.finalExpiry()).isEqualTo(1896187313);
        assertThat(entry.keys())
                .containsEntry(Amount.of(1), CurvePoint.fromHex(POINT))
                .containsEntry(Amount.of(2), CurvePoint.fromHex(OTHER_POINT))
                .hasSize(2);
    }

    @Test
    void readKeys_lateFields_mayBeAbsent() {
        MintCodec.KeysEntry entry = codec.readKeys(utf8(
                        "{\"keysets\":[{\"id\":\"" + V1 + "\",\"unit\":\"sat\",\"keys\":{\"1\":\"" + POINT + "\"}}]}"))
                .entries()
                .get(0);

        assertThat(entry.active()).isNull();
        assertThat(entry.inputFeePpk()).isNull();
        assertThat(entry.finalExpiry()).isNull();
        KeysetInfo info = new KeysetInfo(new KeysetId(V1), CurrencyUnit.SAT, false, 7, 8L);
        assertThat(entry.toKeyset(info).info()).isEqualTo(info);
        assertThat(entry.toKeyset(info).keys()).isEqualTo(entry.keys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"four-keys", "sixty-four-keys"})
    void readKeys_goodVector_isRead(String vector) {
        MintCodec.Keys keys = codec.readKeys(utf8(listing(Bodies.resource("/nuts/01-" + vector + ".json"))));

        assertThat(keys.malformed()).isEmpty();
        assertThat(keys.entries().get(0).keys()).hasSize(vector.equals("four-keys") ? 4 : 64);
    }

    @Test
    void readKeys_largestVector_isSortedAsNumbers() {
        var keys = codec.readKeys(utf8(listing(Bodies.resource("/nuts/01-sixty-four-keys.json"))))
                .entries()
                .get(0)
                .keys();
        long expected = 1;
        for (Amount amount : keys.keySet()) {
            assertThat(amount.bits()).isEqualTo(expected);
            expected <<= 1;
        }
        assertThat(keys.lastKey()).hasToString("9223372036854775808");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short-key", "uncompressed-key"})
    void readKeys_badVector_refusesThatKeysetOnly(String vector) {
        String bad = keyset(V1, Bodies.resource("/nuts/01-" + vector + ".json"));
        String good = keyset(V2, "{\"1\":\"" + POINT + "\"}");

        MintCodec.Keys keys = codec.readKeys(utf8("{\"keysets\":[" + bad + "," + good + "]}"));

        assertThat(keys.malformed()).containsExactly(new KeysetId(V1));
        assertThat(keys.entries()).extracting(MintCodec.KeysEntry::id).containsExactly(new KeysetId(V2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"0\":\"" + POINT + "\"}",
                "{\"-1\":\"" + POINT + "\"}",
                "{\"+1\":\"" + POINT + "\"}",
                "{\"01\":\"" + POINT + "\"}",
                "{\"1.0\":\"" + POINT + "\"}",
                "{\"1e3\":\"" + POINT + "\"}",
                "{\"\":\"" + POINT + "\"}",
                "{\" 1\":\"" + POINT + "\"}",
                "{\"18446744073709551616\":\"" + POINT + "\"}",
                "{\"1\":null}",
                "{\"1\":5}",
                "{\"1\":[\"" + POINT + "\"]}",
                "{\"1\":{\"x\":{\"y\":1}},\"2\":\"" + POINT + "\"}",
                "{\"1\":\"zz\"}",
                "{\"1\":\"0x" + POINT + "\"}",
                "{}",
                "[]",
                "null"
            })
    void readKeys_badKeys_refuseTheKeyset(String bad) {
        MintCodec.Keys keys = codec.readKeys(
                utf8("{\"keysets\":[" + keyset(V1, bad) + "," + keyset(V2, "{\"1\":\"" + POINT + "\"}") + "]}"));

        assertThat(keys.malformed()).containsExactly(new KeysetId(V1));
        assertThat(keys.entries()).extracting(MintCodec.KeysEntry::id).containsExactly(new KeysetId(V2));
    }

    @Test
    void readKeys_duplicateAmount_refusesTheAnswer() {
        String keys = "{\"1\":\"" + POINT + "\",\"2\":\"" + POINT + "\",\"1\":\"" + OTHER_POINT + "\"}";

        assertThatThrownBy(() -> codec.readKeys(utf8(listing(keys)))).isInstanceOf(DecodeException.class);
    }

    @Test
    void readKeys_upperCaseHex_isTheSame() {
        String upper = Bodies.KEYS.replace(POINT, POINT.toUpperCase(java.util.Locale.ROOT));

        assertThat(codec.readKeys(utf8(upper))).isEqualTo(codec.readKeys(utf8(Bodies.KEYS)));
    }

    private static String listing(String keys) {
        return "{\"keysets\":[" + keyset(V1, keys) + "]}";
    }

    private static String keyset(String id, String keys) {
        return "{\"keys\":" + keys + ",\"unit\":\"sat\",\"id\":\"" + id + "\"}";
    }
}
