package io.nutflux.testmint;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A proof as plain text, in the wire's forms. {@code toString} shows everything: it is worth nothing.
 *
 * @param amount unsigned
 * @param id full keyset id
 * @param C the unblinded signature, 66 hex characters
 * @param witness JSON in a string, or null
 * @param dleq with the blinding factor, or null
 */
public record TestProof(
        long amount,
        String id,
        String secret,
        String C,
        @Nullable String witness,
        @Nullable ProofDleq dleq) {

    /** The DLEQ proof of a proof (NUT-12): each 64 hex characters. */
    public record ProofDleq(String e, String s, String r) {}

    /** {@code hash_to_curve(secret)}, 66 hex characters. */
    public String Y() {
        return Curve.hex(Curve.hashToCurve(secret));
    }

    /** This without a DLEQ proof. */
    public TestProof withoutDleq() {
        return new TestProof(amount, id, secret, C, witness, null);
    }

    /** This with a DLEQ proof that is well formed and false. */
    public TestProof withFalseDleq() {
        String e = dleq == null ? randomScalar() : dleq.e();
        String r = dleq == null ? randomScalar() : dleq.r();
        return new TestProof(amount, id, secret, C, witness, new ProofDleq(e, randomScalar(), r));
    }

    /** This with a signature that is a point and wrong; the mint refuses it with 10001. */
    public TestProof withWrongSignature() {
        String other = Curve.hex(Curve.publicPoint(Curve.randomScalar()));
        return new TestProof(amount, id, secret, other, witness, dleq);
    }

    /** This claiming another amount. */
    public TestProof withAmount(long newAmount) {
        return new TestProof(newAmount, id, secret, C, witness, dleq);
    }

    /** This claiming another keyset. */
    public TestProof withId(String newId) {
        return new TestProof(amount, newId, secret, C, witness, dleq);
    }

    /** This with a witness. */
    public TestProof withWitness(String newWitness) {
        return new TestProof(amount, id, secret, C, newWitness, dleq);
    }

    /** As an input of a request: without DLEQ proof (00.13). */
    ObjectNode inputJson() {
        ObjectNode node = Json.object()
                .put("amount", Json.unsigned(amount))
                .put("id", id)
                .put("secret", secret)
                .put("C", C);
        if (witness != null) {
            node.put("witness", witness);
        }
        return node;
    }

    /** As in a V3 token. */
    ObjectNode tokenJson() {
        ObjectNode node = inputJson();
        if (dleq != null) {
            node.set("dleq", Json.object().put("e", dleq.e()).put("s", dleq.s()).put("r", dleq.r()));
        }
        return node;
    }

    private static String randomScalar() {
        return HexFormat.of().formatHex(Curve.randomScalar());
    }
}
