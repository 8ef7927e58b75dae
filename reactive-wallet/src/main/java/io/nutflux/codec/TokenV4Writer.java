package io.nutflux.codec;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the CBOR of a V4 token, maps in the order of the specification's vectors (00.33). */
final class TokenV4Writer {

    private TokenV4Writer() {}

    static byte[] write(Token token) {
        CurrencyUnit unit = token.unit();
        if (token.entries().size() != 1 || unit == null) {
            throw new IllegalArgumentException("a V4 token has one mint and a unit");
        }
        Token.Entry entry = token.entries().get(0);
        Map<KeysetId, List<Proof>> groups = byKeyset(entry.proofs());
        CborWriter out = new CborWriter();
        out.map(token.memo() == null ? 3 : 4);
        out.text("t").array(groups.size());
        groups.forEach((id, proofs) -> group(out, id, proofs));
        if (token.memo() != null) {
            out.text("d").text(token.memo());
        }
        out.text("m").text(entry.mint().value());
        out.text("u").text(unit.label());
        return out.toBytes();
    }

    /** Keysets in the order in which they appear, each with its proofs in theirs. */
    private static Map<KeysetId, List<Proof>> byKeyset(List<Proof> proofs) {
        if (proofs.isEmpty()) {
            throw new IllegalArgumentException("a token has proofs");
        }
        Map<KeysetId, List<Proof>> groups = new LinkedHashMap<>();
        for (Proof proof : proofs) {
            groups.computeIfAbsent(proof.id(), id -> new ArrayList<>()).add(proof);
        }
        return groups;
    }

    private static void group(CborWriter out, KeysetId id, List<Proof> proofs) {
        out.map(2).text("i").bytes(id.toBytes());
        out.text("p").array(proofs.size());
        for (Proof proof : proofs) {
            proof(out, proof);
        }
    }

    private static void proof(CborWriter out, Proof proof) {
        DleqProof dleq = proof.dleq();
        // Without r a DLEQ proves nothing to a receiver (12.5).
        Scalar r = dleq == null ? null : dleq.r();
        out.map(3 + present(r) + present(proof.witness()) + present(proof.p2pkE()));
        out.text("a").unsigned(proof.amount().bits());
        out.text("s").text(proof.secret().text());
        out.text("c").bytes(proof.C().toBytes());
        if (dleq != null && r != null) {
            out.text("d").map(3);
            out.text("e").bytes(dleq.e().toBytes());
            out.text("s").bytes(dleq.s().toBytes());
            out.text("r").bytes(r.toBytes());
        }
        if (proof.witness() != null) {
            out.text("w").text(proof.witness());
        }
        if (proof.p2pkE() != null) {
            out.text("pe").bytes(proof.p2pkE().toBytes());
        }
    }

    private static int present(@Nullable Object value) {
        return value == null ? 0 : 1;
    }
}
