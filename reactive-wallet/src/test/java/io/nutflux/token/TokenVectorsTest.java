package io.nutflux.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.error.TokenException;
import io.nutflux.error.TokenException.Reason;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Hex;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Secret;
import io.nutflux.model.Token;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The token vectors of NUT-00. */
class TokenVectorsTest {

    private static final Token V3 = new Token(
            Token.Version.V3,
            List.of(new Token.Entry(
                    MintUrl.of("https://8333.space:3338"),
                    List.of(
                            proof(
                                    2,
                                    "009a1f293253e41e",
                                    "407915bc212be61a77e3e6d2aeb4c727980bda51cd06a6afc29e2861768a7837",
                                    "02bc9097997d81afb2cc7346b5e4345a9346bd2a506eb7958598a72f0cf85163ea"),
                            proof(
                                    8,
                                    "009a1f293253e41e",
                                    "fe15109314e61d7756b0f8ee0f23a624acaa3f4e042f61433c728c7057b931be",
                                    "029e8e5050b890a7d6c0968db16bc1d5d5fa040ea1de284f6ec69d61299f671059")))),
            CurrencyUnit.SAT,
            "Thank you.");

    private static final Token SINGLE_KEYSET = Token.of(
            MintUrl.of("http://localhost:3338"),
            CurrencyUnit.SAT,
            List.of(proof(
                    1,
                    "00ad268c4d1f5826",
                    "9a6dbb847bd232ba76db0df197216b29d3b8cc14553cd27827fc1cc942fedb4e",
                    "038618543ffb6b8695df4ad4babcde92a34a96bdcd97dcee0d7ccf98d472126792")),
            "Thank you");

    private static final Token SEVERAL_KEYSETS = Token.of(
            MintUrl.of("http://localhost:3338"),
            CurrencyUnit.SAT,
            List.of(
                    proof(
                            1,
                            "00ffd48b8f5ecf80",
                            "acc12435e7b8484c3cf1850149218af90f716a52bf4a5ed347e48ecc13f77388",
                            "0244538319de485d55bed3b29a642bee5879375ab9e7a620e11e48ba482421f3cf"),
                    proof(
                            2,
                            "00ad268c4d1f5826",
                            "1323d3d4707a58ad2e23ada4e9f1f49f5a5b4ac7b708eb0d61f738f48307e8ee",
                            "023456aa110d84b4ac747aebd82c3b005aca50bf457ebd5737a4414fac3ae7d94d"),
                    proof(
                            1,
                            "00ad268c4d1f5826",
                            "56bcbcbb7cc6406b3fa5d57d2174f4eff8b4402b176926d3a57d3c3dcbb59d57",
                            "0273129c5719e599379a974a626363c333c56cafc0e6d01abe46d5808280789c63")),
            null);

    private final TokenCodec codec = new TokenCodec(DecodeLimits.defaults());

    @Test
    void encodeV3_vector_givesItsText() {
        assertThat(codec.encodeV3(V3)).isEqualTo(Vectors.token("v3.written"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3.written", "v3.valid"})
    void decode_validV3_givesItsProofs(String name) {
        assertThat(codec.decode(Vectors.token(name))).isEqualTo(V3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3.wrongPrefix", "v3.noPrefix"})
    void decode_v3WithoutPrefix_isNoToken(String name) {
        assertThatThrownBy(() -> codec.decode(Vectors.token(name)))
                .isInstanceOfSatisfying(
                        TokenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3.padded", "v3.unpadded"})
    void decode_v3PaddedOrNot_givesTheSame(String name) {
        Token token = codec.decode(Vectors.token(name));

        assertThat(token.entries()).isEqualTo(V3.entries());
        assertThat(token.memo()).isEqualTo("Thank you very much.");
    }

    @Test
    void decode_v4OfOneKeyset_givesItsProofs() {
        assertThat(codec.decode(Vectors.token("v4.singleKeyset"))).isEqualTo(SINGLE_KEYSET);
    }

    @Test
    void decode_v4OfSeveralKeysets_givesItsProofs() {
        assertThat(codec.decode(Vectors.token("v4.severalKeysets"))).isEqualTo(SEVERAL_KEYSETS);
    }

    @Test
    void encode_vectors_giveTheirBytes() {
        assertThat(codec.encode(SINGLE_KEYSET) + "=").isEqualTo(Vectors.token("v4.singleKeyset"));
        assertThat(codec.encode(SEVERAL_KEYSETS)).isEqualTo(Vectors.token("v4.severalKeysets"));
    }

    @Test
    void raw_vector_readsAndWrites() {
        byte[] raw = Hex.decode(Vectors.token("v4.raw"));

        assertThat(codec.decodeRaw(raw)).isEqualTo(SINGLE_KEYSET);
        assertThat(codec.encodeRaw(SINGLE_KEYSET)).isEqualTo(raw);
    }

    private static Proof proof(long amount, String id, String secret, String C) {
        return Proof.of(Amount.of(amount), new KeysetId(id), new Secret(secret), CurvePoint.fromHex(C));
    }
}
