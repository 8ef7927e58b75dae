package io.nutflux.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a proof that are worth money or privacy, as the bytes that are sealed together; amount and keyset stand
 * beside them in clear.
 *
 * <pre>
 * 1 format (1) | 1 which parts follow | 4 length, secret | 33 C | [4 length, witness] | [32 e, 32 s] | [32 r] | [33 p2pk_e]
 * </pre>
 */
final class SealedProofCodec {

    private static final byte FORMAT = 1;
    private static final int WITNESS = 1;
    private static final int DLEQ = 2;
    private static final int DLEQ_R = 4;
    private static final int P2PK_E = 8;
    private static final int KNOWN_PARTS = WITNESS | DLEQ | DLEQ_R | P2PK_E;

    private SealedProofCodec() {}

    static byte[] encode(Proof proof) {
        byte[] secret = proof.secret().utf8();
        String text = proof.witness();
        byte @Nullable [] witness = text == null ? null : text.getBytes(UTF_8);
        DleqProof dleq = proof.dleq();
        CurvePoint p2pkE = proof.p2pkE();
        Scalar r = dleq == null ? null : dleq.r();
        int length = 2
                + Integer.BYTES
                + secret.length
                + CurvePoint.LENGTH
                + (witness == null ? 0 : Integer.BYTES + witness.length)
                + (dleq == null ? 0 : 2 * Scalar.LENGTH)
                + (r == null ? 0 : Scalar.LENGTH)
                + (p2pkE == null ? 0 : CurvePoint.LENGTH);
        ByteBuffer bytes = ByteBuffer.allocate(length)
                .put(FORMAT)
                .put((byte) ((witness == null ? 0 : WITNESS)
                        | (dleq == null ? 0 : DLEQ)
                        | (r == null ? 0 : DLEQ_R)
                        | (p2pkE == null ? 0 : P2PK_E)))
                .putInt(secret.length)
                .put(secret)
                .put(proof.C().toBytes());
        if (witness != null) {
            bytes.putInt(witness.length).put(witness);
        }
        if (dleq != null) {
            bytes.put(dleq.e().toBytes()).put(dleq.s().toBytes());
        }
        if (r != null) {
            bytes.put(r.toBytes());
        }
        if (p2pkE != null) {
            bytes.put(p2pkE.toBytes());
        }
        return bytes.array();
    }

    /**
     * The proof of this amount and keyset.
     *
     * @throws IllegalArgumentException if the bytes are not of this format
     */
    static Proof decode(Amount amount, KeysetId keyset, byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        require(bytes.remaining() >= 2 && bytes.get() == FORMAT);
        int parts = bytes.get();
        require((parts & ~KNOWN_PARTS) == 0);
        require((parts & DLEQ) != 0 || (parts & DLEQ_R) == 0);
        Secret secret = new Secret(text(bytes));
        CurvePoint C = CurvePoint.of(take(bytes, CurvePoint.LENGTH));
        String witness = (parts & WITNESS) == 0 ? null : text(bytes);
        DleqProof dleq = (parts & DLEQ) == 0 ? null : dleq(bytes, (parts & DLEQ_R) != 0);
        CurvePoint p2pkE = (parts & P2PK_E) == 0 ? null : CurvePoint.of(take(bytes, CurvePoint.LENGTH));
        require(!bytes.hasRemaining());
        return new Proof(amount, keyset, secret, C, witness, dleq, p2pkE);
    }

    private static DleqProof dleq(ByteBuffer bytes, boolean withR) {
        Scalar e = Scalar.of(take(bytes, Scalar.LENGTH));
        Scalar s = Scalar.of(take(bytes, Scalar.LENGTH));
        return new DleqProof(e, s, withR ? Scalar.of(take(bytes, Scalar.LENGTH)) : null);
    }

    private static String text(ByteBuffer bytes) {
        require(bytes.remaining() >= Integer.BYTES);
        return new String(take(bytes, bytes.getInt()), UTF_8);
    }

    /** Refuses before it allocates. */
    private static byte[] take(ByteBuffer bytes, int length) {
        require(length >= 0 && length <= bytes.remaining());
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not the parts of a proof");
        }
    }
}
