package io.nutflux.store.sql;

import io.nutflux.model.Amount;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import io.nutflux.vault.Place;

/** The columns of a proof, the same in both tables that hold some. */
final class ProofColumns {

    static final String SEALED = "sealed";
    static final String NAMES = "amount, keyset, " + SEALED + ", key_version";

    private static final int COUNT = 4;

    private ProofColumns() {}

    /** Parameters: {@code first}, then the proof's. */
    static Object[] parameters(Sealer sealer, Place place, Proof proof, Object... first) {
        Object[] all = new Object[first.length + COUNT];
        System.arraycopy(first, 0, all, 0, first.length);
        int i = first.length;
        all[i++] = proof.amount().bits();
        all[i++] = proof.id().toBytes();
        all[i++] = sealer.seal(place, SealedProofCodec.encode(proof));
        all[i] = sealer.version();
        return all;
    }

    static Amount amount(Row row, int first) {
        return new Amount(row.integer(first));
    }

    static KeysetId keyset(Row row, int first) {
        return KeysetId.of(row.bytes(first + 1));
    }

    /** The proof whose columns begin at {@code first}. */
    static SealedProof read(Row row, int first, Place place) {
        return new SealedProof(amount(row, first), keyset(row, first), new Sealed(place, row.bytes(first + 2)));
    }
}
