package io.nutflux.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.nutflux.error.LimitExceededException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer changed at any byte is read or gives one of the two promised errors; nothing else ever. */
class MintCodecMutationTest {

    private final MintCodec codec = new MintCodec(DecodeLimits.defaults());

    record Answer(String name, String text, BiConsumer<MintCodec, byte[]> read) {

        byte[] body() {
            return Bodies.utf8(text);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Answer> answers() {
        return Stream.of(
                new Answer("info", Bodies.INFO, MintCodec::readInfo),
                new Answer("keysets", Bodies.KEYSETS, MintCodec::readKeysets),
                new Answer("keys", Bodies.KEYS, MintCodec::readKeys),
                new Answer("signatures", Bodies.SIGNATURES, MintCodec::readSignatures),
                new Answer("restored", Bodies.RESTORED, MintCodec::readRestored),
                new Answer("states", Bodies.STATES, MintCodec::readStates),
                new Answer("quote", Bodies.QUOTE, MintCodec::readMintQuote));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answer_changedAnywhere_isReadOrRefused(Answer answer) {
        int[] outcomes = new int[2];
        forEachMutation(answer.body(), changed -> {
            try {
                answer.read.accept(codec, changed);
                outcomes[0]++;
            } catch (DecodeException | LimitExceededException e) {
                outcomes[1]++;
            } catch (RuntimeException | StackOverflowError e) {
                fail("for " + new String(changed, StandardCharsets.ISO_8859_1), e);
            }
        });
        assertThat(outcomes[0]).isPositive();
        assertThat(outcomes[1]).isPositive();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answer_cutAnywhere_isRefused(Answer answer) {
        byte[] body = answer.body();
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> answer.read.accept(codec, cut)).isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void error_changedAnywhere_neverThrows() {
        int[] readable = new int[2];
        for (String body : new String[] {Bodies.ERROR, "{\"detail\":[{\"loc\":[\"body\",1]}],\"code\":\"11\"}"}) {
            forEachMutation(
                    Bodies.utf8(body),
                    changed -> readable[codec.readError(changed).readable() ? 1 : 0]++);
        }
        assertThat(readable[0]).isPositive();
        assertThat(readable[1]).isPositive();
    }

    private static void forEachMutation(byte[] whole, Consumer<byte[]> attempt) {
        Random random = new Random(whole.length);
        byte[] tokens = Bodies.utf8("{}[]\",:-.e019\\u\0 \u00e9");
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[i] ^= (byte) (1 << bit);
                attempt.accept(flipped);
            }
            for (byte token : tokens) {
                attempt.accept(splice(whole, i, i + 1, new byte[] {token}));
                attempt.accept(splice(whole, i, i, new byte[] {token}));
            }
            attempt.accept(splice(whole, i, i + 1, new byte[0]));
            int to = i + random.nextInt(whole.length - i);
            attempt.accept(splice(whole, i, to, new byte[0]));
            attempt.accept(splice(whole, i, i, Arrays.copyOfRange(whole, i, to)));
        }
    }

    private static byte[] splice(byte[] whole, int from, int to, byte[] instead) {
        byte[] result = new byte[whole.length - (to - from) + instead.length];
        System.arraycopy(whole, 0, result, 0, from);
        System.arraycopy(instead, 0, result, from, instead.length);
        System.arraycopy(whole, to, result, from + instead.length, whole.length - to);
        return result;
    }
}
