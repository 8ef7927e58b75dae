package io.nutflux.perf.generate;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.Randomness;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.Hex;
import io.nutflux.model.Keyset;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import io.nutflux.model.Token;
import io.nutflux.token.TokenCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Blinds the outputs of many tokens with random secrets, and makes tokens of the signatures. */
final class TokenMaker {

    private final CurveEngine curve = CurveEngine.bouncyCastle();
    private final Randomness random = Randomness.secure();
    private final MintUrl mint;
    private final Keyset keyset;
    private final Amounts amounts;
    private final TokenCodec codec;

    TokenMaker(MintUrl mint, Keyset keyset, Amounts amounts, TokenCodec codec) {
        this.mint = mint;
        this.keyset = keyset;
        this.amounts = amounts;
        this.codec = codec;
        amounts.values().forEach(this::key);
    }

    private CurvePoint key(long amount) {
        CurvePoint key = keyset.key(Amount.of(amount));
        if (key == null) {
            throw new IllegalArgumentException(keyset + " has no denomination " + amount);
        }
        return key;
    }

    /** The outputs of so many tokens. */
    Blinded blind(int tokens) {
        List<Secret> secrets = new ArrayList<>();
        for (int i = 0; i < tokens * amounts.size(); i++) {
            secrets.add(new Secret(Hex.encode(randomBytes())));
        }
        List<CurvePoint> points =
                curve.hashToCurve(secrets.stream().map(Secret::utf8).toList());
        List<Scalar> factors = new ArrayList<>();
        List<BlindedMessage> outputs = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Scalar r = randomScalar();
            factors.add(r);
            Amount amount = Amount.of(amounts.values().get(i % amounts.size()));
            outputs.add(new BlindedMessage(amount, keyset.id(), curve.blind(points.get(i), r)));
        }
        return new Blinded(secrets, factors, outputs);
    }

    /** The texts of the tokens that the signatures on {@code blinded} give, DLEQ proofs included. */
    List<String> unblind(Blinded blinded, List<BlindSignature> signatures) {
        if (signatures.size() != blinded.outputs().size()) {
            throw new IllegalStateException("the mint signed another number of outputs");
        }
        List<String> tokens = new ArrayList<>();
        for (int first = 0; first < signatures.size(); first += amounts.size()) {
            List<Proof> proofs = new ArrayList<>();
            for (int i = first; i < first + amounts.size(); i++) {
                proofs.add(proof(blinded, signatures.get(i), i));
            }
            tokens.add(codec.encode(Token.of(mint, CurrencyUnit.SAT, proofs, null)));
        }
        return tokens;
    }

    private Proof proof(Blinded blinded, BlindSignature signature, int index) {
        Scalar r = blinded.factors().get(index);
        CurvePoint C = curve.unblind(signature.C_(), r, key(signature.amount().toLongExact()));
        DleqProof dleq = Objects.requireNonNull(signature.dleq(), "the mint gives no DLEQ proofs");
        return Proof.of(signature.amount(), signature.id(), blinded.secrets().get(index), C)
                .withDleq(new DleqProof(dleq.e(), dleq.s(), r));
    }

    private Scalar randomScalar() {
        Scalar scalar = Scalar.of(randomBytes());
        return curve.isValidScalar(scalar) ? scalar : randomScalar();
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[Scalar.LENGTH];
        random.fill(bytes);
        return bytes;
    }

    /** Outputs with what is needed to make proofs of their signatures. */
    record Blinded(List<Secret> secrets, List<Scalar> factors, List<BlindedMessage> outputs) {

        @Override
        public String toString() {
            return "Blinded[" + outputs.size() + ", redacted]";
        }
    }
}
