package io.nutflux.codec;

import static io.nutflux.codec.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit on an answer raises itself, at the first value past it (X.7). */
class MintCodecLimitsTest {

    private static final DecodeLimits LIMITS = DecodeLimits.defaults();

    @Test
    void responseBytes_countTheWholeBody() {
        byte[] body = utf8(Bodies.KEYSETS);

        assertThat(codec(LIMITS.withResponseBytes(body.length)).readKeysets(body))
                .hasSize(2);
        assertLimit(
                Limit.RESPONSE_BYTES,
                body.length - 1,
                () -> codec(LIMITS.withResponseBytes(body.length - 1)).readKeysets(body));
    }

    @Test
    void stringLength_countsBytes() {
        byte[] body = utf8("{\"motd\":\"" + "\u00e9".repeat(50) + "\"}");

        assertThat(codec(LIMITS.withStringLength(100)).readInfo(body).motd()).hasSize(50);
        assertLimit(
                Limit.STRING_LENGTH,
                99,
                () -> codec(LIMITS.withStringLength(99)).readInfo(body));
    }

    @ParameterizedTest
    @ValueSource(ints = {17_000, 100_000, 1_000_000})
    void stringLength_longTexts_areRefused(int length) {
        String text = "x".repeat(length);

        assertLimit(
                Limit.STRING_LENGTH,
                LIMITS.stringLength(),
                () -> codec(LIMITS).readInfo(utf8("{\"motd\":\"" + text + "\"}")));
        assertLimit(
                Limit.STRING_LENGTH,
                LIMITS.stringLength(),
                () -> codec(LIMITS).readInfo(utf8("{\"motd\":\"\\n\u00e9" + text + "\"}")));
        assertLimit(
                Limit.STRING_LENGTH, LIMITS.stringLength(), () -> codec(LIMITS).readInfo(utf8("{\"" + text + "\":1}")));
    }

    @Test
    void stringLength_textNobodyReads_isSkippedWithoutStoringIt() {
        byte[] body = utf8("{\"description_long\":\"" + "x".repeat(1_000_000) + "\",\"name\":\"n\"}");

        assertThat(codec(LIMITS).readInfo(body).name()).isEqualTo("n");
    }

    @Test
    void elements_countInEveryContainer() {
        String states = "{\"states\":[" + state().repeat(2) + state().substring(0, state().length() - 1) + "]}";

        assertThat(codec(LIMITS.withElements(3)).readStates(utf8(states))).hasSize(3);
        assertLimit(Limit.ELEMENTS, 2, () -> codec(LIMITS.withElements(2)).readStates(utf8(states)));
        assertLimit(Limit.ELEMENTS, 2, () -> codec(LIMITS.withElements(2)).readKeys(utf8(Bodies.KEYS)));
    }

    @Test
    void elements_manyKeys_areRefused() {
        StringBuilder keys =
                new StringBuilder("{\"keysets\":[{\"id\":\"" + Bodies.V1 + "\",\"unit\":\"sat\",\"keys\":{");
        for (int i = 1; i <= LIMITS.elements() + 1; i++) {
            keys.append(i == 1 ? "\"" : ",\"")
                    .append(i)
                    .append("\":\"")
                    .append(Bodies.POINT)
                    .append('"');
        }
        byte[] body = utf8(keys.append("}}]}").toString());

        assertLimit(Limit.ELEMENTS, LIMITS.elements(), () -> codec(LIMITS).readKeys(body));
        DecodeLimits wider = LIMITS.withElements(LIMITS.elements() + 1);
        assertThat(codec(wider).readKeys(body).entries().get(0).keys()).hasSize(wider.elements());
    }

    @Test
    void nestingDepth_bomb_isRefused() {
        for (String bomb : new String[] {"[".repeat(1_000_000), "{\"a\":".repeat(200_000)}) {
            byte[] body = utf8("{\"x\":" + bomb);
            assertLimit(
                    Limit.NESTING_DEPTH,
                    LIMITS.nestingDepth(),
                    () -> codec(LIMITS).readInfo(body));
            assertLimit(
                    Limit.NESTING_DEPTH,
                    LIMITS.nestingDepth(),
                    () -> codec(LIMITS).readSignatures(body));
        }
    }

    @Test
    void nestingDepth_largestAllowed_needsNoMoreStackThanThereIs() {
        DecodeLimits deepest = LIMITS.withNestingDepth(DecodeLimits.MAX_NESTING_DEPTH);
        int inner = DecodeLimits.MAX_NESTING_DEPTH - 1;

        assertThat(codec(deepest).readInfo(utf8("{\"x\":" + "[".repeat(inner) + "]".repeat(inner) + "}")))
                .isNotNull();
        assertLimit(
                Limit.NESTING_DEPTH,
                DecodeLimits.MAX_NESTING_DEPTH,
                () -> codec(deepest).readInfo(utf8("{\"x\":" + "[".repeat(1_000_000))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LIMITS.withNestingDepth(DecodeLimits.MAX_NESTING_DEPTH + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 500, 20_000, 2_000_000})
    void numberLength_manyDigits_areRefused(int digits) {
        byte[] known = utf8("{\"time\":" + "1".repeat(digits) + "}");
        byte[] unknown = utf8("{\"x\":[-" + "1".repeat(digits) + "]}");

        assertLimit(Limit.NUMBER_LENGTH, 20, () -> codec(LIMITS).readInfo(known));
        assertLimit(Limit.NUMBER_LENGTH, 20, () -> codec(LIMITS).readInfo(unknown));
    }

    @Test
    void limits_belowOne_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withTokenLength(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withProofsPerToken(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withStringLength(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withNumberLength(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withNestingDepth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withElements(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withResponseBytes(0));
    }

    private static String state() {
        return "{\"Y\":\"" + Bodies.POINT + "\",\"state\":\"SPENT\"},";
    }

    private static MintCodec codec(DecodeLimits limits) {
        return new MintCodec(limits);
    }

    private static void assertLimit(Limit limit, int allowed, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LimitExceededException.class, e -> {
            assertThat(e.limit()).isEqualTo(limit);
            assertThat(e.allowed()).isEqualTo(allowed);
        });
    }
}
