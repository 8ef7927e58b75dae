package io.nutflux.store.sql;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import org.jspecify.annotations.Nullable;

/** The columns of a proof, the same in both tables that hold some. */
final class ProofColumns {

    static final String NAMES = "amount, keyset, secret, c, witness, dleq_e, dleq_s, dleq_r, p2pk_e";

    private static final int COUNT = 9;

    private ProofColumns() {}

    /** Parameters: {@code first}, then the proof's. */
    static Object[] parameters(Proof proof, Object... first) {
        Object[] all = new Object[first.length + COUNT];
        System.arraycopy(first, 0, all, 0, first.length);
        DleqProof dleq = proof.dleq();
        int i = first.length;
        all[i++] = proof.amount().bits();
        all[i++] = proof.id().toBytes();
        all[i++] = proof.secret().text();
        all[i++] = proof.C().toBytes();
        all[i++] = Columns.text(proof.witness());
        all[i++] = Columns.blob(dleq == null ? null : dleq.e());
        all[i++] = Columns.blob(dleq == null ? null : dleq.s());
        all[i++] = Columns.blob(dleq == null ? null : dleq.r());
        all[i] = Columns.blob(proof.p2pkE() == null ? null : proof.p2pkE().toBytes());
        return all;
    }

    /** The proof whose columns begin at {@code first}. */
    static Proof read(Row row, int first) {
        byte[] p2pkE = row.bytesOrNull(first + 8);
        return new Proof(
                new Amount(row.integer(first)),
                KeysetId.of(row.bytes(first + 1)),
                new Secret(row.text(first + 2)),
                CurvePoint.of(row.bytes(first + 3)),
                row.textOrNull(first + 4),
                dleq(row, first + 5),
                p2pkE == null ? null : CurvePoint.of(p2pkE));
    }

    private static @Nullable DleqProof dleq(Row row, int first) {
        byte[] e = row.bytesOrNull(first);
        byte[] s = row.bytesOrNull(first + 1);
        byte[] r = row.bytesOrNull(first + 2);
        return e == null || s == null
                ? null
                : new DleqProof(Scalar.of(e), Scalar.of(s), r == null ? null : Scalar.of(r));
    }
}
