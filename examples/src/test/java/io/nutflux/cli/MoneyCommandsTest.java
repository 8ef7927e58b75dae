package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.testmint.PaidWhen;
import io.nutflux.testmint.TestMint;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each command that moves or shows money; every run opens the wallet anew, so all of it is read back from the disk. */
class MoneyCommandsTest {

    @TempDir
    Path home;

    private TestMint mint;

    @BeforeEach
    void start() {
        mint = TestMint.builder().feePpk(100).paidWhen(PaidWhen.atOnce()).start();
    }

    @AfterEach
    void stop() {
        mint.close();
    }

    private CliRun.Result run(String... args) {
        String[] all = Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new);
        return CliRun.in(home).run(all);
    }

    private void mint(int amount) {
        assertThat(run("mint", String.valueOf(amount), "--mint", mint.url()).status())
                .isZero();
    }

    @Test
    void mint_showsTheQuoteThenTheMoney() {
        CliRun.Result result = run("mint", "100", "--mint", mint.url());

        List<JsonNode> lines = result.json();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).propertyNames()).containsExactly("quote", "request", "expiry");
        assertThat(lines.get(1).propertyNames()).containsExactly("quote", "state", "amount");
        assertThat(lines.get(1).get("quote")).isEqualTo(lines.get(0).get("quote"));
        assertThat(lines.get(1).get("state").stringValue()).isEqualTo("ISSUED");
        assertThat(lines.get(1).get("amount").intValue()).isEqualTo(100);
        assertThat(result.status()).isZero();
    }

    @Test
    void mint_withoutAWallet_makesOneAndSaysSo() throws IOException {
        CliRun.Result result = run("mint", "100", "--mint", mint.url());

        assertThat(result.err()).contains("A new wallet was made", "nutflux seed show");
        assertThat(run("balance").only().get("spendable").intValue()).isEqualTo(100);
        Path wallet = home.resolve(".nutflux");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wallet)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(wallet)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    /** 04.11. */
    @Test
    void mint_inTwoRuns_isFinishedByItsQuote() {
        mint.paidWhen(PaidWhen.never());
        CliRun.Result made = run("mint", "64", "--mint", mint.url(), "--no-wait");
        String quote = made.only().get("quote").stringValue();

        CliRun.Result unpaid = run("mint", "--quote", quote, "--no-wait");
        assertThat(unpaid.status()).isEqualTo(1);
        assertThat(unpaid.only().get("state").stringValue()).isEqualTo("UNPAID");

        mint.payQuote(quote);
        CliRun.Result paid = run("mint", "--quote", quote);
        assertThat(paid.status()).isZero();
        assertThat(paid.only().get("state").stringValue()).isEqualTo("ISSUED");
        assertThat(paid.only().get("amount").intValue()).isEqualTo(64);
        assertThat(run("mint", "--quote", quote).only()).isEqualTo(paid.only());
        assertThat(run("balance").only().get("spendable").intValue()).isEqualTo(64);
    }

    @Test
    void mint_ofAnUnknownQuote_exitsOne() {
        run("seed", "new");
        assertThat(run("mint", "--quote", "no-such-quote").status()).isEqualTo(1);
    }

    @Test
    void mint_inAUnitTheMintLacks_exitsOne() {
        CliRun.Result result = run("mint", "5", "--mint", mint.url(), "--unit", "usd");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void send_givesATokenThatAnotherWalletReceives() {
        mint(100);
        CliRun.Result sent = run("send", "21", "--mint", mint.url(), "--memo", "tea");

        assertThat(sent.status()).isZero();
        JsonNode object = sent.only();
        assertThat(object.propertyNames()).containsExactly("token", "amount", "fee", "operation");
        assertThat(object.get("amount").intValue()).isEqualTo(21);

        CliRun.Result received = run(
                "receive",
                object.get("token").stringValue(),
                "--wallet",
                home.resolve("other").toString());
        assertThat(received.status()).isZero();
        assertThat(received.only().get("outcome").stringValue()).isEqualTo("REDEEMED");
        assertThat(received.only().get("amount").intValue()
                        + received.only().get("fee").intValue())
                .isEqualTo(21);
        assertThat(received.only().get("mint").stringValue()).isEqualTo(mint.url());
        assertThat(received.only().get("unit").stringValue()).isEqualTo("sat");
        assertThat(received.only().get("operation").stringValue()).hasSize(32);
    }

    @Test
    void send_forPeople_putsTheTokenAloneOnTheOutput() {
        mint(100);
        CliRun.Result sent = CliRun.in(home).run("send", "21", "--mint", mint.url());

        assertThat(sent.out().strip()).startsWith("cashuB").doesNotContain(" ", "\n");
        assertThat(sent.err()).contains("21 sat");
    }

    @Test
    void send_includingFees_letsTheAmountArrive() {
        mint(100);
        String token = run("send", "21", "--mint", mint.url(), "--include-fees")
                .only()
                .get("token")
                .stringValue();

        assertThat(run("receive", token, "--wallet", home.resolve("other").toString())
                        .only()
                        .get("amount")
                        .intValue())
                .isGreaterThanOrEqualTo(21);
    }

    @Test
    void send_offline_handsOutWhatIsThereOrExitsOne() {
        mint(96); // 64 + 32
        assertThat(run("send", "31", "--mint", mint.url(), "--offline").status())
                .isEqualTo(1);
        int swaps = mint.requests("/v1/swap");

        CliRun.Result sent = run("send", "32", "--mint", mint.url(), "--offline");

        assertThat(sent.status()).isZero();
        assertThat(sent.only().get("fee").intValue()).isZero();
        assertThat(mint.requests("/v1/swap")).isEqualTo(swaps);
    }

    @Test
    void send_ofMoreThanThereIs_exitsOneAndKeepsTheMoney() {
        mint(100);
        CliRun.Result result = run("send", "101", "--mint", mint.url());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(run("balance").only().get("spendable").intValue()).isEqualTo(100);
    }

    @Test
    void receive_ofASpentToken_exitsOne() {
        var proofs = mint.issueProofs(8);
        mint.markSpent(proofs);

        CliRun.Result result = run("receive", mint.tokenV4(proofs));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.only().get("outcome").stringValue()).isEqualTo("SPENT");
        assertThat(result.only().get("amount").intValue()).isEqualTo(8);
    }

    @Test
    void receive_ofWhatIsNoToken_exitsTwoAndMakesNoWallet() {
        CliRun.Result result = run("receive", "cashuB###");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.only().get("outcome").stringValue()).isEqualTo("INVALID");
        assertThat(result.only().get("reason").stringValue()).isEqualTo("MALFORMED");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void receive_ofAMintThatWasNotNamed_isRefused() {
        CliRun.Result result = run("receive", mint.token(8), "--mint", "https://other.example");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.only().get("reason").stringValue()).isEqualTo("MINT_NOT_ALLOWED");
    }

    @Test
    void receive_ofAnotherUnit_isRefusedUntilTheUnitIsSaid() {
        try (TestMint cents = TestMint.builder().unit("usd").start()) {
            String token = cents.token(8);

            assertThat(run("receive", token).only().get("reason").stringValue()).isEqualTo("UNIT_NOT_ALLOWED");
            assertThat(run("receive", token, "--unit", "usd")
                            .only()
                            .get("outcome")
                            .stringValue())
                    .isEqualTo("REDEEMED");
        }
    }

    @Test
    void receive_fromTheStandardInput_works() {
        CliRun.Result result =
                CliRun.in(home).withInput(mint.token(64) + "\n").run("receive", "-", "--json", "--require-dleq");

        assertThat(result.only().get("outcome").stringValue()).isEqualTo("REDEEMED");
    }

    @Test
    void history_isTheLedgerNewestFirst() {
        mint(100);
        run("send", "21", "--mint", mint.url());

        List<JsonNode> entries = run("history").json();

        assertThat(entries).extracting(it -> it.get("kind").stringValue()).containsExactly("SENT", "MINTED");
        assertThat(entries.get(0).propertyNames())
                .containsExactly("time", "kind", "mint", "unit", "amount", "fee", "operation", "by");
        assertThat(run("history", "--limit", "1").json()).hasSize(1);
    }

    @Test
    void history_all_isTheLedgerOldestFirst() {
        mint(100);
        run("send", "21", "--mint", mint.url());

        assertThat(run("history", "--all").json())
                .extracting(it -> it.get("kind").stringValue())
                .containsExactly("MINTED", "SENT");
    }

    @Test
    void history_csv_hasNamesAndThenEntries() {
        mint(100);
        run("send", "21", "--mint", mint.url());

        List<String> lines =
                CliRun.in(home).run("history", "--csv").out().lines().toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("time,kind,mint,unit,amount,fee,operation,by");
        assertThat(lines.get(1)).contains(",MINTED," + mint.url() + ",sat,100,0,");
        assertThat(lines.get(2)).contains(",SENT," + mint.url() + ",sat,21,");
        assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(8));
    }

    @Test
    void csvField_quotedWhereNeeded_andNeverAFormula() {
        assertThat(HistoryCommand.field("sat")).isEqualTo("sat");
        assertThat(HistoryCommand.field("a \"b\", c")).isEqualTo("\"a \"\"b\"\", c\"");
        assertThat(HistoryCommand.field("=1+1")).isEqualTo("'=1+1");
    }

    @Test
    void reclaim_byTokenOrOperationOrMint_bringsItBackOnce() {
        mint(64);
        // Of the one proof of 64, so by a swap, which has an operation to name.
        String operation =
                run("send", "20", "--mint", mint.url()).only().get("operation").stringValue();
        assertThat(run("reclaim", "--operation", operation).status()).isZero();

        String token =
                run("send", "21", "--mint", mint.url()).only().get("token").stringValue();
        CliRun.Result back = run("reclaim", token);
        assertThat(back.status()).isZero();
        assertThat(back.only().get("outcome").stringValue()).isEqualTo("REDEEMED");
        assertThat(run("balance").only().get("pending").intValue()).isZero();
        assertThat(run("reclaim", token).status()).isEqualTo(1);

        run("send", "19", "--mint", mint.url());
        assertThat(run("reclaim", "--all", mint.url()).status()).isZero();
        assertThat(run("balance").only().get("pending").intValue()).isZero();
        assertThat(run("verify").status()).isZero();
    }

    @Test
    void balance_tellsWhatWasHandedOut() {
        mint(96);
        run("send", "32", "--mint", mint.url());

        JsonNode balance = run("balance").only();

        assertThat(balance.propertyNames()).containsExactly("mint", "unit", "spendable", "reserved", "pending");
        assertThat(balance.get("spendable").intValue()).isEqualTo(64);
        assertThat(balance.get("reserved").intValue()).isZero();
        assertThat(balance.get("pending").intValue()).isEqualTo(32);
        assertThat(CliRun.in(home).run("balance").out().lines().toList().get(0))
                .matches("mint +unit +spendable +reserved +pending");
    }

    @Test
    void verify_ofRightBooks_exitsZero() {
        mint(100);
        run(
                "receive",
                run("send", "21", "--mint", mint.url()).only().get("token").stringValue(),
                "--wallet",
                home.resolve("other").toString());

        CliRun.Result result = run("verify");

        assertThat(result.status()).isZero();
        assertThat(result.only().get("conserved").booleanValue()).isTrue();
        assertThat(result.only().get("differences")).isEmpty();
        assertThat(result.only().at("/accounts/0/received").intValue()).isEqualTo(100);
        assertThat(result.only().at("/accounts/0/claimed").intValue()).isEqualTo(21);
        assertThat(CliRun.in(home).run("verify").out()).contains("The books balance.");
    }

    @Test
    void verify_whenTheMintCannotBeAsked_exitsThree() {
        mint(100);
        mint.close();

        CliRun.Result result = run("verify");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.only().get("conserved").booleanValue()).isTrue();
        assertThat(result.only().at("/differences/0/kind").stringValue()).isEqualTo("MINT_NOT_ASKED");
    }

    @Test
    void info_needsNoWallet() {
        CliRun.Result result = run("info", "--mint", mint.url() + "/");

        JsonNode object = result.only();
        assertThat(object.propertyNames()).containsExactly("mint", "name", "version", "motd", "nuts", "keysets");
        assertThat(object.get("mint").stringValue()).isEqualTo(mint.url());
        assertThat(object.get("nuts").valueStream().map(JsonNode::intValue)).contains(4, 7, 9, 12, 19);
        JsonNode keyset = object.get("keysets").get(0);
        assertThat(keyset.propertyNames()).containsExactly("id", "unit", "active", "inputFeePpk", "finalExpiry");
        assertThat(keyset.get("inputFeePpk").intValue()).isEqualTo(100);
        assertThat(home).isEmptyDirectory();
        assertThat(CliRun.in(home).run("info", "--mint", mint.url()).out()).contains("Test mint", mint.keysetId());
    }

    /** 06.2, 06.5: the mint's message is shown, as text that nobody has to trust. */
    @Test
    void info_ofAMintWithAMessage_showsIt() {
        try (TestMint telling =
                TestMint.builder().motd("closed on \u001b[31mSunday").start()) {
            assertThat(run("info", "--mint", telling.url()).only().get("motd").stringValue())
                    .isEqualTo("closed on \u001b[31mSunday");
            assertThat(CliRun.in(home).run("info", "--mint", telling.url()).out())
                    .contains("Message  closed on ?[31mSunday");
        }
        assertThat(run("info", "--mint", mint.url()).only().get("motd").isNull())
                .isTrue();
    }

    @Test
    void info_ofAMintThatIsNotThere_exitsThree() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        CliRun.Result result = run("info", "--mint", "http://127.0.0.1:" + port);

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("nutflux: ");
    }
}
