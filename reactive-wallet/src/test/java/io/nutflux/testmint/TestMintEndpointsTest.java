package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All endpoints but the swap. */
class TestMintEndpointsTest {

    @Test
    void info_listsWhatItDoes() throws Exception {
        try (TestMint mint = TestMint.builder()
                .unit("sat")
                .unit("usd")
                .mintLimits(5, -1)
                .cachedResponses(Duration.ofMinutes(2))
                .start()) {
            JsonNode nuts =
                    TestWallet.json(new TestWallet(mint).get("/v1/info")).get("nuts");
            assertThat(nuts.propertyNames()).containsExactly("4", "7", "9", "12", "19");
            assertThat(nuts.get("4").get("methods")).hasSize(2);
            JsonNode sat = nuts.get("4").get("methods").get(0);
            assertThat(sat.get("min_amount").asString()).isEqualTo("5");
            assertThat(sat.get("max_amount").asString()).isEqualTo("18446744073709551615");
            assertThat(nuts.get("19").get("ttl").intValue()).isEqualTo(120);
            assertThat(nuts.get("19").get("cached_endpoints")).hasSize(2);
        }
    }

    @Test
    void info_withoutCache_hasNoNut19() throws Exception {
        try (TestMint mint = TestMint.builder().noCachedResponses().start()) {
            TestWallet wallet = new TestWallet(mint);
            assertThat(TestWallet.json(wallet.get("/v1/info")).get("nuts").has("19"))
                    .isFalse();
            byte[] body = TestWallet.swapBody(mint.issueProofs(1), wallet.blind(1));
            assertThat(wallet.post("/v1/swap", body).statusCode()).isEqualTo(200);
            assertThat(TestWallet.code(wallet.post("/v1/swap", body))).isEqualTo(11001);
        }
    }

    @Test
    void keysets_oldAndNew_areListed_activeOnesHaveKeys() throws Exception {
        try (TestMint mint = TestMint.builder()
                .keysetVersion(1)
                .feePpk(100)
                .denominations(1, 2, 4)
                .start()) {
            TestWallet wallet = new TestWallet(mint);
            String old = mint.keysetId();
            String fresh = mint.rotate("sat", 200);
            mint.addKeyset(KeysetSpec.of("sat").finalExpiry(Instant.ofEpochSecond(2059210353)));

            JsonNode listed = TestWallet.json(wallet.get("/v1/keysets")).get("keysets");
            assertThat(listed).hasSize(3);
            assertThat(listed.get(0).get("id").stringValue()).isEqualTo(old);
            assertThat(listed.get(0).get("active").booleanValue()).isFalse();
            assertThat(listed.get(0).get("input_fee_ppk").intValue()).isEqualTo(100);
            assertThat(listed.get(0).get("final_expiry").isNull()).isTrue();
            assertThat(listed.get(1).get("input_fee_ppk").intValue()).isEqualTo(200);
            assertThat(listed.get(2).get("final_expiry").longValue()).isEqualTo(2059210353);

            JsonNode active = TestWallet.json(wallet.get("/v1/keys")).get("keysets");
            assertThat(active).hasSize(2);
            assertThat(active.get(0).get("id").stringValue()).isEqualTo(fresh);
            assertThat(active.get(1).get("keys").has("9223372036854775808")).isTrue();
            JsonNode one = TestWallet.json(wallet.get("/v1/keys/" + old)).get("keysets");
            assertThat(one.get(0).get("keys").propertyNames()).containsExactly("1", "2", "4");
            assertThat(KeysetIds.v1(keys(one.get(0)))).isEqualTo(old);
            assertThat(KeysetIds.v2(keys(active.get(1)), "sat", 0, 2059210353)).isEqualTo(mint.keysetId());
            assertThat(TestWallet.code(wallet.get("/v1/keys/00ffffffffffffff"))).isEqualTo(12001);
        }
    }

    @Test
    void changeKeys_keysNoLongerFitTheId() throws Exception {
        try (TestMint mint = TestMint.builder().keysetVersion(1).start()) {
            mint.changeKeys(mint.keysetId());
            JsonNode keyset = TestWallet.json(new TestWallet(mint).get("/v1/keys/" + mint.keysetId()))
                    .get("keysets")
                    .get(0);
            assertThat(KeysetIds.v1(keys(keyset))).isNotEqualTo(mint.keysetId());
        }
    }

    @Test
    void seed_sameText_givesSameKeys() {
        try (TestMint one = TestMint.builder().seed("a").start();
                TestMint two = TestMint.builder().seed("a").start();
                TestMint other = TestMint.builder().seed("b").start()) {
            assertThat(one.keysetId()).isEqualTo(two.keysetId()).isNotEqualTo(other.keysetId());
        }
    }

    @Test
    void mint_afterPolls_issuesOnce() throws Exception {
        try (TestMint mint = TestMint.builder().paidWhen(PaidWhen.afterPolls(2)).start()) {
            TestWallet wallet = new TestWallet(mint);
            JsonNode quote = requestQuote(wallet, 10, "sat");
            String id = quote.get("quote").stringValue();
            assertThat(quote.get("request").stringValue()).startsWith("lnbc100n1");
            assertThat(quote.get("state").stringValue()).isEqualTo("UNPAID");
            List<TestWallet.Blinded> outputs = wallet.blind(2, 8);
            byte[] body = TestWallet.mintBody(id, outputs);

            assertThat(TestWallet.code(wallet.post("/v1/mint/bolt11", body))).isEqualTo(20001);
            assertThat(state(wallet, id)).isEqualTo("UNPAID");
            assertThat(state(wallet, id)).isEqualTo("PAID");
            assertThat(TestWallet.code(wallet.post("/v1/mint/bolt11", TestWallet.mintBody(id, wallet.blind(2)))))
                    .isEqualTo(11005);
            var minted = wallet.post("/v1/mint/bolt11", body);
            assertThat(wallet.unblind(outputs, TestWallet.json(minted).get("signatures")))
                    .hasSize(2);
            assertThat(state(wallet, id)).isEqualTo("ISSUED");
            assertThat(wallet.post("/v1/mint/bolt11", body).body()).isEqualTo(minted.body());
            assertThat(TestWallet.code(wallet.post("/v1/mint/bolt11", TestWallet.mintBody(id, wallet.blind(2, 8)))))
                    .isEqualTo(20002);
            assertThat(mint.outstanding()).isEqualTo(10);
            assertThat(mint.requests("/v1/mint/quote/bolt11/{quote_id}")).isEqualTo(3);
        }
    }

    @Test
    void quote_neverPaid_untilPaidByHand_orForgotten() throws Exception {
        try (TestMint mint =
                TestMint.builder().paidWhen(PaidWhen.never()).mintLimits(2, 9).start()) {
            TestWallet wallet = new TestWallet(mint);
            String id = requestQuote(wallet, 9, "sat").get("quote").stringValue();
            assertThat(state(wallet, id)).isEqualTo("UNPAID");
            mint.payQuote(id);
            assertThat(state(wallet, id)).isEqualTo("PAID");
            mint.forgetQuote(id);
            assertThat(wallet.get("/v1/mint/quote/bolt11/" + id).statusCode()).isEqualTo(400);
            assertThat(requestQuote(wallet, 10, "sat").get("code").intValue()).isEqualTo(11006);
            assertThat(requestQuote(wallet, 1, "sat").get("code").intValue()).isEqualTo(11006);
            assertThat(requestQuote(wallet, 5, "eur").get("code").intValue()).isEqualTo(11013);
            mint.paidWhen(PaidWhen.atOnce());
            assertThat(requestQuote(wallet, 5, "sat").get("state").stringValue())
                    .isEqualTo("PAID");
        }
    }

    @Test
    void quote_expired_isNotPaidByPolling() throws Exception {
        TestClock clock = new TestClock();
        try (TestMint mint = TestMint.builder()
                .clock(clock)
                .quoteLifetime(Duration.ofMinutes(1))
                .start()) {
            TestWallet wallet = new TestWallet(mint);
            String id = requestQuote(wallet, 1, "sat").get("quote").stringValue();
            clock.forward(Duration.ofMinutes(2));
            assertThat(state(wallet, id)).isEqualTo("UNPAID");
            var response = wallet.post("/v1/mint/bolt11", TestWallet.mintBody(id, wallet.blind(1)));
            assertThat(TestWallet.code(response)).isEqualTo(20007);
        }
    }

    @Test
    void finalExpiry_passed_is12003() throws Exception {
        TestClock clock = new TestClock();
        Instant expiry = clock.instant().plusSeconds(60);
        try (TestMint mint = TestMint.builder().clock(clock).finalExpiry(expiry).start()) {
            TestWallet wallet = new TestWallet(mint);
            List<TestProof> proofs = mint.issueProofs(1, 1);
            assertThat(wallet.swap(proofs.subList(0, 1), wallet.blind(1)).statusCode())
                    .isEqualTo(200);
            clock.forward(Duration.ofSeconds(60));
            assertThat(TestWallet.code(wallet.swap(proofs.subList(1, 2), wallet.blind(1))))
                    .isEqualTo(12003);
        }
    }

    @Test
    void cache_afterItsTime_hasForgotten() throws Exception {
        TestClock clock = new TestClock();
        try (TestMint mint = TestMint.builder()
                .clock(clock)
                .cachedResponses(Duration.ofSeconds(30))
                .start()) {
            TestWallet wallet = new TestWallet(mint);
            byte[] body = TestWallet.swapBody(mint.issueProofs(1), wallet.blind(1));
            wallet.post("/v1/swap", body);
            clock.forward(Duration.ofSeconds(29));
            assertThat(wallet.post("/v1/swap", body).statusCode()).isEqualTo(200);
            clock.forward(Duration.ofSeconds(1));
            assertThat(TestWallet.code(wallet.post("/v1/swap", body))).isEqualTo(11001);
        }
    }

    @Test
    void checkState_comesInOrder() throws Exception {
        try (TestMint mint = TestMint.start()) {
            TestWallet wallet = new TestWallet(mint);
            List<TestProof> proofs = mint.issueProofs(1, 1, 1);
            mint.markSpent(proofs.subList(0, 1));
            mint.markPending(proofs.subList(1, 2));
            JsonNode states = TestWallet.json(wallet.post("/v1/checkstate", TestWallet.statesBody(proofs)))
                    .get("states");
            List<String> seen = new ArrayList<>();
            states.forEach(state -> seen.add(state.get("state").stringValue()));
            assertThat(seen).containsExactly("SPENT", "PENDING", "UNSPENT");
            assertThat(states.get(2).get("Y").stringValue())
                    .isEqualTo(proofs.get(2).Y());
        }
    }

    @Test
    void restore_givesTheSignaturesThatWereMade_inTheOrderAskedFor() throws Exception {
        try (TestMint mint = TestMint.start()) {
            TestWallet wallet = new TestWallet(mint);
            List<TestWallet.Blinded> outputs = wallet.blind(1, 2, 4);
            var swapped = wallet.swap(mint.issueProofs(1, 4), List.of(outputs.get(0), outputs.get(2)));
            JsonNode signatures = TestWallet.json(swapped).get("signatures");
            List<TestWallet.Blinded> asked = List.of(outputs.get(2), outputs.get(1), outputs.get(0));
            JsonNode restored = TestWallet.json(wallet.post("/v1/restore", TestWallet.restoreBody(asked)));
            assertThat(restored.get("signatures")).containsExactly(signatures.get(1), signatures.get(0));
            assertThat(restored.get("outputs")).hasSize(2);
            assertThat(restored.get("outputs").get(0).get("B_").stringValue())
                    .isEqualTo(outputs.get(2).B_());
            assertThat(mint.signed(outputs.get(0).B_())).isTrue();
            assertThat(mint.signed(outputs.get(1).B_())).isFalse();
        }
    }

    @Test
    void lockedProof_needsItsKeysSignature() throws Exception {
        byte[] privateKey = Curve.randomScalar();
        String publicKey = Curve.hex(Curve.publicPoint(privateKey));
        try (TestMint mint = TestMint.start()) {
            TestWallet wallet = new TestWallet(mint);
            TestProof locked = mint.issueLocked(publicKey, 2).get(0);
            byte[] digest = Curve.sha256(locked.secret().getBytes(StandardCharsets.UTF_8));
            TestProof wrong = locked.withWitness(witness(Curve.signSchnorr(digest, Curve.randomScalar())));
            TestProof right = locked.withWitness(witness(Curve.signSchnorr(digest, privateKey)));
            assertThat(TestWallet.code(wallet.swap(List.of(locked), wallet.blind(2))))
                    .isEqualTo(20008);
            assertThat(TestWallet.code(wallet.swap(List.of(wrong), wallet.blind(2))))
                    .isEqualTo(20008);
            assertThat(wallet.swap(List.of(right), wallet.blind(2)).statusCode())
                    .isEqualTo(200);
            JsonNode state = TestWallet.json(wallet.post("/v1/checkstate", TestWallet.statesBody(List.of(right))))
                    .get("states")
                    .get(0);
            assertThat(state.get("witness").stringValue()).isEqualTo(right.witness());
        }
    }

    @Test
    void lockedProof_conditionItDoesNotKnow_isRefused() throws Exception {
        try (TestMint mint = TestMint.start()) {
            TestWallet wallet = new TestWallet(mint);
            String key = mint.issueLocked(Curve.hex(Curve.publicPoint(Curve.randomScalar())), 1)
                    .get(0)
                    .secret();
            for (String secret : List.of(key.replace("SIG_INPUTS", "SIG_ALL"), key.replace("P2PK", "HTLC"))) {
                var response = wallet.swap(List.of(mint.issueProof(1, secret)), wallet.blind(1));
                assertThat(TestWallet.code(response)).as(secret).isEqualTo(10001);
            }
            String ordinary = key.replace("nonce", "once");
            assertThat(wallet.swap(List.of(mint.issueProof(1, ordinary)), wallet.blind(1))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void pathPrefix_isKept_elsewhereIs404() throws Exception {
        try (TestMint mint = TestMint.builder().pathPrefix("/Bitcoin").start()) {
            assertThat(mint.url()).endsWith(":" + mint.port() + "/Bitcoin");
            TestWallet wallet = new TestWallet(mint);
            assertThat(wallet.get("/v1/info").statusCode()).isEqualTo(200);
            assertThat(wallet.get("/v1/melt").statusCode()).isEqualTo(404);
            assertThat(wallet.get("/../v1/info").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void bodies_lastOnes_areKept() throws Exception {
        try (TestMint mint = TestMint.builder().recordBodies(2).start()) {
            TestWallet wallet = new TestWallet(mint);
            for (String body : List.of("{\"Ys\":[]}", "{}", "[]")) {
                wallet.post("/v1/checkstate", body.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(mint.bodies("/v1/checkstate"))
                    .extracting(body -> new String(body, StandardCharsets.UTF_8))
                    .containsExactly("{}", "[]");
            assertThat(mint.counts()).containsOnly(Map.entry("/v1/checkstate", 3));
            mint.clearLog();
            assertThat(mint.requests("/v1/checkstate")).isZero();
        }
    }

    private static String witness(String signature) {
        return "{\"signatures\":[\"" + signature + "\"]}";
    }

    private static JsonNode requestQuote(TestWallet wallet, long amount, String unit) throws Exception {
        byte[] body = Json.write(Json.object().put("amount", amount).put("unit", unit));
        return TestWallet.json(wallet.post("/v1/mint/quote/bolt11", body));
    }

    private static String state(TestWallet wallet, String id) throws Exception {
        return TestWallet.json(wallet.get("/v1/mint/quote/bolt11/" + id))
                .get("state")
                .stringValue();
    }

    private static SortedMap<Long, String> keys(JsonNode keyset) {
        SortedMap<Long, String> keys = new TreeMap<>(Long::compareUnsigned);
        keyset.get("keys")
                .properties()
                .forEach(entry -> keys.put(
                        Long.parseUnsignedLong(entry.getKey()), entry.getValue().stringValue()));
        return keys;
    }

    private static final class TestClock extends Clock {

        private volatile Instant now = Instant.ofEpochSecond(1_800_000_000);

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
