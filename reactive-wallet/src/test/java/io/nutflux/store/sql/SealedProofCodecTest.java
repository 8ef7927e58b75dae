package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import io.nutflux.store.StoreSamples;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedProofCodecTest {

    private static final Amount AMOUNT = new Amount(Long.MIN_VALUE);
    private static final KeysetId KEYSET = StoreSamples.OTHER_KEYSET;

    /** Every set of parts that a proof can have. */
    static Stream<Proof> proofs() {
        StoreSamples samples = new StoreSamples(3);
        return IntStream.range(0, 12)
                .mapToObj(parts -> new Proof(
                        AMOUNT,
                        KEYSET,
                        new Secret("[\"P2PK\",{\"nonce\":\"a\u00e9\ud83e\udd5c\u0000" + parts + "\"}]"),
                        samples.point(),
                        (parts & 1) == 0 ? null : parts > 6 ? "" : "{\"signatures\":[\"00\"]}",
                        parts / 4 == 0 ? null : new DleqProof(scalar(1), scalar(2), parts / 4 == 1 ? null : scalar(3)),
                        (parts & 2) == 0 ? null : samples.point()));
    }

    private static Scalar scalar(int fill) {
        byte[] bytes = new byte[Scalar.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        return Scalar.of(bytes);
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void decode_ofEncoded_isTheSameProof(Proof proof) {
        assertThat(SealedProofCodec.decode(AMOUNT, KEYSET, SealedProofCodec.encode(proof)))
                .isEqualTo(proof);
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void decode_cutOrExtended_refused(Proof proof) {
        byte[] encoded = SealedProofCodec.encode(proof);
        for (int length = 0; length < encoded.length; length++) {
            assertRefused(Arrays.copyOf(encoded, length));
        }
        assertRefused(Arrays.copyOf(encoded, encoded.length + 1));
    }

    @Test
    void decode_lengthsOutOfBounds_refusedBeforeAllocation() {
        byte[] encoded = SealedProofCodec.encode(Proof.of(AMOUNT, KEYSET, new Secret("secret"), point()));
        for (byte first : new byte[] {(byte) 0x7F, (byte) 0xFF, (byte) 0x80}) {
            byte[] edited = encoded.clone();
            edited[2] = first;
            assertRefused(edited);
        }
    }

    @Test
    void decode_otherFormatOrUnknownParts_refused() {
        byte[] encoded = SealedProofCodec.encode(Proof.of(AMOUNT, KEYSET, new Secret("secret"), point()));
        for (int format : new int[] {0, 2}) {
            byte[] edited = encoded.clone();
            edited[0] = (byte) format;
            assertRefused(edited);
        }
        for (int parts : new int[] {16, 128, 4}) {
            byte[] edited = encoded.clone();
            edited[1] = (byte) parts;
            assertRefused(edited);
        }
    }

    @Test
    void decode_randomBytes_refusedAndNothingElse() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = 1;
                bytes[1] &= 15;
            }
            assertRefused(bytes);
        }
    }

    private static CurvePoint point() {
        return new StoreSamples(4).point();
    }

    private static void assertRefused(byte[] bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> SealedProofCodec.decode(AMOUNT, KEYSET, bytes));
    }
}
