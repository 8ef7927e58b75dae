package io.nutflux.store.sql;

import io.nutflux.model.Amount;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A token's proofs as the bytes that are sealed together.
 *
 * <pre>
 * for each proof: 8 amount | 1 length, keyset | 4 length, the rest as in {@link SealedProofCodec}
 * </pre>
 */
final class SealedTokenCodec {

    private SealedTokenCodec() {}

    static byte[] encode(List<Proof> proofs) {
        List<byte[]> parts = proofs.stream().map(SealedProofCodec::encode).toList();
        List<byte[]> keysets =
                proofs.stream().map(proof -> proof.id().toBytes()).toList();
        int length = 0;
        for (int i = 0; i < proofs.size(); i++) {
            length += Long.BYTES + 1 + keysets.get(i).length + Integer.BYTES + parts.get(i).length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (int i = 0; i < proofs.size(); i++) {
            bytes.putLong(proofs.get(i).amount().bits())
                    .put((byte) keysets.get(i).length)
                    .put(keysets.get(i))
                    .putInt(parts.get(i).length)
                    .put(parts.get(i));
        }
        return bytes.array();
    }

    /**
     * The proofs.
     *
     * @throws IllegalArgumentException if the bytes are not of this format
     */
    static List<Proof> decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        List<Proof> proofs = new ArrayList<>();
        while (bytes.hasRemaining()) {
            require(bytes, Long.BYTES + 1);
            Amount amount = new Amount(bytes.getLong());
            KeysetId keyset = KeysetId.of(take(bytes, Byte.toUnsignedInt(bytes.get())));
            require(bytes, Integer.BYTES);
            proofs.add(SealedProofCodec.decode(amount, keyset, take(bytes, bytes.getInt())));
        }
        return proofs;
    }

    /** Refuses before it allocates. */
    private static byte[] take(ByteBuffer bytes, int length) {
        require(bytes, length);
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private static void require(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("not the proofs of a token");
        }
    }
}
