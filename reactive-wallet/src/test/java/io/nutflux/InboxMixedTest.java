package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.lasting;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.RedeemMixedTest.Kind;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.Amount;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Every kind of bad token beside good ones: the good are redeemed, each bad one has its reason, and none holds up another. */
class InboxMixedTest {

    private static final int GOOD_FOR_EACH_BAD = 4;

    private final TestMint mint = TestMint.builder().feePpk(1_100).start();
    private final WalletHarness wallets = new WalletHarness();
    private final List<Kind> kinds = new ArrayList<>();
    private final List<RedeemRequest> requests = new ArrayList<>();
    private long face;

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private WalletOptions options() {
        return WalletHarness.options(MintUrl.of(mint.url()))
                .withRedeem(redeem -> redeem.policy(AdmissionPolicy.of(
                                MintUrl.of(mint.url()),
                                MintUrl.of(RedeemMixedTest.DEAD_MINT),
                                MintUrl.of("http://plain.example"))
                        .withMaxProofs(8)
                        .withMaxValue(new Amount(1L << 63))));
    }

    private void add(Kind kind, long... amounts) {
        requests.add(new RedeemRequest("k" + kinds.size(), kind.maker().make(mint, mint.issueProofs(amounts))));
        kinds.add(kind);
    }

    @Test
    void accept_everyKindOfBadAmongGood_redeemsTheGoodAndGivesEachBadItsReason() {
        for (Kind bad : RedeemMixedTest.BAD) {
            add(bad, 64, 8);
            for (int i = 0; i < GOOD_FOR_EACH_BAD; i++) {
                add(RedeemMixedTest.GOOD, 64, 8);
                face += 72;
            }
        }
        CashuWallet wallet = wallets.open(lasting(), options());
        Map<String, InboxAnswer> answers = new HashMap<>();
        wallet.inbox()
                .accept(Flux.fromIterable(requests))
                .doOnNext(answer -> answers.put(answer.key(), answer))
                .blockLast(PATIENCE);
        BigInteger gained = BigInteger.ZERO;
        BigInteger fees = BigInteger.ZERO;
        for (int i = 0; i < requests.size(); i++) {
            String key = "k" + i;
            Kind kind = kinds.get(i);
            InboxAnswer answer = Objects.requireNonNull(answers.get(key));
            if (answer instanceof InboxAnswer.Declined declined) {
                assertThat(declined.why()).as(kind.name()).matches(kind.expected());
                continue;
            }
            assertThat(answer).isInstanceOf(InboxAnswer.Stored.class);
            if (staysAway(kind)) {
                await().atMost(PATIENCE).until(() -> reason(wallet, key).startsWith(kind.name()));
                assertThat(wallet.outcome(key).block(PATIENCE)).isEqualTo(new RedeemResult.Waiting(key));
                continue;
            }
            RedeemResult outcome = outcome(wallet, key);
            assertThat(outcome).as(kind.name()).matches(kind.expected());
            if (outcome instanceof RedeemResult.Redeemed redeemed) {
                gained = gained.add(redeemed.amount().toBigInteger());
                fees = fees.add(redeemed.fee().toBigInteger());
            }
        }
        assertThat(gained.add(fees)).isEqualTo(face);
        assertThat(spendable(wallet)).isEqualTo(gained);
        assertThat(verify(wallet).differences()).isEmpty();
        long waiting = kinds.stream().filter(InboxMixedTest::staysAway).count();
        await().atMost(PATIENCE)
                .until(() -> wallet.inbox().counts().block(PATIENCE).waiting() == waiting);
    }

    /** What may pass is waited for; it is no word on the token. */
    private static boolean staysAway(Kind kind) {
        return kind.name().equals("MINT_UNREACHABLE") || kind.name().equals("PENDING_ELSEWHERE");
    }

    private static String reason(CashuWallet wallet, String key) {
        InboxEntry entry = Objects.requireNonNull(wallet.inbox().entry(key).block(PATIENCE));
        return String.valueOf(entry.reason());
    }
}
