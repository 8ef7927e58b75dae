package io.nutflux.codec;

import static io.nutflux.codec.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.codec.MintCodec.ErrorBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error bodies, as specified and as they stray (00.17, 00.18). */
class MintCodecErrorTest {

    private final MintCodec codec = new MintCodec(DecodeLimits.defaults());

    @Test
    void readError_asSpecified_isRead() {
        assertThat(read(Bodies.ERROR)).isEqualTo(new ErrorBody(true, 11001, "Token already spent."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "11001|11001",
                "\"11001\"|11001",
                "0|",
                "\"0\"|",
                "null|",
                "\"\"|",
                "\"E42\"|",
                "-1|",
                "\"-1\"|",
                "1.5|",
                "1e3|",
                "true|",
                "[11001]|",
                "{\"code\":11001}|",
                "2147483648|",
                "18446744073709551615|",
                "99999999999999999999|"
            })
    void readError_code_isAPositiveNumberOrNone(String code, Integer expected) {
        assertThat(read("{\"detail\":\"x\",\"code\":" + code + "}")).isEqualTo(new ErrorBody(true, expected, "x"));
    }

    @Test
    void readError_codeAbsent_isReadable() {
        assertThat(read("{\"detail\":\"x\"}")).isEqualTo(new ErrorBody(true, null, "x"));
        assertThat(read("{\"code\":12001}")).isEqualTo(new ErrorBody(true, 12001, ""));
    }

    @Test
    void readError_structuredDetail_isSummarised() {
        assertThat(read("{\"detail\":[{\"loc\":[\"body\",\"inputs\",0],\"msg\":\"field required\",\"x\":null}]}"))
                .isEqualTo(new ErrorBody(true, null, "body inputs 0 field required"));
        assertThat(read("{\"detail\":{\"reason\":\"bad\",\"deep\":{\"n\":-5,\"f\":1.5}},\"code\":10001}"))
                .isEqualTo(new ErrorBody(true, 10001, "bad -5"));
        assertThat(read("{\"detail\":[]}")).isEqualTo(new ErrorBody(true, null, ""));
        assertThat(read("{\"detail\":[" + "\"xyz\",".repeat(1_000) + "1]}").detail())
                .hasSize(200);
    }

    @Test
    void readError_otherWords_serveAsDetailButAreNotTheMintsOwn() {
        assertThat(read("{\"error\":\"rate limited\"}")).isEqualTo(new ErrorBody(false, null, "rate limited"));
        assertThat(read("{\"message\":\"Forbidden\"}")).isEqualTo(new ErrorBody(false, null, "Forbidden"));
        assertThat(read("{\"message\":\"b\",\"error\":\"a\",\"code\":\"11002\"}"))
                .isEqualTo(new ErrorBody(true, 11002, "a"));
        assertThat(read("{\"detail\":\"c\",\"message\":\"b\"}").detail()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html><body><h1>502 Bad Gateway</h1></body></html>",
                "Internal Server Error",
                "null",
                "[]",
                "[{\"detail\":\"x\",\"code\":1}]",
                "\"x\"",
                "5",
                "{}",
                "{\"code\":0}",
                "{\"detail\":null}",
                "{\"detail\":\"x\"",
                "{\"detail\":\"x\",\"code\":11001}}",
                "{\"detail\":\"x\",\"detail\":\"y\"}",
                "{\"detail\":\"\\ud83e\"}",
                "{\"code\":111111111111111111111}"
            })
    void readError_anythingElse_isUnreadable(String body) {
        assertThat(read(body)).isEqualTo(new ErrorBody(false, null, ""));
    }

    @Test
    void readError_pastAnyLimit_isUnreadable() {
        DecodeLimits limits = DecodeLimits.defaults();
        byte[] body = utf8(Bodies.ERROR);
        ErrorBody unreadable = new ErrorBody(false, null, "");

        assertThat(new MintCodec(limits.withResponseBytes(body.length - 1)).readError(body))
                .isEqualTo(unreadable);
        assertThat(new MintCodec(limits.withStringLength(10)).readError(body)).isEqualTo(unreadable);
        assertThat(new MintCodec(limits.withElements(1)).readError(body)).isEqualTo(unreadable);
        assertThat(read("{\"detail\":" + "[".repeat(100_000))).isEqualTo(unreadable);
        assertThat(codec.readError(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1})).isEqualTo(unreadable);
    }

    private ErrorBody read(String body) {
        return codec.readError(utf8(body));
    }
}
