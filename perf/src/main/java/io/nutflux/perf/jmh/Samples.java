package io.nutflux.perf.jmh;

import io.nutflux.crypto.DleqStatement;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.Hex;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import io.nutflux.model.Token;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.ECPoint;

/** Proofs as a mint with 64 denominations would have signed them; always the same ones. */
final class Samples {

    static final int KEYS = 64;
    static final KeysetId KEYSET = new KeysetId("01" + "5a".repeat(32));

    private final Random random = new Random(21);
    private final List<BigInteger> privateKeys = new ArrayList<>();
    private final List<CurvePoint> keys = new ArrayList<>();

    Samples() {
        for (int i = 0; i < KEYS; i++) {
            BigInteger k = number();
            privateKeys.add(k);
            keys.add(PlainBouncyCastle.compressed(PlainBouncyCastle.publicKey(k)));
        }
    }

    /** Any number below 2^255, so below the group's order. */
    BigInteger number() {
        return new BigInteger(255, random).setBit(0);
    }

    Scalar scalar() {
        return PlainBouncyCastle.scalar(number());
    }

    Secret secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new Secret(Hex.encode(bytes));
    }

    CurvePoint key(int denomination) {
        return keys.get(denomination);
    }

    /** A signed output, before and after unblinding. */
    Signed sign(int denomination) {
        BigInteger k = privateKeys.get(denomination);
        ECPoint A = PlainBouncyCastle.point(keys.get(denomination));
        Secret secret = secret();
        BigInteger r = number();
        ECPoint Y = PlainBouncyCastle.hashToCurve(secret.utf8());
        ECPoint B_ = Y.add(PlainBouncyCastle.publicKey(r));
        ECPoint C_ = B_.multiply(k);
        DleqProof dleq = PlainBouncyCastle.prove(k, A, B_, C_, number(), PlainBouncyCastle.scalar(r));
        return new Signed(
                keys.get(denomination),
                secret,
                PlainBouncyCastle.scalar(r),
                PlainBouncyCastle.compressed(Y),
                PlainBouncyCastle.compressed(B_),
                PlainBouncyCastle.compressed(C_),
                PlainBouncyCastle.compressed(Y.multiply(k)),
                dleq);
    }

    List<Signed> sign(int firstDenomination, int count, int denominations) {
        List<Signed> signed = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            signed.add(sign(firstDenomination + i % denominations));
        }
        return List.copyOf(signed);
    }

    /** A token of eight proofs of 1 to 128 with DLEQ, the token that every figure here is about. */
    Token token() {
        List<Proof> proofs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Signed signed = sign(i);
            proofs.add(Proof.of(Amount.of(1L << i), KEYSET, signed.secret(), signed.C())
                    .withDleq(signed.dleq()));
        }
        return Token.of(MintUrl.of("https://mint.example.com"), CurrencyUnit.SAT, proofs, null);
    }

    /** One signature with all that its verification can start from. */
    record Signed(
            CurvePoint A,
            Secret secret,
            Scalar r,
            CurvePoint Y,
            CurvePoint B_,
            CurvePoint C_,
            CurvePoint C,
            DleqProof dleq) {

        DleqStatement onSignature() {
            return new DleqStatement.OnSignature(A, B_, C_, dleq);
        }

        DleqStatement onProof(CurvePoint Y) {
            return new DleqStatement.OnProof(A, Y, C, dleq);
        }
    }
}
