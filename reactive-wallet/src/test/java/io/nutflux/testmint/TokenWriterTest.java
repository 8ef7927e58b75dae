package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the vectors of NUT-00. */
class TokenWriterTest {

    private static final TestProof SINGLE = proof(
            1,
            "00ad268c4d1f5826",
            "9a6dbb847bd232ba76db0df197216b29d3b8cc14553cd27827fc1cc942fedb4e",
            "038618543ffb6b8695df4ad4babcde92a34a96bdcd97dcee0d7ccf98d472126792");

    @Test
    void v4_singleKeyset_vector() {
        TokenOptions options = TokenOptions.defaults().withMemo("Thank you").withPadding();
        assertThat(TokenWriter.v4("http://localhost:3338", "sat", List.of(SINGLE), options))
                .isEqualTo("cashuBpGF0gaJhaUgArSaMTR9YJmFwgaNhYQFhc3hAOWE2ZGJiODQ3YmQyMzJiYTc2ZGIwZGYxOTcyMTZiMjlkM2I4"
                        + "Y2MxNDU1M2NkMjc4MjdmYzFjYzk0MmZlZGI0ZWFjWCEDhhhUP_trhpXfStS6vN6So0qWvc2X3O4NfM-Y1HISZ5JhZGlU"
                        + "aGFuayB5b3VhbXVodHRwOi8vbG9jYWxob3N0OjMzMzhhdWNzYXQ=");
    }

    @Test
    void v4_severalKeysets_vector() {
        List<TestProof> proofs = List.of(
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
                        "0273129c5719e599379a974a626363c333c56cafc0e6d01abe46d5808280789c63"));
        assertThat(TokenWriter.v4("http://localhost:3338", "sat", proofs, TokenOptions.defaults()))
                .isEqualTo("cashuBo2F0gqJhaUgA_9SLj17PgGFwgaNhYQFhc3hAYWNjMTI0MzVlN2I4NDg0YzNjZjE4NTAxNDkyMThhZjkwZjcx"
                        + "NmE1MmJmNGE1ZWQzNDdlNDhlY2MxM2Y3NzM4OGFjWCECRFODGd5IXVW-07KaZCvuWHk3WrnnpiDhHki6SCQh88-iYWlI"
                        + "AK0mjE0fWCZhcIKjYWECYXN4QDEzMjNkM2Q0NzA3YTU4YWQyZTIzYWRhNGU5ZjFmNDlmNWE1YjRhYzdiNzA4ZWIwZDYx"
                        + "ZjczOGY0ODMwN2U4ZWVhY1ghAjRWqhENhLSsdHrr2Cw7AFrKUL9Ffr1XN6RBT6w659lNo2FhAWFzeEA1NmJjYmNiYjdj"
                        + "YzY0MDZiM2ZhNWQ1N2QyMTc0ZjRlZmY4YjQ0MDJiMTc2OTI2ZDNhNTdkM2MzZGNiYjU5ZDU3YWNYIQJzEpxXGeWZN5qX"
                        + "SmJjY8MzxWyvwObQGr5G1YCCgHicY2FtdWh0dHA6Ly9sb2NhbGhvc3Q6MzMzOGF1Y3NhdA");
    }

    @Test
    void v3_vector() {
        List<TestProof> proofs = List.of(
                proof(
                        2,
                        "009a1f293253e41e",
                        "407915bc212be61a77e3e6d2aeb4c727980bda51cd06a6afc29e2861768a7837",
                        "02bc9097997d81afb2cc7346b5e4345a9346bd2a506eb7958598a72f0cf85163ea"),
                proof(
                        8,
                        "009a1f293253e41e",
                        "fe15109314e61d7756b0f8ee0f23a624acaa3f4e042f61433c728c7057b931be",
                        "029e8e5050b890a7d6c0968db16bc1d5d5fa040ea1de284f6ec69d61299f671059"));
        String token = TokenWriter.v3(
                "https://8333.space:3338",
                "sat",
                proofs,
                TokenOptions.defaults().withMemo("Thank you.").withPadding());
        String json = "{\"token\":[{\"mint\":\"https://8333.space:3338\",\"proofs\":["
                + "{\"amount\":2,\"id\":\"009a1f293253e41e\","
                + "\"secret\":\"407915bc212be61a77e3e6d2aeb4c727980bda51cd06a6afc29e2861768a7837\","
                + "\"C\":\"02bc9097997d81afb2cc7346b5e4345a9346bd2a506eb7958598a72f0cf85163ea\"},"
                + "{\"amount\":8,\"id\":\"009a1f293253e41e\","
                + "\"secret\":\"fe15109314e61d7756b0f8ee0f23a624acaa3f4e042f61433c728c7057b931be\","
                + "\"C\":\"029e8e5050b890a7d6c0968db16bc1d5d5fa040ea1de284f6ec69d61299f671059\"}]}],"
                + "\"unit\":\"sat\",\"memo\":\"Thank you.\"}";
        assertThat(token)
                .isEqualTo("cashuA" + Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void v4_shortIds_cutLongIdsToEightBytes() {
        String id = "01" + "ab".repeat(32);
        TokenOptions options = TokenOptions.defaults().withShortIds();
        String token = TokenWriter.v4("http://mint", "sat", List.of(SINGLE.withId(id)), options);
        String hex = hex(token);
        // The key "i", then a byte string of 8, then the key "p".
        assertThat(hex).contains("6169" + "48" + "01" + "ab".repeat(7) + "6170").doesNotContain("ab".repeat(8));
    }

    @Test
    void v4_dleqAndWitness_areWrittenWhereThereAre() {
        TestProof.ProofDleq dleq = new TestProof.ProofDleq("e1".repeat(32), "51".repeat(32), "41".repeat(32));
        TestProof full = new TestProof(1, SINGLE.id(), SINGLE.secret(), SINGLE.C(), "{}", dleq);
        String with = hex(TokenWriter.v4("http://mint", "sat", List.of(full), TokenOptions.defaults()));
        assertThat(with).contains("6164a3" + "61655820" + dleq.e() + "61735820" + dleq.s() + "61725820" + dleq.r());
        assertThat(with).contains("6177" + "627b7d");
        String without = hex(TokenWriter.v4(
                "http://mint", "sat", List.of(full), TokenOptions.defaults().withoutDleq()));
        assertThat(without).doesNotContain(dleq.e()).contains("6177" + "627b7d");
    }

    @Test
    void cbor_integers_takeTheirShortestForm() {
        CborWriter cbor = new CborWriter()
                .unsigned(23)
                .unsigned(24)
                .unsigned(256)
                .unsigned(65_536)
                .unsigned(1L << 32)
                .unsigned(1L << 63);
        assertThat(HexFormat.of().formatHex(cbor.toBytes()))
                .isEqualTo("17" + "1818" + "190100" + "1a00010000" + "1b0000000100000000" + "1b8000000000000000");
    }

    private static TestProof proof(long amount, String id, String secret, String C) {
        return new TestProof(amount, id, secret, C, null, null);
    }

    private static String hex(String token) {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(token.substring("cashuB".length())));
    }
}
