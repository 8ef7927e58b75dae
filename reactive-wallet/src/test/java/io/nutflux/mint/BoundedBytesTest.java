package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutflux.error.LimitExceededException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** X.7. */
class BoundedBytesTest {

    @Test
    void append_uptoTheLimit_keepsEveryByteInOrder() {
        BoundedBytes bytes = new BoundedBytes(5_000);
        byte[] expected = new byte[5_000];
        for (int i = 0; i < 5_000; i += 100) {
            byte[] chunk = new byte[100];
            Arrays.fill(chunk, (byte) i);
            System.arraycopy(chunk, 0, expected, i, 100);
            bytes.append(Unpooled.wrappedBuffer(chunk));
        }
        assertThat(bytes.toBytes()).isEqualTo(expected);
    }

    @Test
    void append_pastTheLimit_isRefusedAndLeavesTheChunkToItsOwner() {
        BoundedBytes bytes = new BoundedBytes(3);
        bytes.append(Unpooled.wrappedBuffer(new byte[] {1, 2}));
        ByteBuf chunk = Unpooled.wrappedBuffer(new byte[] {3, 4});
        assertThatThrownBy(() -> bytes.append(chunk)).isInstanceOfSatisfying(LimitExceededException.class, e -> {
            assertThat(e.limit()).isEqualTo(LimitExceededException.Limit.RESPONSE_BYTES);
            assertThat(e.allowed()).isEqualTo(3);
        });
        assertThat(chunk.refCnt()).isEqualTo(1);
    }

    @Test
    void toBytes_nothingAppended_isEmpty() {
        assertThat(new BoundedBytes(Integer.MAX_VALUE).toBytes()).isEmpty();
    }
}
