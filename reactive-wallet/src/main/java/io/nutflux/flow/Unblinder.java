package io.nutflux.flow;

import io.nutflux.codec.MintCodec;
import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.DleqStatement;
import io.nutflux.crypto.InvalidPointException;
import io.nutflux.crypto.OutputSecrets;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintMisbehavedException.Kind;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.Keyset;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a mint's signatures into proofs, trusting none: count, order, amount and keyset are matched to the outputs, DLEQ
 * proofs verified (protocol 00.15, 12.3). Computes; call it on the compute scheduler.
 */
final class Unblinder {

    private final CurveEngine curve;

    Unblinder(CurveEngine curve) {
        this.curve = curve;
    }

    /**
     * The proofs, in the order of the outputs.
     *
     * @param signatures in the order of the outputs
     * @param dleqRequired whether a missing DLEQ proof is a fault
     * @throws MintMisbehavedException if anything does not match
     */
    List<Proof> unblind(
            MintUrl mint,
            BlindedOutputs outputs,
            List<BlindSignature> signatures,
            Keyset keyset,
            boolean dleqRequired) {
        match(mint, outputs.messages(), signatures);
        verify(mint, outputs.messages(), signatures, keyset, dleqRequired);
        List<Proof> proofs = new ArrayList<>(signatures.size());
        for (int i = 0; i < signatures.size(); i++) {
            BlindSignature signature = signatures.get(i);
            OutputSecrets.Derived derived = outputs.derived().get(i);
            CurvePoint C;
            try {
                C = curve.unblind(signature.C_(), derived.r(), keyOf(mint, keyset, signature));
            } catch (InvalidPointException e) {
                throw new MintMisbehavedException(mint, Kind.INVALID_POINT, "a signature is no point of the curve");
            }
            DleqProof dleq = signature.dleq();
            proofs.add(Proof.of(signature.amount(), signature.id(), derived.secret(), C)
                    .withDleq(dleq == null ? null : new DleqProof(dleq.e(), dleq.s(), derived.r())));
        }
        return proofs;
    }

    /**
     * What a mint restored of some outputs.
     *
     * @param signatures in the order of the outputs, without those it has not signed
     * @param asked how many it was asked for
     */
    record Restored(List<BlindSignature> signatures, int asked) {

        static final Restored NOTHING = new Restored(List.of(), 0);

        boolean isEmpty() {
            return signatures.isEmpty();
        }

        /** Whether all outputs are signed; a part alone is never the doing of one swap, which signs all or none. */
        boolean isComplete() {
            return !isEmpty() && signatures.size() == asked;
        }
    }

    /** Puts restored signatures into the order of the outputs, matching by {@code B_} and never by place (09.3). */
    static Restored ordered(List<BlindedMessage> asked, MintCodec.Restored restored) {
        Map<CurvePoint, BlindSignature> byMessage = new HashMap<>();
        for (int i = 0; i < restored.outputs().size(); i++) {
            byMessage.put(restored.outputs().get(i).B_(), restored.signatures().get(i));
        }
        List<BlindSignature> ordered = new ArrayList<>(asked.size());
        for (BlindedMessage message : asked) {
            BlindSignature signature = byMessage.get(message.B_());
            if (signature != null) {
                ordered.add(signature);
            }
        }
        return new Restored(List.copyOf(ordered), asked.size());
    }

    private static void match(MintUrl mint, List<BlindedMessage> outputs, List<BlindSignature> signatures) {
        if (signatures.size() != outputs.size()) {
            throw new MintMisbehavedException(
                    mint,
                    Kind.SIGNATURES_MISMATCH,
                    signatures.size() + " signatures for " + outputs.size() + " outputs");
        }
        for (int i = 0; i < outputs.size(); i++) {
            BlindedMessage output = outputs.get(i);
            BlindSignature signature = signatures.get(i);
            if (!signature.amount().equals(output.amount()) || !signature.id().equals(output.id())) {
                throw new MintMisbehavedException(
                        mint, Kind.SIGNATURES_MISMATCH, "signature " + i + " has another amount or keyset");
            }
        }
    }

    private void verify(
            MintUrl mint,
            List<BlindedMessage> outputs,
            List<BlindSignature> signatures,
            Keyset keyset,
            boolean required) {
        List<DleqStatement> statements = new ArrayList<>(signatures.size());
        for (int i = 0; i < signatures.size(); i++) {
            BlindSignature signature = signatures.get(i);
            DleqProof dleq = signature.dleq();
            if (dleq != null) {
                statements.add(DleqStatement.OnSignature.of(
                        keyOf(mint, keyset, signature), outputs.get(i), signature.C_(), dleq));
            } else if (required) {
                throw new MintMisbehavedException(mint, Kind.DLEQ_FALSE, "signature " + i + " lacks its DLEQ proof");
            }
        }
        if (curve.verify(statements).contains(false)) {
            throw new MintMisbehavedException(mint, Kind.DLEQ_FALSE, "a DLEQ proof is false");
        }
    }

    private static CurvePoint keyOf(MintUrl mint, Keyset keyset, BlindSignature signature) {
        CurvePoint key = keyset.key(signature.amount());
        if (key == null) {
            throw new MintMisbehavedException(mint, Kind.SIGNATURES_MISMATCH, "no key for a signed amount");
        }
        return key;
    }
}
