package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestsTest {

    private static final MintUrl MINT = MintUrl.of("https://mint.example");
    private static final KeysetId ID = new KeysetId("009a1f293253e41e");
    private static final KeysetId V2 =
            new KeysetId("015ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a");

    private final CurveEngine engine = CurveEngine.bouncyCastle();
    private final Proof one = proof(1, ID, "one", 1);
    private final Proof two = proof(2, ID, "two", 2);
    private final Proof three = proof(2, V2, "three", 3);

    @Test
    void token_orderOfProofs_doesNotMatter() {
        assertThat(digest(MINT, one, two, three))
                .isEqualTo(digest(MINT, three, one, two))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void token_witnessAndDleq_doNotMatter() {
        Scalar any = Scalar.of(new byte[32]);
        Proof dressed =
                new Proof(one.amount(), one.id(), one.secret(), one.C(), "{}", new DleqProof(any, any, any), one.C());

        assertThat(digest(MINT, dressed, two)).isEqualTo(digest(MINT, one, two));
    }

    @Test
    void token_anyOtherField_matters() {
        String digest = digest(MINT, one, two);

        assertThat(List.of(
                        digest(MintUrl.of("https://mint.example/x"), one, two),
                        digest(MINT, one),
                        digest(MINT, one, two, two),
                        digest(MINT, one, proof(4, ID, "two", 2)),
                        digest(MINT, one, proof(2, V2, "two", 2)),
                        digest(MINT, one, proof(2, ID, "Two", 2)),
                        digest(MINT, one, proof(2, ID, "two", 3)),
                        digest(MINT)))
                .doesNotContain(digest)
                .doesNotHaveDuplicates();
    }

    /** The wallet keeps digests, so they must not change from version to version. */
    @Test
    void token_isTheSameInEveryVersion() {
        assertThat(digest(MINT, one, two, three))
                .isEqualTo("b1f7fa3f5b05a4259d3df0224d3da0a8473a960f9c95caf0823d53f6642489d7");
    }

    @Test
    void token_listsOfDifferentLength_areRefused() {
        assertThatThrownBy(() -> Digests.token(MINT, List.of(one), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** 00.34: the same token may come with the short form of its keysets' ids. */
    @Test
    void token_shortKeysetId_isThatOfTheFullOne() {
        Proof shortened = three.withId(new KeysetId("015ba18a8adcd02e"));
        assertThat(digest(MINT, one, shortened)).isEqualTo(digest(MINT, one, three));
    }

    private String digest(MintUrl mint, Proof... proofs) {
        List<Proof> list = List.of(proofs);
        return Digests.token(
                mint,
                list,
                engine.hashToCurve(
                        list.stream().map(proof -> proof.secret().utf8()).toList()));
    }

    private static Proof proof(long amount, KeysetId id, String secret, int C) {
        CurvePoint point = CurveEngine.bouncyCastle().publicKey(Scalar.fromHex(String.format("%064x", C)));
        return Proof.of(Amount.of(amount), id, new Secret(secret), point);
    }
}
