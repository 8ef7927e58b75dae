package io.nutflux.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.model.Token;
import org.junit.jupiter.api.Test;

class TokenRoundTripTest {

    private static final int TOKENS = 1_000;

    private final TokenCodec codec = new TokenCodec(DecodeLimits.defaults());

    @Test
    void v4_encodeThenDecode_givesTheToken() {
        RandomTokens tokens = new RandomTokens(4);
        for (int i = 0; i < TOKENS; i++) {
            Token token = tokens.v4();
            assertThat(codec.decode(codec.encode(token))).isEqualTo(token);
        }
    }

    @Test
    void raw_encodeThenDecode_givesTheToken() {
        RandomTokens tokens = new RandomTokens(5);
        for (int i = 0; i < TOKENS; i++) {
            Token token = tokens.v4();
            assertThat(codec.decodeRaw(codec.encodeRaw(token))).isEqualTo(token);
        }
    }

    @Test
    void v3_encodeThenDecode_givesTheToken() {
        RandomTokens tokens = new RandomTokens(3);
        for (int i = 0; i < TOKENS; i++) {
            Token token = tokens.v3();
            assertThat(codec.decode(codec.encodeV3(token))).isEqualTo(token);
        }
    }

    @Test
    void encode_sameToken_givesTheSameText() {
        assertThat(codec.encode(new RandomTokens(7).v4())).isEqualTo(codec.encode(new RandomTokens(7).v4()));
        assertThat(codec.encodeV3(new RandomTokens(7).v3())).isEqualTo(codec.encodeV3(new RandomTokens(7).v3()));
    }
}
