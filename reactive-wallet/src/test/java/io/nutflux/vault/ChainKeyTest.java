package io.nutflux.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class ChainKeyTest {

    private final ChainKey key = ChainKey.of("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));

    @Test
    void link_isHmacOverUseAndPartsWithTheirLengths() {
        byte[] previous = ChainKey.start();
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key.toBytes()));
        mac.update((byte) 3);
        mac.update(new byte[] {0, 0, 0, 32}, 0, 4);
        mac.update(previous, 0, 32);
        mac.update(new byte[] {0, 0, 0, 2, 'a', 'b'}, 0, 6);
        mac.update(new byte[] {0, 0, 0, 0}, 0, 4);
        byte[] expected = new byte[32];
        mac.doFinal(expected, 0);

        assertThat(key.link(previous, bytes("ab"), bytes(""))).isEqualTo(expected);
    }

    @Test
    void link_ofOtherPartsOrderPreviousOrKey_differs() {
        byte[] link = key.link(ChainKey.start(), bytes("a"), bytes("bc"));

        assertThat(key.link(ChainKey.start(), bytes("ab"), bytes("c"))).isNotEqualTo(link);
        assertThat(key.link(ChainKey.start(), bytes("bc"), bytes("a"))).isNotEqualTo(link);
        assertThat(key.link(link, bytes("a"), bytes("bc"))).isNotEqualTo(link);
        assertThat(ChainKey.of(new byte[32]).link(ChainKey.start(), bytes("a"), bytes("bc")))
                .isNotEqualTo(link);
    }

    @Test
    void of_wrongLength_refused_andNothingIsShown() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChainKey.of(new byte[31]));
        assertThat(key).hasToString("ChainKey[redacted]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
