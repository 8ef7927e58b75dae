package io.nutflux.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.crypto.TestRandomness;
import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a backup of several chunks when they are not those that were written, in their order. */
class BackupChunksTest {

    private static final int SEALED = 65_536 + 16;
    private static final int LAST = 1_000 + 16;

    private final TestRandomness random = TestRandomness.seeded("chunks");
    private final DataKey key = DataKey.of(random.bytes(32));
    private final byte[] content = random.bytes(3 * 65_536 + 1_000);
    private final byte[] header = header("00112233445566778899aabbccddeeff");
    private final List<byte[]> chunks = seal(header, content);

    @Test
    void read_allChunksInOrder_givesTheContent() throws IOException {
        assertThat(read(chunks, new ArrayList<>())).isNull();
        List<byte[]> pieces = new ArrayList<>();
        read(chunks, pieces);
        assertThat(Gcm.concat(pieces.toArray(new byte[0][]))).isEqualTo(content);
    }

    @Test
    void read_chunksMadeByTheDescribedFormat_givesTheContent() throws IOException {
        HMac hmac = new HMac(new SHA256Digest());
        hmac.init(new KeyParameter(key.toBytes()));
        byte[] input = Gcm.concat("nutflux/backup/1".getBytes(StandardCharsets.US_ASCII), header);
        hmac.update(input, 0, input.length);
        byte[] chunkKey = new byte[32];
        hmac.doFinal(chunkKey, 0);
        List<byte[]> made = new ArrayList<>();
        for (int i = 0; i <= 3; i++) {
            byte[] nonce = ByteBuffer.allocate(12)
                    .putInt(7, i)
                    .put(11, (byte) (i == 3 ? 1 : 0))
                    .array();
            byte[] piece = Arrays.copyOfRange(content, i * 65_536, Math.min(content.length, (i + 1) * 65_536));
            made.add(Gcm.crypt(true, chunkKey, nonce, new byte[0], piece));
        }
        assertThat(made).containsExactlyElementsOf(chunks);
    }

    /** Pieces that come before the fault are whole and in order; then comes the error, never the end. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0, 2", "1, 2", "0, 3", "2, 3"})
    void read_chunksSwapped_isRefused(int one, int other) throws IOException {
        List<byte[]> swapped = new ArrayList<>(chunks);
        Collections.swap(swapped, one, other);
        assertRefused(swapped, Math.min(one, other));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void read_chunkLeftOut_isRefused(int index) throws IOException {
        List<byte[]> fewer = new ArrayList<>(chunks);
        fewer.remove(index);
        assertRefused(fewer, index);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void read_chunkTwice_isRefused(int index) throws IOException {
        List<byte[]> more = new ArrayList<>(chunks);
        more.add(index, more.get(index));
        assertRefused(more, Math.min(index + 1, 3));
    }

    @Test
    void read_endCutOffBetweenChunks_saysSo() throws IOException {
        for (int left = 0; left < 4; left++) {
            StoreException error = assertRefused(chunks.subList(0, left), Math.max(0, left - 1));
            assertThat(error.kind()).isEqualTo(Kind.CORRUPT);
            assertThat(error).hasMessage("the backup is cut off: its end is missing");
        }
    }

    @Test
    void read_cutAroundEveryBoundary_isRefused() throws IOException {
        byte[] whole = Gcm.concat(chunks.toArray(new byte[0][]));
        for (int boundary = SEALED; boundary <= 3 * SEALED; boundary += SEALED) {
            for (int distance = -18; distance <= 18; distance++) {
                if (distance != 0) {
                    assertRefused(List.of(Arrays.copyOf(whole, boundary + distance)), -1);
                }
            }
        }
        for (int cut = 1; cut < LAST; cut += 7) {
            assertRefused(List.of(Arrays.copyOf(whole, whole.length - cut)), -1);
        }
    }

    @Test
    void read_somethingAppended_isRefused() throws IOException {
        for (int length : new int[] {1, 15, 16, 17, SEALED - LAST, SEALED - LAST + 1, SEALED}) {
            List<byte[]> more = new ArrayList<>(chunks);
            more.add(new byte[length]);
            assertRefused(more, 3);
        }
    }

    @Test
    void read_fullLastChunkAndSomethingAppended_saysSo() throws IOException {
        List<byte[]> full = seal(header, Arrays.copyOf(content, 2 * 65_536));
        full.add(new byte[1]);
        assertThat(assertRefused(full, 1)).hasMessage("something was appended to the backup");
    }

    @Test
    void read_chunkOfAnotherBackupUnderTheSameKey_isRefused() throws IOException {
        List<byte[]> other = seal(header("ffeeddccbbaa99887766554433221100"), content);
        List<byte[]> mixed = new ArrayList<>(chunks);
        mixed.set(1, other.get(1));
        assertRefused(mixed, 1);
    }

    /** Reads as far as it goes; checks that what came is the content's beginning, and how much, unless that is -1. */
    private StoreException assertRefused(List<byte[]> changed, int pieces) throws IOException {
        List<byte[]> seen = new ArrayList<>();
        StoreException error = read(changed, seen);
        assertThat(error).isNotNull();
        assertThat(error.kind()).isIn(Kind.CORRUPT, Kind.TAMPERED);
        byte[] given = Gcm.concat(seen.toArray(new byte[0][]));
        assertThat(given).isEqualTo(Arrays.copyOf(content, given.length));
        if (pieces >= 0) {
            assertThat(seen).hasSize(pieces);
        }
        return error;
    }

    private StoreException read(List<byte[]> sealed, List<byte[]> pieces) throws IOException {
        byte[] file = Gcm.concat(header, Gcm.concat(sealed.toArray(new byte[0][])));
        try (BackupInput input = BackupInput.of(new ByteArrayInputStream(file), key)) {
            while (!input.isAtEnd()) {
                pieces.add(input.next());
            }
            return null;
        } catch (StoreException e) {
            return e;
        }
    }

    private List<byte[]> seal(byte[] header, byte[] content) {
        List<byte[]> sealed = new ArrayList<>();
        try (BackupCipher cipher = new BackupCipher(key, header)) {
            int from = 0;
            while (content.length - from > 65_536) {
                sealed.add(cipher.seal(Arrays.copyOfRange(content, from, from + 65_536), false));
                from += 65_536;
            }
            sealed.add(cipher.seal(Arrays.copyOfRange(content, from, content.length), true));
        }
        return sealed;
    }

    private static byte[] header(String id) {
        return new BackupHeader(id, Instant.ofEpochSecond(1_900_000_000), new WrappedKey("test", "wrapped")).toBytes();
    }

    @Test
    void closedCipher_neitherSealsNorOpens() {
        BackupCipher cipher = new BackupCipher(key, header);
        cipher.close();
        assertThatThrownBy(() -> cipher.seal(new byte[1], true)).hasMessage("the keys are closed");
    }
}
