package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nutflux.model.Amount;
import io.nutflux.model.Proof;
import io.nutflux.store.StoreSamples;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SealedTokenCodecTest {

    private final StoreSamples samples = new StoreSamples(7);

    /** Among them, proofs with all that a proof can have, and of both lengths of keyset ids. */
    private List<Proof> proofs(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> samples.proof(new Amount(i % 2 == 0 ? 1 : Long.MIN_VALUE + i)))
                .toList();
    }

    @Test
    void decode_ofEncoded_isTheSameProofsInOrder() {
        for (int count : new int[] {0, 1, 2, 40}) {
            List<Proof> proofs = proofs(count);
            assertThat(SealedTokenCodec.decode(SealedTokenCodec.encode(proofs))).isEqualTo(proofs);
        }
    }

    @Test
    void decode_cutInsideAProof_refused() {
        byte[] one = SealedTokenCodec.encode(proofs(1));
        for (int length = 1; length < one.length; length++) {
            assertRefused(Arrays.copyOf(one, length));
        }
        assertRefused(Arrays.copyOf(one, one.length + 1));
    }

    @Test
    void decode_lengthsOutOfBounds_refusedBeforeAllocation() {
        byte[] one = SealedTokenCodec.encode(proofs(1));
        int length = Long.BYTES + 1 + one[Long.BYTES];
        for (byte first : new byte[] {(byte) 0x7F, (byte) 0xFF, (byte) 0x80}) {
            byte[] edited = one.clone();
            edited[length] = first;
            assertRefused(edited);
        }
        byte[] edited = one.clone();
        edited[Long.BYTES] = (byte) 0xFF;
        assertRefused(edited);
    }

    @Test
    void decode_randomBytes_refusedAndNothingElse() {
        Random random = new Random(13);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            assertRefused(bytes);
        }
    }

    private static void assertRefused(byte[] bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> SealedTokenCodec.decode(bytes));
    }
}
