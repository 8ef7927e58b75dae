package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DecodeCommandTest {

    private static TestMint mint;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        mint = TestMint.start();
    }

    @AfterAll
    static void stop() {
        mint.close();
    }

    @Test
    void decode_ofV4_tellsWhatItHoldsAndAsksNobody() {
        String token =
                mint.tokenV4(mint.issueProofs(8, 2), TokenOptions.defaults().withMemo("thanks"));
        int before = mint.counts().size();

        JsonNode object = CliRun.in(home).run("decode", token, "--json").only();

        assertThat(object.get("type").stringValue()).isEqualTo("token");
        assertThat(object.get("version").stringValue()).isEqualTo("V4");
        assertThat(object.get("mint").stringValue()).isEqualTo(mint.url());
        assertThat(object.get("unit").stringValue()).isEqualTo("sat");
        assertThat(object.get("memo").stringValue()).isEqualTo("thanks");
        assertThat(object.get("amount").intValue()).isEqualTo(10);
        assertThat(object.get("proofs")).hasSize(2);
        JsonNode proof = object.get("proofs").get(0);
        assertThat(proof.propertyNames()).containsExactly("amount", "keysetId", "secretKind", "dleq");
        assertThat(proof.get("keysetId").stringValue()).isEqualTo(mint.keysetId());
        assertThat(proof.get("secretKind").stringValue()).isEqualTo("plain");
        assertThat(proof.get("dleq").booleanValue()).isTrue();
        assertThat(mint.counts()).hasSize(before);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void decode_fromTheStandardInput_isTheSame() {
        String token = mint.token(8);

        assertThat(CliRun.in(home)
                        .withInput(token + "\n")
                        .run("decode", "-", "--json")
                        .out())
                .isEqualTo(CliRun.in(home)
                        .run("decode", "cashu:" + token, "--json")
                        .out());
    }

    @Test
    void decode_ofV3WithSeveralMints_givesOneObjectAMint() {
        String json = "{\"token\":[" + entry("https://one.example", mint.issueProofs(4)) + ","
                + entry("https://two.example", mint.issueProofs(1)) + "]}";
        String token = "cashuA" + Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

        List<JsonNode> objects = CliRun.in(home).run("decode", token, "--json").json();

        assertThat(objects)
                .extracting(it -> it.get("mint").stringValue())
                .containsExactly("https://one.example", "https://two.example");
        assertThat(objects).extracting(it -> it.get("amount").intValue()).containsExactly(4, 1);
        assertThat(objects).allMatch(it -> it.get("unit").isNull());
    }

    @Test
    void decode_ofALockedProof_namesTheLock() {
        String key = "02" + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        String token = mint.tokenV4(mint.issueLocked(key, 1));

        assertThat(CliRun.in(home)
                        .run("decode", token, "--json")
                        .only()
                        .at("/proofs/0/secretKind")
                        .stringValue())
                .isEqualTo("P2PK");
    }

    @Test
    void decode_forPeople_showsNoSecretAndNoEscapeSequence() {
        List<TestProof> proofs = mint.issueProofs(8);
        String token = mint.tokenV4(proofs, TokenOptions.defaults().withMemo("\u001b[31mred\u202e"));

        String out = CliRun.in(home).run("decode", token).out();

        assertThat(out).contains("V4, 1 proofs", "8 sat", mint.url(), "?[31mred?");
        assertThat(out)
                .doesNotContain(
                        "\u001b",
                        "\u202e",
                        proofs.get(0).secret(),
                        proofs.get(0).C());
    }

    @Test
    void decode_asJson_isAscii() {
        String token = mint.tokenV4(mint.issueProofs(8), TokenOptions.defaults().withMemo("\u001b\u202e\u00e9"));

        CliRun.Result result = CliRun.in(home).run("decode", token, "--json");

        assertThat(result.out().strip()).isPrintable().isASCII();
        assertThat(result.only().get("memo").stringValue()).isEqualTo("\u001b\u202e\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "cashuZabc", "cashuB", "cashuBabc", "cashuAe30", "creqAabc", "CREQB1QQ"})
    void decode_ofWhatIsNoToken_exitsTwo(String text) {
        CliRun.Result result = CliRun.in(home).run("decode", text);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("nutflux: ").doesNotContain("Exception");
    }

    private static String entry(String url, List<TestProof> proofs) {
        TestProof proof = proofs.get(0);
        return "{\"mint\":\"%s\",\"proofs\":[{\"amount\":%d,\"id\":\"%s\",\"secret\":\"%s\",\"C\":\"%s\"}]}"
                .formatted(url, proof.amount(), proof.id(), proof.secret(), proof.C());
    }
}
