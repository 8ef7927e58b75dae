package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomnessTest {

    @Test
    void secure_manyOperationIds_differ() {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(Randomness.secure().operationId())).isTrue();
        }
    }

    @Test
    void secure_describe_namesProviderAndAlgorithm() {
        assertThat(Randomness.secure().describe()).matches("\\S+ \\S+");
    }

    @Test
    void seeded_sameSeed_givesSameBytesHoweverAsked() {
        byte[] whole = TestRandomness.seeded("a").bytes(64);
        TestRandomness again = TestRandomness.seeded("a");

        assertThat(again.bytes(32)).isEqualTo(Arrays.copyOf(whole, 32));
        assertThat(again.bytes(32)).isEqualTo(Arrays.copyOfRange(whole, 32, 64));
        assertThat(TestRandomness.seeded("b").bytes(64)).isNotEqualTo(whole);
    }
}
