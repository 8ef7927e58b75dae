package io.nutflux.testmint;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The least of a wallet, on the JDK's HTTP client, to test the test mint with. */
final class TestWallet {

    /** An output with what is needed to unblind its signature. */
    record Blinded(long amount, String id, String secret, String r, String B_) {}

    private final TestMint mint;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    TestWallet(TestMint mint) {
        this.mint = mint;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .header("content-type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postAsync(String path, byte[] body) {
        return http.sendAsync(
                request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> swap(List<TestProof> inputs, List<Blinded> outputs) throws IOException, InterruptedException {
        return post("/v1/swap", swapBody(inputs, outputs));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(mint.url() + path)).timeout(Duration.ofSeconds(30));
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
    }

    static int code(HttpResponse<String> response) {
        return json(response).get("code").intValue();
    }

    static byte[] swapBody(List<TestProof> inputs, List<Blinded> outputs) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("inputs");
        inputs.forEach(input -> list.add(input.inputJson()));
        body.set("outputs", outputsJson(outputs));
        return Json.write(body);
    }

    static byte[] mintBody(String quote, List<Blinded> outputs) {
        ObjectNode body = Json.object().put("quote", quote);
        body.set("outputs", outputsJson(outputs));
        return Json.write(body);
    }

    static byte[] restoreBody(List<Blinded> outputs) {
        ObjectNode body = Json.object();
        body.set("outputs", outputsJson(outputs));
        return Json.write(body);
    }

    static byte[] statesBody(List<TestProof> proofs) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("Ys");
        proofs.forEach(proof -> list.add(proof.Y()));
        return Json.write(body);
    }

    private static ArrayNode outputsJson(List<Blinded> outputs) {
        ArrayNode list = Json.array();
        outputs.forEach(o -> list.add(Json.object()
                .put("amount", Json.unsigned(o.amount()))
                .put("id", o.id())
                .put("B_", o.B_())));
        return list;
    }

    List<Blinded> blind(long... amounts) {
        return blind(mint.keysetId(), amounts);
    }

    static List<Blinded> blind(String id, long... amounts) {
        List<Blinded> outputs = new ArrayList<>();
        for (long amount : amounts) {
            String secret = ProofMaker.randomSecret();
            byte[] r = Curve.randomScalar();
            byte[] point = Curve.add(Curve.hashToCurve(secret), Curve.publicPoint(r));
            outputs.add(new Blinded(amount, id, secret, HexFormat.of().formatHex(r), Curve.hex(point)));
        }
        return outputs;
    }

    /** Checks each signature's amount, id and DLEQ proof against its output and the mint's keys, and unblinds. */
    List<TestProof> unblind(List<Blinded> outputs, JsonNode signatures) throws IOException, InterruptedException {
        if (signatures.size() != outputs.size()) {
            throw new AssertionError(signatures.size() + " signatures for " + outputs.size() + " outputs");
        }
        List<TestProof> proofs = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            proofs.add(unblind(outputs.get(i), signatures.get(i)));
        }
        return proofs;
    }

    private TestProof unblind(Blinded output, JsonNode signature) throws IOException, InterruptedException {
        BigInteger amount = signature.get("amount").bigIntegerValue();
        if (!amount.equals(Json.unsigned(output.amount()))
                || !signature.get("id").stringValue().equals(output.id())) {
            throw new AssertionError("the signature is for another output");
        }
        byte[] K = Curve.parse(key(output));
        byte[] C_ = Curve.parse(signature.get("C_").stringValue());
        JsonNode proof = signature.get("dleq");
        Dleq dleq = new Dleq(proof.get("e").stringValue(), proof.get("s").stringValue());
        if (!dleq.holds(K, Curve.parse(output.B_()), C_)) {
            throw new AssertionError("the DLEQ proof is false");
        }
        byte[] C = Curve.subtract(C_, Curve.multiply(K, HexFormat.of().parseHex(output.r())));
        return new TestProof(output.amount(), output.id(), output.secret(), Curve.hex(C), null, null);
    }

    private String key(Blinded output) throws IOException, InterruptedException {
        JsonNode keyset = json(get("/v1/keys/" + output.id())).get("keysets").get(0);
        return keyset.get("keys").get(Long.toUnsignedString(output.amount())).stringValue();
    }
}
