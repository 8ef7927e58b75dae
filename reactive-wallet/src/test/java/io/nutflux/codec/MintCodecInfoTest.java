package io.nutflux.codec;

import static io.nutflux.codec.Bodies.POINT;
import static io.nutflux.codec.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mint's information (06.1 to 06.5, 19.1, 19.6). */
class MintCodecInfoTest {

    private final MintCodec codec = new MintCodec(DecodeLimits.defaults());

    @Test
    void readInfo_givesFieldsAndSettingsByShape() {
        MintInfo info = read(Bodies.INFO);

        assertThat(info.name()).isEqualTo("Bob's mint");
        assertThat(info.version()).isEqualTo("Nutshell/0.15.0");
        assertThat(info.description()).isEqualTo("short");
        assertThat(info.motd()).isEqualTo("Hello");
        assertThat(info.pubkey()).isEqualTo(CurvePoint.fromHex(POINT));
        assertThat(info.urls()).containsExactly("https://mint.host", "http://mint.onion");
        assertThat(info.time()).isEqualTo(1725304480);
        assertThat(info.nuts())
                .containsOnly(
                        Map.entry(
                                4,
                                new MintInfo.Methods(
                                        List.of(new MintInfo.Method(
                                                "bolt11", CurrencyUnit.SAT, Amount.ZERO, Amount.of(10_000))),
                                        false)),
                        Map.entry(
                                5,
                                new MintInfo.Methods(
                                        List.of(new MintInfo.Method("bolt11", CurrencyUnit.SAT, null, null)), true)),
                        Map.entry(7, new MintInfo.Supported(true)),
                        Map.entry(8, new MintInfo.Supported(false)),
                        Map.entry(15, new MintInfo.Other()),
                        Map.entry(17, new MintInfo.Other()),
                        Map.entry(
                                19,
                                new MintInfo.CachedResponses(
                                        Duration.ofSeconds(60), Set.of(new MintInfo.Endpoint("POST", "/v1/swap")))),
                        Map.entry(21, new MintInfo.Other()),
                        Map.entry(29, new MintInfo.Other()));
        assertThat(info.announced()).containsExactly(4, 7, 15, 17, 19, 21, 29);
    }

    @Test
    void readInfo_nothing_isAllAbsent() {
        assertThat(read("{}")).isEqualTo(new MintInfo(null, null, null, null, null, List.of(), null, Map.of()));
        assertThat(read("{\"name\":null,\"nuts\":null,\"urls\":null}")).isEqualTo(read("{}"));
    }

    @Test
    void readInfo_decorationOfTheWrongForm_isAbsent() {
        assertThat(read("{\"name\":5,\"version\":[{\"a\":1}],\"description\":{},\"motd\":\"\\ud83e\",\"pubkey\":\"02\","
                        + "\"urls\":[\"https://a\",{\"b\":[1]}],\"time\":1.5,\"nuts\":{\"7\":{\"supported\":true}}}"))
                .isEqualTo(new MintInfo(
                        null, null, null, null, null, List.of(), null, Map.of(7, new MintInfo.Supported(true))));
        assertThat(read("{\"nuts\":[1]}").nuts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"4\":true",
                "\"4\":{}",
                "\"4\":{\"methods\":null}",
                "\"4\":{\"methods\":[[\"bolt11\",\"sat\"]],\"disabled\":false}",
                "\"4\":{\"methods\":[{\"method\":\"bolt11\"}]}",
                "\"4\":{\"methods\":[{\"unit\":\"sat\"}]}",
                "\"4\":{\"methods\":[{\"method\":\"bolt11\",\"unit\":\"sat\",\"min_amount\":1.5}]}",
                "\"4\":{\"methods\":[{\"method\":\"bolt11\",\"unit\":\"sat\",\"max_amount\":-1}]}",
                "\"4\":{\"methods\":[{\"method\":\"bolt11\",\"unit\":\"a unit\"}]}",
                "\"4\":{\"methods\":[],\"disabled\":\"no\"}",
                "\"7\":{}",
                "\"7\":{\"supported\":\"yes\"}",
                "\"7\":{\"supported\":[]}",
                "\"12\":[]",
                "\"19\":{\"cached_endpoints\":[]}",
                "\"19\":{\"ttl\":-1,\"cached_endpoints\":[]}",
                "\"19\":{\"ttl\":\"60\",\"cached_endpoints\":[]}",
                "\"19\":{\"ttl\":60}",
                "\"19\":{\"ttl\":60,\"cached_endpoints\":[{\"method\":\"POST\"}]}",
                "\"19\":{\"ttl\":60,\"cached_endpoints\":[{\"path\":\"/\"}]}",
                "\"19\":{\"ttl\":60,\"cached_endpoints\":[\"/v1/swap\"]}",
                "\"15\":true",
                "\"17\":[]",
                "\"29\":null",
                "\"x\":{\"supported\":true}",
                "\"07\":{\"supported\":true}",
                "\"-7\":{\"supported\":true}",
                "\"7777\":{\"supported\":true}",
                "\"\":{\"supported\":true}"
            })
    void readInfo_malformedSettings_switchOffThatNutOnly(String settings) {
        String body = "{\"nuts\":{\"9\":{\"supported\":true}," + settings + ",\"10\":{\"supported\":true}}}";

        assertThat(read(body).announced()).containsExactly(9, 10);
    }

    /** 19.7. */
    @Test
    void readInfo_cacheWithoutLimit_isTold() {
        String body = "{\"nuts\":{\"19\":{\"ttl\":null,\"cached_endpoints\":[]}}}";

        assertThat(read(body).cachedResponses()).contains(new MintInfo.CachedResponses(null, Set.of()));
        assertThat(read(body.replace("null", "9223372036854775807")).cachedResponses())
                .contains(new MintInfo.CachedResponses(null, Set.of()));
        assertThat(read(body.replace("null", "0")).cachedResponses())
                .contains(new MintInfo.CachedResponses(Duration.ZERO, Set.of()));
    }

    @Test
    void readInfo_limitsOfAMethod_areUnsigned() {
        MintInfo info = read("{\"nuts\":{\"4\":{\"methods\":[{\"method\":\"bolt11\",\"unit\":\"sat\",\"max_amount\":"
                + "18446744073709551615,\"min_amount\":null}]}}}");

        assertThat(info.mintMethod("bolt11", CurrencyUnit.SAT))
                .contains(new MintInfo.Method("bolt11", CurrencyUnit.SAT, null, Amount.MAX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "null", "{", "{\"nuts\":{\"4\":{]}}", "{\"name\":\"a\",\"name\":\"b\"}", "<html>"})
    void readInfo_brokenJson_isRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(DecodeException.class);
    }

    private MintInfo read(String body) {
        return codec.readInfo(utf8(body));
    }
}
