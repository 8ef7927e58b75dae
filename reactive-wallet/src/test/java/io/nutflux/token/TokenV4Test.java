package io.nutflux.token;

import static io.nutflux.token.Cbor.C;
import static io.nutflux.token.Cbor.ID;
import static io.nutflux.token.Cbor.NULL;
import static io.nutflux.token.Cbor.UNDEFINED;
import static io.nutflux.token.Cbor.array;
import static io.nutflux.token.Cbor.asText;
import static io.nutflux.token.Cbor.bytes;
import static io.nutflux.token.Cbor.concat;
import static io.nutflux.token.Cbor.group;
import static io.nutflux.token.Cbor.hex;
import static io.nutflux.token.Cbor.indefiniteArray;
import static io.nutflux.token.Cbor.indefiniteMap;
import static io.nutflux.token.Cbor.map;
import static io.nutflux.token.Cbor.proof;
import static io.nutflux.token.Cbor.text;
import static io.nutflux.token.Cbor.token;
import static io.nutflux.token.Cbor.uint;
import static io.nutflux.token.TokenTextTest.assertReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.error.TokenException.Reason;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import io.nutflux.model.Token;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CBOR of V4 tokens (00.27 to 00.33) and short keyset ids (00.34, 00.35). */
class TokenV4Test {

    private static final byte[] MINT = text("https://mint.example");
    private static final byte[] SAT = text("sat");

    private final TokenCodec codec = new TokenCodec(DecodeLimits.defaults());

    /** 00.16. */
    @Test
    void decode_otherKeyOrderAndUnknownKeys_givesTheSame() {
        byte[] unusual = map(
                text("zz"),
                array(map(uint(1), hex("fb3ff8000000000000")), hex("c100"), hex("20"), hex("f4"), hex("f8ff")),
                text("u"),
                SAT,
                text("m"),
                MINT,
                text("t"),
                array(map(
                        text("p"),
                        array(map(
                                text("c"),
                                bytes(C),
                                text("x"),
                                UNDEFINED,
                                text("s"),
                                text("secret"),
                                text("a"),
                                uint(5))),
                        text("i"),
                        bytes(ID))));

        assertThat(decode(unusual)).isEqualTo(decode(token(proof(uint(5)))));
    }

    @Test
    void decode_indefiniteLengths_givesTheSame() {
        byte[] chunkedText = concat(hex("7f"), text("sec"), text(""), text("ret"), hex("ff"));
        byte[] chunkedBytes = concat(hex("5f"), bytes(C.substring(0, 20)), bytes(C.substring(20)), hex("ff"));
        byte[] unusual = indefiniteMap(
                text("t"),
                indefiniteArray(indefiniteMap(
                        text("i"),
                        bytes(ID),
                        text("p"),
                        indefiniteArray(
                                indefiniteMap(text("a"), uint(5), text("s"), chunkedText, text("c"), chunkedBytes)))),
                text("m"),
                MINT,
                text("u"),
                SAT,
                text("unknown"),
                indefiniteArray(chunkedText, chunkedBytes, indefiniteMap(uint(1), uint(2))));

        assertThat(decode(unusual)).isEqualTo(decode(token(proof(uint(5)))));
    }

    @Test
    void decode_nullAndUndefined_areAbsent() {
        byte[] token = map(
                text("t"),
                array(group(map(
                        text("a"),
                        uint(5),
                        text("s"),
                        text("secret"),
                        text("c"),
                        bytes(C),
                        text("d"),
                        NULL,
                        text("w"),
                        UNDEFINED,
                        text("pe"),
                        NULL))),
                text("d"),
                UNDEFINED,
                text("m"),
                MINT,
                text("u"),
                SAT);

        assertThat(decode(token)).isEqualTo(decode(token(proof(uint(5)))));
    }

    @Test
    void decode_emptyWitness_isNone() {
        byte[] proof = map(text("a"), uint(5), text("s"), text("secret"), text("c"), bytes(C), text("w"), text(""));

        assertThat(decode(token(proof))).isEqualTo(decode(token(proof(uint(5)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "1801", "190001", "1a00000001", "1b0000000000000001"})
    void decode_integerOfAnyWidth_isRead(String one) {
        assertThat(decode(token(proof(hex(one)))).value()).isEqualTo(Amount.of(1));
    }

    /** 00.14. */
    @Test
    void decode_largestAmounts_areUnsigned() {
        assertThat(decode(token(proof(hex("1b8000000000000000")))).value()).hasToString("9223372036854775808");
        assertThat(decode(token(proof(hex("1bffffffffffffffff")))).value()).isEqualTo(Amount.MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20", // -1
                "3bffffffffffffffff", // -2^64
                "f93c00", // 1.0 in half, single and double precision
                "fa3f800000",
                "fb3ff0000000000000",
                "c101", // a tagged 1
                "c249010000000000000000", // the bignum 2^64
                "c24101", // the bignum 1
                "6131", // "1"
                "4101", // h'01'
                "f5",
                "80",
                "a0",
                "1c",
                "1f",
                "f6"
            })
    void decode_amountThatIsNoUnsignedInteger_isMalformed(String amount) {
        assertReason(Reason.MALFORMED, () -> decode(token(proof(hex(amount)))));
    }

    @Test
    void decode_zeroAmount_isInvalidAmount() {
        assertReason(Reason.INVALID_AMOUNT, () -> decode(token(proof(uint(1)), proof(uint(0)))));
        assertReason(Reason.INVALID_AMOUNT, () -> decode(token(proof(hex("1b0000000000000000")))));
    }

    @Test
    void decode_sumAbove64Bits_isInvalidAmount() {
        assertReason(Reason.INVALID_AMOUNT, () -> decode(token(proof(uint(-1L)), proof(uint(1)))));
        assertReason(
                Reason.INVALID_AMOUNT, () -> decode(token(proof(uint(Long.MIN_VALUE)), proof(uint(Long.MIN_VALUE)))));
    }

    @Test
    void decode_bytesAfterTheMap_isMalformed() {
        assertReason(Reason.MALFORMED, () -> decode(concat(token(proof(uint(1))), hex("00"))));
    }

    @Test
    void decode_duplicateKey_isMalformed() {
        byte[] amountTwice = map(text("a"), uint(1), text("s"), text("x"), text("c"), bytes(C), text("a"), uint(64));
        byte[] unknownTwice = map(
                text("a"),
                uint(1),
                text("s"),
                text("x"),
                text("c"),
                bytes(C),
                text("??"),
                uint(64),
                text("??"),
                uint(1));

        assertReason(Reason.MALFORMED, () -> decode(token(amountTwice)));
        assertReason(Reason.MALFORMED, () -> decode(token(unknownTwice)));
        assertReason(
                Reason.MALFORMED,
                () -> decode(map(
                        text("t"), array(group(proof(uint(1)))), text("m"), MINT, text("u"), SAT, text("u"), NULL)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 16, 32, 34})
    void decode_idOfOtherLength_isMalformed(int length) {
        byte[] group = map(text("i"), bytes("00".repeat(length)), text("p"), array(proof(uint(1))));

        assertReason(Reason.MALFORMED, () -> decode(map(text("t"), array(group), text("m"), MINT, text("u"), SAT)));
    }

    @Test
    void decode_fieldsOfOtherLength_areMalformed() {
        String scalar = "11".repeat(32);
        assertThat(decode(token(full(C, scalar, scalar, scalar, C)))).isNotNull();

        assertReason(Reason.MALFORMED, () -> decode(token(full("02", scalar, scalar, scalar, C))));
        assertReason(Reason.MALFORMED, () -> decode(token(full(C + "11", scalar, scalar, scalar, C))));
        assertReason(Reason.MALFORMED, () -> decode(token(full("04" + "11".repeat(32), scalar, scalar, scalar, C))));
        assertReason(Reason.MALFORMED, () -> decode(token(full(C, scalar + "11", scalar, scalar, C))));
        assertReason(Reason.MALFORMED, () -> decode(token(full(C, scalar, "11".repeat(31), scalar, C))));
        assertReason(Reason.MALFORMED, () -> decode(token(full(C, scalar, scalar, "", C))));
        assertReason(Reason.MALFORMED, () -> decode(token(full(C, scalar, scalar, scalar, "11".repeat(33)))));
    }

    @Test
    void decode_missingField_isMalformed() {
        byte[] good = proof(uint(1));
        assertReason(Reason.MALFORMED, () -> decode(map(text("m"), MINT, text("u"), SAT)));
        assertReason(Reason.MALFORMED, () -> decode(map(text("t"), array(group(good)), text("u"), SAT)));
        assertReason(Reason.MALFORMED, () -> decode(map(text("t"), array(group(good)), text("m"), MINT)));
        assertReason(Reason.MALFORMED, () -> decode(token(map(text("s"), text("x"), text("c"), bytes(C)))));
        assertReason(Reason.MALFORMED, () -> decode(token(map(text("a"), uint(1), text("c"), bytes(C)))));
        assertReason(Reason.MALFORMED, () -> decode(token(map(text("a"), uint(1), text("s"), text("x")))));
        assertReason(
                Reason.MALFORMED,
                () -> decode(token(map(text("a"), uint(1), text("s"), text(""), text("c"), bytes(C)))));
    }

    @Test
    void decode_noProofs_isMalformed() {
        assertReason(Reason.MALFORMED, () -> decode(token()));
        assertReason(Reason.MALFORMED, () -> decode(map(text("t"), array(), text("m"), MINT, text("u"), SAT)));
        assertReason(Reason.MALFORMED, () -> decode(map()));
    }

    @Test
    void decode_groupWithoutProofsBesideOthers_isPassedOver() {
        byte[] token = map(text("t"), array(group(), group(proof(uint(3)))), text("m"), MINT, text("u"), SAT);

        assertThat(decode(token).proofCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://mint.example", "mint.example", "https://", "https://u@mint.example", ""})
    void decode_malformedUrl_isMalformed(String url) {
        assertReason(
                Reason.MALFORMED,
                () -> decode(map(text("t"), array(group(proof(uint(1)))), text("m"), text(url), text("u"), SAT)));
    }

    @Test
    void decode_textThatIsNotUtf8_isMalformed() {
        for (String bytes : new String[] {"61ff", "62c080", "63eda080", "64f4908080", "61c3", "7f61c361a9ff"}) {
            byte[] proof = map(text("a"), uint(1), text("s"), hex(bytes), text("c"), bytes(C));
            assertReason(Reason.MALFORMED, () -> decode(token(proof)));
        }
    }

    @Test
    void decode_shortId_staysShort() {
        byte[] group = map(text("i"), bytes("01ad268c4d1f5826"), text("p"), array(proof(uint(1))));
        Token token = decode(map(text("t"), array(group), text("m"), MINT, text("u"), SAT));

        assertThat(token.proofs().map(Proof::id)).containsExactly(new KeysetId("01ad268c4d1f5826"));
        assertThat(token.proofs().findFirst().orElseThrow().id().isShort()).isTrue();
    }

    @Test
    void encode_groupsByKeysetInOrderOfAppearance() {
        Proof a = plain(1, "00bbbbbbbbbbbbbb");
        Proof b = plain(2, "00aaaaaaaaaaaaaa");
        Proof c = plain(4, "00bbbbbbbbbbbbbb");

        Token read = codec.decode(
                codec.encode(Token.of(MintUrl.of("https://m.example"), CurrencyUnit.SAT, List.of(a, b, c), null)));

        assertThat(read.proofs()).containsExactly(a, c, b);
    }

    /** 00.23. */
    @Test
    void encode_slashesAfterTheUrl_areStripped() {
        Token token =
                Token.of(MintUrl.of("https://M.example:443/prefix//"), CurrencyUnit.SAT, List.of(plain(1, ID)), null);

        assertThat(new String(codec.encodeRaw(token), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("https://m.example/prefixau");
    }

    @Test
    void encode_dleqWithoutR_isLeftOut() {
        Scalar scalar = Scalar.fromHex("11".repeat(32));
        Proof withoutR = plain(1, ID).withDleq(new DleqProof(scalar, scalar, null));
        Proof withR = plain(1, ID).withDleq(new DleqProof(scalar, scalar, scalar));
        Token token = Token.of(MintUrl.of("https://m.example"), CurrencyUnit.SAT, List.of(withoutR, withR), null);

        assertThat(codec.decode(codec.encode(token)).proofs()).containsExactly(plain(1, ID), withR);
        assertThat(codec.decode(codec.encodeV3(token)).proofs()).containsExactly(plain(1, ID), withR);
    }

    @Test
    void encode_whatV4CannotHold_isRefused() {
        MintUrl mint = MintUrl.of("https://m.example");
        Token.Entry entry = new Token.Entry(mint, List.of(plain(1, ID)));
        Token twoMints = new Token(
                Token.Version.V3,
                List.of(entry, new Token.Entry(MintUrl.of("https://n.example"), entry.proofs())),
                CurrencyUnit.SAT,
                null);
        Token noUnit = new Token(Token.Version.V3, List.of(entry), null, null);
        Token noProofs = Token.of(mint, CurrencyUnit.SAT, List.of(), null);
        Token loneSurrogate = Token.of(mint, CurrencyUnit.SAT, entry.proofs(), "\ud83e");

        for (Token token : List.of(twoMints, noUnit, noProofs, loneSurrogate)) {
            assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(token));
            assertThatIllegalArgumentException().isThrownBy(() -> codec.encodeRaw(token));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> codec.encodeV3(noProofs));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.encodeV3(loneSurrogate));
    }

    private Token decode(byte[] cbor) {
        return codec.decode(asText(cbor));
    }

    private static byte[] full(String c, String e, String s, String r, String pe) {
        return map(
                text("a"),
                uint(1),
                text("s"),
                text("x"),
                text("c"),
                bytes(c),
                text("d"),
                map(text("e"), bytes(e), text("s"), bytes(s), text("r"), bytes(r)),
                text("pe"),
                bytes(pe));
    }

    private static Proof plain(long amount, String id) {
        return Proof.of(Amount.of(amount), new KeysetId(id), new Secret("secret" + amount), CurvePoint.fromHex(C));
    }
}
