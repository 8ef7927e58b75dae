package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.CurvePoint;
import org.junit.jupiter.api.Test;

class MintKeysTest {

    private final MintKeys<MintKey> keys = new MintKeys<>(3, MintKey::decode);
    private final Cases cases = new Cases("keys");

    @Test
    void get_sameKey_givesSameObject() {
        CurvePoint key = point();

        assertThat(keys.get(key)).isSameAs(keys.get(CurvePoint.of(key.toBytes())));
    }

    @Test
    void get_moreThanCapacity_forgetsTheLeastRecentlyUsed() {
        CurvePoint used = point();
        CurvePoint idle = point();
        MintKey usedKey = keys.get(used);
        MintKey idleKey = keys.get(idle);
        for (int i = 0; i < 10; i++) {
            keys.get(point());
            assertThat(keys.get(used)).isSameAs(usedKey);
            assertThat(keys.size()).isLessThanOrEqualTo(3);
        }

        assertThat(keys.get(idle)).isNotSameAs(idleKey);
    }

    @Test
    void get_pointOffTheCurve_isRefusedAndNotRemembered() {
        CurvePoint off = CurvePoint.fromHex("020000000000000000000000000000000000000000000000000000000000000005");

        assertThatThrownBy(() -> keys.get(off)).isInstanceOf(InvalidPointException.class);
        assertThat(keys.size()).isZero();
    }

    private CurvePoint point() {
        return Reference.publicKey(cases.uniform());
    }
}
