package io.nutflux.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.TokenException;
import io.nutflux.model.Token;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A token changed at any byte decodes to a token or gives one of the two promised errors; nothing else ever. */
class TokenMutationTest {

    private final TokenCodec codec = new TokenCodec(DecodeLimits.defaults());
    private int decoded;
    private int refused;

    @Test
    void v4_changedAnywhere_decodesOrIsRefused() {
        mutate(cborOf(new RandomTokens(44).v4()), changed -> codec.decode(Cbor.asText(changed)));
        assertBothSeen();
    }

    @Test
    void raw_changedAnywhere_decodesOrIsRefused() {
        mutate(codec.encodeRaw(new RandomTokens(45).v4()), codec::decodeRaw);
        assertBothSeen();
    }

    @Test
    void v3_changedAnywhere_decodesOrIsRefused() {
        String text = codec.encodeV3(new RandomTokens(33).v3());
        byte[] json = Base64.getUrlDecoder().decode(text.substring(6));
        mutate(json, changed -> codec.decode("cashuA" + Base64.getUrlEncoder().encodeToString(changed)));
        assertBothSeen();
    }

    @Test
    void text_changedAnywhere_decodesOrIsRefused() {
        for (String text : new String[] {Vectors.token("v4.severalKeysets"), Vectors.token("v3.padded")}) {
            mutate(
                    text.getBytes(StandardCharsets.ISO_8859_1),
                    changed -> codec.decode(new String(changed, StandardCharsets.ISO_8859_1)));
        }
        assertBothSeen();
    }

    @Test
    void noise_isRefused() {
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            attempt(noise, changed -> codec.decode(Cbor.asText(changed)));
            attempt(
                    noise,
                    changed -> codec.decode("cashuA" + Base64.getUrlEncoder().encodeToString(changed)));
        }
        assertThat(decoded).isZero();
    }

    private byte[] cborOf(Token token) {
        byte[] raw = codec.encodeRaw(token);
        byte[] cbor = new byte[raw.length - 5];
        System.arraycopy(raw, 5, cbor, 0, cbor.length);
        return cbor;
    }

    private void mutate(byte[] whole, Consumer<byte[]> decode) {
        Random random = new Random(whole.length);
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[i] ^= (byte) (1 << bit);
                attempt(flipped, decode);
            }
            byte[] replaced = whole.clone();
            replaced[i] = (byte) random.nextInt();
            attempt(replaced, decode);
            attempt(splice(whole, i, i, new byte[] {(byte) random.nextInt()}), decode);
            attempt(splice(whole, i, i + 1, new byte[0]), decode);
            attempt(splice(whole, i, whole.length, new byte[0]), decode);
            int to = i + random.nextInt(whole.length - i);
            int from = random.nextInt(whole.length);
            byte[] elsewhere = splice(whole, 0, from, new byte[0]);
            attempt(splice(whole, i, to, elsewhere), decode);
        }
    }

    private static byte[] splice(byte[] whole, int from, int to, byte[] instead) {
        byte[] result = new byte[whole.length - (to - from) + instead.length];
        System.arraycopy(whole, 0, result, 0, from);
        System.arraycopy(instead, 0, result, from, instead.length);
        System.arraycopy(whole, to, result, from + instead.length, whole.length - to);
        return result;
    }

    private void attempt(byte[] changed, Consumer<byte[]> decode) {
        try {
            decode.accept(changed);
            decoded++;
        } catch (TokenException | LimitExceededException e) {
            refused++;
        } catch (RuntimeException | StackOverflowError e) {
            fail("for " + java.util.HexFormat.of().formatHex(changed), e);
        }
    }

    private void assertBothSeen() {
        assertThat(decoded).isPositive();
        assertThat(refused).isPositive();
    }
}
