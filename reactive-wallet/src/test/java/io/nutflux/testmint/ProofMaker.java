package io.nutflux.testmint;

import java.util.HexFormat;

/** Makes valid proofs without a request, as if a wallet had been here before. */
final class ProofMaker {

    private final Keysets keysets;
    private final Ledger ledger;

    ProofMaker(Keysets keysets, Ledger ledger) {
        this.keysets = keysets;
        this.ledger = ledger;
    }

    /** A proof of the keyset, which may be inactive. */
    TestProof make(MintKeyset keyset, long amount, String secret) {
        MintKey key = keyset.key(amount);
        if (key == null) {
            throw new IllegalArgumentException(
                    "keyset " + keyset.id() + " has no denomination " + Long.toUnsignedString(amount));
        }
        byte[] r = Curve.randomScalar();
        byte[] Y = Curve.hashToCurve(secret);
        byte[] blinded = Curve.add(Y, Curve.publicPoint(r));
        byte[] signature = key.sign(blinded);
        byte[] unblinded = Curve.subtract(signature, Curve.multiply(key.point(), r));
        Dleq dleq = key.prove(blinded, signature);
        ledger.issued(keyset.unit(), amount);
        return new TestProof(
                amount,
                keyset.id(),
                secret,
                Curve.hex(unblinded),
                null,
                new TestProof.ProofDleq(dleq.e(), dleq.s(), HexFormat.of().formatHex(r)));
    }

    TestProof make(String unit, long amount) {
        return make(keysets.newest(unit), amount, randomSecret());
    }

    static String randomSecret() {
        return HexFormat.of().formatHex(Curve.randomBytes(32));
    }
}
