package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RedeemCommandTest {

    @TempDir
    Path home;

    private TestMint mint;

    @BeforeEach
    void start() {
        mint = TestMint.builder().feePpk(100).start();
    }

    @AfterEach
    void stop() {
        mint.close();
    }

    private CliRun.Result redeem(List<String> lines, String... more) {
        String file = CliRun.in(home).file("tokens", lines);
        return run(Stream.concat(Stream.of("redeem", file, "--mint", mint.url()), Stream.of(more))
                .toArray(String[]::new));
    }

    private CliRun.Result run(String... args) {
        return CliRun.in(home)
                .run(Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new));
    }

    /** The items by line, each as (line, outcome, reason). */
    private static List<Tuple> outcomes(CliRun.Result result) {
        return result.json().stream()
                .filter(it -> it.has("outcome"))
                .sorted(Comparator.comparingLong(it -> it.get("line").longValue()))
                .map(it -> tuple(
                        it.get("line").intValue(),
                        it.get("outcome").stringValue(),
                        it.get("reason").isNull() ? null : it.get("reason").stringValue()))
                .toList();
    }

    @Test
    void redeem_ofGoodTokens_exitsZeroAndSumsUp() {
        CliRun.Result result = redeem(IntStream.range(0, 20)
                .mapToObj(i -> "order-" + i + "\t" + mint.token(64))
                .toList());

        assertThat(result.status()).isZero();
        assertThat(result.json()).hasSize(21);
        JsonNode item = result.json().get(0);
        assertThat(item.propertyNames())
                .containsExactly(
                        "key",
                        "line",
                        "outcome",
                        "amount",
                        "fee",
                        "mint",
                        "unit",
                        "reason",
                        "detail",
                        "operation",
                        "replayed");
        assertThat(item.get("key").stringValue())
                .isEqualTo("order-" + (item.get("line").intValue() - 1));
        JsonNode summary = result.last().get("summary");
        assertThat(summary.propertyNames())
                .containsExactly(
                        "tokens",
                        "redeemed",
                        "spent",
                        "invalid",
                        "refused",
                        "pending",
                        "duplicate",
                        "replayed",
                        "received",
                        "fees",
                        "seconds");
        assertThat(summary.get("redeemed").intValue()).isEqualTo(20);
        assertThat(summary.get("received").intValue() + summary.get("fees").intValue())
                .isEqualTo(20 * 64);
        assertThat(run("balance").only().get("spendable")).isEqualTo(summary.get("received"));
    }

    @Test
    void redeem_ofGoodAndBad_tellsEachItsOwnOutcome() {
        List<TestProof> spent = mint.issueProofs(8);
        mint.markSpent(spent);
        String good = mint.token(64);
        List<String> lines = List.of(
                "# tokens of today",
                "a\t" + good,
                "",
                "a\t" + good,
                "a\t" + mint.token(2),
                "c\t" + mint.tokenV4(spent),
                "d\tnonsense",
                "e\tcashuB!!!!",
                "f\t"
                        + mint.tokenV4(List.of(
                                mint.issueProofs(16).get(0).withWrongSignature().withoutDleq())),
                "g\t" + "x".repeat(ItemReader.LONGEST_LINE),
                "h\t" + mint.tokenV4(List.of(mint.issueProofs(16).get(0).withFalseDleq())));

        CliRun.Result result = redeem(lines);

        assertThat(result.status()).isEqualTo(1);
        assertThat(outcomes(result))
                .containsExactly(
                        tuple(2, "REDEEMED", null),
                        tuple(4, "DUPLICATE", "SAME_KEY"),
                        tuple(5, "REFUSED", "KEY_REUSED"),
                        tuple(6, "SPENT", "ALREADY_SPENT"),
                        tuple(7, "INVALID", "NOT_A_TOKEN"),
                        tuple(8, "INVALID", "MALFORMED"),
                        tuple(9, "INVALID", "REJECTED_BY_MINT"),
                        tuple(10, "REFUSED", "LINE_TOO_LONG"),
                        tuple(11, "INVALID", "BAD_DLEQ"));
        assertThat(run("verify").only().get("conserved").booleanValue()).isTrue();
    }

    @Test
    void redeem_ofTheSameFileAgain_givesTheFirstOutcomesAndGainsNothing() {
        List<TestProof> spent = mint.issueProofs(8);
        mint.markSpent(spent);
        List<String> lines = List.of(mint.token(64), "k\t" + mint.token(32), mint.tokenV4(spent));

        CliRun.Result first = redeem(lines);
        CliRun.Result second = redeem(lines);

        assertThat(outcomes(second)).isEqualTo(outcomes(first));
        assertThat(second.last().at("/summary/redeemed").intValue()).isEqualTo(2);
        assertThat(second.last().at("/summary/replayed").intValue()).isEqualTo(2);
        assertThat(second.last().at("/summary/received").intValue()).isZero();
        assertThat(run("balance").only().get("spendable"))
                .isEqualTo(first.last().at("/summary/received"));
    }

    @Test
    void redeem_ofTheSameTokenUnderTwoKeys_takesItOnceUnderEither() {
        String token = mint.token(64);

        CliRun.Result result = redeem(List.of("a\t" + token, "b\t" + token));

        assertThat(outcomes(result))
                .extracting(it -> it.toList().get(1), it -> it.toList().get(2))
                .containsExactlyInAnyOrder(tuple("REDEEMED", null), tuple("DUPLICATE", "SAME_TOKEN"));
    }

    @Test
    void redeem_ofTheSameTokenUnderAnotherKeyInALaterRun_isADuplicate() {
        String token = mint.token(64);
        redeem(List.of("first\t" + token));

        CliRun.Result later = redeem(List.of("later\t" + token));

        assertThat(outcomes(later)).containsExactly(tuple(1, "DUPLICATE", "SAME_TOKEN"));
        assertThat(later.json().get(0).get("detail").stringValue()).contains("first", "REDEEMED");
    }

    @Test
    void redeem_ofAV3TokenOfTwoMints_answersForEachMint() {
        try (TestMint other = TestMint.start()) {
            String json = "{\"token\":[" + entry(mint.url(), mint.issueProofs(64)) + ","
                    + entry(other.url(), other.issueProofs(32)) + "],\"unit\":\"sat\"}";
            String token = "cashuA" + Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

            CliRun.Result result = redeem(List.of("k\t" + token), "--mint", other.url());

            assertThat(result.status()).isZero();
            assertThat(result.json())
                    .filteredOn(it -> it.has("key"))
                    .extracting(
                            it -> it.get("key").stringValue(),
                            it -> it.get("mint").stringValue())
                    .containsExactlyInAnyOrder(tuple("k#1", mint.url()), tuple("k#2", other.url()));
        }
    }

    @Test
    void redeem_ofAMintThatWasNotNamed_isRefusedBeforeItHearsOfIt() {
        try (TestMint other = TestMint.start()) {
            CliRun.Result result = redeem(List.of(other.token(64)));

            assertThat(outcomes(result)).containsExactly(tuple(1, "REFUSED", "MINT_NOT_ALLOWED"));
            assertThat(other.counts()).isEmpty();
        }
    }

    @Test
    void redeem_ofAnyMint_takesAll() {
        String file = CliRun.in(home).file("tokens", List.of(mint.token(64)));

        assertThat(run("redeem", file, "--any-mint", "--no-dleq-check", "--concurrency", "4")
                        .status())
                .isZero();
    }

    @Test
    void redeem_requiringDleq_refusesTokensWithout() {
        String without = mint.tokenV4(List.of(mint.issueProofs(64).get(0).withoutDleq()));

        assertThat(outcomes(redeem(List.of(without), "--require-dleq")))
                .containsExactly(tuple(1, "REFUSED", "DLEQ_MISSING"));
    }

    @Test
    void redeem_fromTheStandardInput_works() {
        CliRun.Result result = CliRun.in(home)
                .withInput(mint.token(64) + "\n" + mint.token(32))
                .run("redeem", "-", "--mint", mint.url(), "--json");

        assertThat(result.last().at("/summary/redeemed").intValue()).isEqualTo(2);
    }

    @Test
    void redeem_ofNothing_exitsZero() {
        CliRun.Result result = redeem(List.of());

        assertThat(result.status()).isZero();
        assertThat(result.only().at("/summary/tokens").intValue()).isZero();
    }

    @Test
    void redeem_ofADirectory_exitsTwo() {
        assertThat(run("redeem", home.toString(), "--any-mint").status()).isEqualTo(2);
    }

    @Test
    void redeem_forPeople_tellsEachTokenAndTheSums() {
        String file = CliRun.in(home).file("tokens", List.of("a\t" + mint.token(64), "b\tnonsense"));

        String out = CliRun.in(home).run("redeem", file, "--mint", mint.url()).out();

        assertThat(out).contains("line 1  a  REDEEMED  63 sat, fee 1", "line 2  b  INVALID  NOT_A_TOKEN: ");
        assertThat(out).contains("2 tokens: 1 redeemed, 1 invalid, received 63 sat, fees 1, ");
    }

    @Test
    void redeem_whenTheMintIsDown_exitsThreeAndTheTokenIsAsItWas() {
        String token = mint.token(64);
        mint.close();

        CliRun.Result down = redeem(List.of(token));

        assertThat(down.status()).isEqualTo(3);
        assertThat(outcomes(down)).containsExactly(tuple(1, "REFUSED", "MINT_UNREACHABLE"));
        assertThat(run("pending").json()).isEmpty();
    }

    @Test
    void redeem_whenTheAnswerIsLost_isPendingUntilRecover() {
        mint.faults().on("/v1/swap").always(Fault.dropAfter());
        mint.faults().on("/v1/restore").always(Fault.statusBefore(503));

        CliRun.Result lost = redeem(List.of("k\t" + mint.token(64)));

        assertThat(lost.status()).isEqualTo(3);
        assertThat(outcomes(lost)).containsExactly(tuple(1, "PENDING", "OUTCOME_PENDING"));
        JsonNode pending = run("pending").only();
        assertThat(pending.propertyNames())
                .containsExactly("operation", "kind", "state", "age", "amount", "unit", "mint", "reason", "stuck");
        assertThat(pending.get("operation")).isEqualTo(lost.json().get(0).get("operation"));
        assertThat(pending.get("state").stringValue()).isEqualTo("SENT");

        mint.faults().on("/v1/swap").clear();
        mint.faults().on("/v1/restore").clear();
        // The wallet's own recovery, which begins as it opens, may have the operation in hand: then it is not told
        // here.
        await().atMost(Duration.ofSeconds(30)).until(() -> run("recover").status() == 0);
        assertThat(run("pending").json()).isEmpty();
        assertThat(redeem(List.of("k\t" + mint.token(1)))
                        .json()
                        .get(0)
                        .get("reason")
                        .stringValue())
                .isEqualTo("KEY_REUSED");
        assertThat(run("balance").only().get("spendable").intValue()).isEqualTo(63);
        assertThat(run("verify").status()).isZero();
    }

    @Test
    void recover_whileTheMintCannotTell_exitsThreeAndSaysWhy() {
        mint.faults().on("/v1/swap").always(Fault.dropAfter());
        mint.faults().on("/v1/restore").always(Fault.statusBefore(503));
        redeem(List.of("k\t" + mint.token(64)));

        CliRun.Result recovered = run("recover");

        assertThat(recovered.status()).isEqualTo(3);
        assertThat(recovered.err()).contains("Unfinished still: 1");
        assertThat(run("pending").json()).hasSize(1);
    }

    private static String entry(String url, List<TestProof> proofs) {
        TestProof proof = proofs.get(0);
        return "{\"mint\":\"%s\",\"proofs\":[{\"amount\":%d,\"id\":\"%s\",\"secret\":\"%s\",\"C\":\"%s\"}]}"
                .formatted(url, proof.amount(), proof.id(), proof.secret(), proof.C());
    }
}
