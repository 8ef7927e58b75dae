package io.nutflux.token;

import static io.nutflux.token.Cbor.C;
import static io.nutflux.token.Cbor.array;
import static io.nutflux.token.Cbor.asText;
import static io.nutflux.token.Cbor.bytes;
import static io.nutflux.token.Cbor.concat;
import static io.nutflux.token.Cbor.hex;
import static io.nutflux.token.Cbor.map;
import static io.nutflux.token.Cbor.proof;
import static io.nutflux.token.Cbor.text;
import static io.nutflux.token.Cbor.token;
import static io.nutflux.token.Cbor.uint;
import static io.nutflux.token.TokenTextTest.assertReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import io.nutflux.error.TokenException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit on a token raises itself, at the first value past it (X.7). */
class TokenLimitsTest {

    private static final DecodeLimits LIMITS = DecodeLimits.defaults();
    private static final String V3 = Vectors.token("v3.valid");
    private static final String V4 = Vectors.token("v4.singleKeyset");

    @Test
    void tokenLength_countsTheWholeText() {
        assertThat(codec(LIMITS.withTokenLength(V4.length())).decode(V4)).isNotNull();
        assertLimit(
                Limit.TOKEN_LENGTH,
                () -> codec(LIMITS.withTokenLength(V4.length() - 1)).decode(V4));
        assertLimit(Limit.TOKEN_LENGTH, () -> codec(LIMITS).decode(" ".repeat(LIMITS.tokenLength()) + V4));
        assertLimit(Limit.TOKEN_LENGTH, () -> codec(LIMITS).decode("A".repeat(1 << 20)));
        assertLimit(Limit.TOKEN_LENGTH, () -> codec(LIMITS).decodeRaw(new byte[1 << 20]));
    }

    @Test
    void proofsPerToken_v4_countsOverAllKeysets() {
        byte[] three = map(
                text("t"),
                array(Cbor.group(proof(uint(1)), proof(uint(2))), Cbor.group(proof(uint(4)))),
                text("m"),
                text("https://mint.example"),
                text("u"),
                text("sat"));

        assertThat(codec(LIMITS.withProofsPerToken(3)).decode(asText(three)).proofCount())
                .isEqualTo(3);
        assertLimit(
                Limit.PROOFS_PER_TOKEN,
                () -> codec(LIMITS.withProofsPerToken(2)).decode(asText(three)));
    }

    @Test
    void proofsPerToken_v3_countsOverAllMints() {
        assertThat(codec(LIMITS.withProofsPerToken(2)).decode(V3).proofCount()).isEqualTo(2);
        assertLimit(
                Limit.PROOFS_PER_TOKEN,
                () -> codec(LIMITS.withProofsPerToken(1)).decode(V3));
    }

    @Test
    void proofsPerToken_hundredThousand_areRefused() {
        byte[][] proofs = new byte[100_000][];
        Arrays.fill(proofs, proof(uint(1)));
        byte[] cbor = token(proofs);
        String proof = "{\"amount\":1,\"id\":\"" + Cbor.ID + "\",\"secret\":\"s\",\"C\":\"" + C + "\"},";
        String json = "{\"token\":[{\"mint\":\"https://a.example\",\"proofs\":["
                + proof.repeat(100_000).substring(0, 100_000 * proof.length() - 1) + "]}]}";
        TokenCodec wide = codec(LIMITS.withTokenLength(64 << 20));

        assertLimit(Limit.PROOFS_PER_TOKEN, () -> wide.decode(asText(cbor)));
        assertLimit(Limit.PROOFS_PER_TOKEN, () -> wide.decode(asV3(json)));
        TokenCodec wider = codec(
                LIMITS.withTokenLength(64 << 20).withProofsPerToken(100_000).withElements(100_000));
        assertThat(wider.decode(asText(cbor)).proofCount()).isEqualTo(100_000);
        assertThat(wider.decode(asV3(json)).proofCount()).isEqualTo(100_000);
    }

    @Test
    void stringLength_countsBytesOfText() {
        String memo = "\u00e9".repeat(50);
        byte[] v4 = withMemo(text(memo));
        String v3 = asV3("{\"memo\":\"" + memo + "\",\"token\":[]}");

        assertThat(codec(LIMITS.withStringLength(100)).decode(asText(v4)).memo())
                .isEqualTo(memo);
        assertLimit(
                Limit.STRING_LENGTH, () -> codec(LIMITS.withStringLength(99)).decode(asText(v4)));
        assertReason(Reason.MALFORMED, () -> codec(LIMITS.withStringLength(100)).decode(v3));
        assertLimit(
                Limit.STRING_LENGTH, () -> codec(LIMITS.withStringLength(99)).decode(v3));
    }

    @Test
    void stringLength_chunksOfOneString_countTogether() {
        byte[] v4 = withMemo(concat(hex("7f"), text("a".repeat(60)), text("a".repeat(40)), hex("ff")));

        assertThat(codec(LIMITS.withStringLength(100)).decode(asText(v4)).memo())
                .hasSize(100);
        assertLimit(
                Limit.STRING_LENGTH, () -> codec(LIMITS.withStringLength(99)).decode(asText(v4)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5b7fffffffffffffff", "5bffffffffffffffff", "5a7fffffff", "5affffffff", "7bffffffffffffffff"})
    void stringLength_hugeDeclaredLength_isRefusedUnread(String head) {
        byte[] proof = concat(hex("a1"), text(head.startsWith("5") ? "c" : "s"), hex(head));

        assertLimit(Limit.STRING_LENGTH, () -> codec(LIMITS).decode(asText(token(proof))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9bffffffffffffffff", "9b7fffffffffffffff", "9affffffff", "bbffffffffffffffff", "baffffffff"})
    void elements_hugeDeclaredCount_allocatesNothing(String head) {
        assertReason(Reason.MALFORMED, () -> codec(LIMITS).decode(asText(concat(hex("a1"), text("t"), hex(head)))));
        assertReason(Reason.MALFORMED, () -> codec(LIMITS).decode(asText(concat(hex("a1"), text("?"), hex(head)))));
    }

    @Test
    void elements_ofUnknownFields_countToo() {
        byte[][] items = new byte[11][];
        Arrays.fill(items, uint(1));
        byte[] v4 = map(text("x"), array(items));
        String v3 = asV3("{\"x\":[1,1,1,1,1,1,1,1,1,1,1]}");

        assertReason(Reason.MALFORMED, () -> codec(LIMITS.withElements(11)).decode(asText(v4)));
        assertLimit(Limit.ELEMENTS, () -> codec(LIMITS.withElements(10)).decode(asText(v4)));
        assertReason(Reason.MALFORMED, () -> codec(LIMITS.withElements(11)).decode(v3));
        assertLimit(Limit.ELEMENTS, () -> codec(LIMITS.withElements(10)).decode(v3));
    }

    @Test
    void elements_ofKnownFields_count() {
        byte[] v4 = map(text("a1"), uint(1), text("a2"), uint(1), text("a3"), uint(1));

        assertReason(Reason.MALFORMED, () -> codec(LIMITS.withElements(3)).decode(asText(v4)));
        assertLimit(Limit.ELEMENTS, () -> codec(LIMITS.withElements(2)).decode(asText(v4)));
        assertLimit(Limit.ELEMENTS, () -> codec(LIMITS.withElements(2)).decode(asV3("{\"a\":1,\"b\":1,\"c\":1}")));
    }

    @Test
    void nestingDepth_countsFromTheOutermost() {
        assertThat(codec(LIMITS.withNestingDepth(5)).decode(V4)).isNotNull();
        assertLimit(Limit.NESTING_DEPTH, () -> codec(LIMITS.withNestingDepth(4)).decode(V4));
        assertThat(codec(LIMITS.withNestingDepth(5)).decode(V3)).isNotNull();
        assertLimit(Limit.NESTING_DEPTH, () -> codec(LIMITS.withNestingDepth(4)).decode(V3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"81", "9f", "a100", "a16178", "bf00", "c1", "db0000000000000001"})
    void nestingDepth_cborBomb_isRefused(String level) {
        byte[] bomb = hex(level.repeat(100_000 / level.length()));

        assertLimit(Limit.NESTING_DEPTH, () -> codec(LIMITS).decode(asText(concat(hex("a16178"), bomb))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"x\":", "[[{\"a\":", "[1,"})
    void nestingDepth_jsonBomb_isRefused(String level) {
        String bomb = "{\"x\":" + level.repeat(100_000 / level.length());

        assertLimit(Limit.NESTING_DEPTH, () -> codec(LIMITS).decode(asV3(bomb)));
        assertLimit(Limit.NESTING_DEPTH, () -> codec(LIMITS).decode(asV3("{\"token\":[{\"proofs\":[" + bomb)));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 1_000, 100_000, 300_000})
    void numberLength_manyDigits_areRefused(int digits) {
        String number = "1".repeat(digits);

        assertLimit(Limit.NUMBER_LENGTH, () -> codec(LIMITS).decode(asV3("{\"x\":" + number + "}")));
        assertLimit(Limit.NUMBER_LENGTH, () -> codec(LIMITS).decode(asV3("{\"x\":[-" + number + "]}")));
        assertLimit(Limit.NUMBER_LENGTH, () -> codec(LIMITS).decode(asV3(number)));
    }

    @Test
    void numberLength_fraction_mayBeAsLongAsADouble() {
        assertReason(Reason.MALFORMED, () -> codec(LIMITS).decode(asV3("{\"x\":-1.7976931348623157E+308}")));
        assertLimit(Limit.NUMBER_LENGTH, () -> codec(LIMITS).decode(asV3("{\"x\":0." + "3".repeat(100_000) + "}")));
    }

    private static byte[] withMemo(byte[] memo) {
        return map(
                text("t"),
                array(map(text("i"), bytes(Cbor.ID), text("p"), array(proof(uint(1))))),
                text("d"),
                memo,
                text("m"),
                text("https://mint.example"),
                text("u"),
                text("sat"));
    }

    private static TokenCodec codec(DecodeLimits limits) {
        return new TokenCodec(limits);
    }

    private static String asV3(String json) {
        return "cashuA" + Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertLimit(Limit limit, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LimitExceededException.class, e -> assertThat(e.limit()).isEqualTo(limit));
    }
}
