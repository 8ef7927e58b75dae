package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.Lifeline;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Redeeming a batch of three good tokens and one odd one, and once more when the process is back. */
final class CrashRedeeming extends CrashScenario {

    /** What is odd. */
    enum Oddity {
        /** A token has a false signature: the batch is split until it stands alone. */
        FALSE_SIGNATURE,
        /** Somebody else redeems a token while our swap is on its way. */
        RACED,
        /** The mint changes its keysets while our swap is on its way. */
        ROTATED,
        /** A token was spent before. */
        SPENT
    }

    private static final int ODD = 2;

    private final Oddity oddity;
    private final TestProof odd;
    private final List<RedeemRequest> requests;
    private final Map<String, RedeemResult> told = new ConcurrentHashMap<>();
    private volatile boolean taken;

    CrashRedeeming(TestMint mint, Oddity oddity) {
        super(mint);
        this.oddity = oddity;
        List<String> tokens = new ArrayList<>(mint.tokens(3, 8, 2));
        TestProof proof = mint.issueProofs(4).get(0);
        odd = oddity == Oddity.FALSE_SIGNATURE ? proof.withWrongSignature().withoutDleq() : proof;
        tokens.add(ODD, mint.tokenV4(List.of(odd)));
        requests = IntStream.range(0, tokens.size())
                .mapToObj(i -> new RedeemRequest("k" + i, tokens.get(i)))
                .toList();
        if (oddity == Oddity.SPENT) {
            takeAway();
        }
    }

    private void takeAway() {
        mint.markSpent(List.of(odd));
        taken = true;
    }

    @Override
    void plan() {
        if (oddity == Oddity.RACED) {
            mint.faults().on("/v1/swap").next(Fault.before(this::takeAway));
        } else if (oddity == Oddity.ROTATED) {
            mint.faults().on("/v1/swap").next(Fault.before(() -> mint.rotate("sat", 200)));
        }
    }

    @Override
    BigInteger worthless() {
        return oddity == Oddity.FALSE_SIGNATURE ? BigInteger.valueOf(4) : BigInteger.ZERO;
    }

    @Override
    Publisher<?> act(CashuWallet wallet, Lifeline life) {
        return wallet.redeem(Flux.fromIterable(requests)).doOnNext(result -> {
            if (!life.isDead()) {
                hear(result);
            }
        });
    }

    /** A final word stands, whoever says it again. */
    private void hear(RedeemResult result) {
        told.merge(result.key(), result, (first, later) -> {
            if (!isFinal(first)) {
                return later;
            }
            assertSame(first, later);
            return first;
        });
    }

    private static boolean isFinal(RedeemResult result) {
        return !(result instanceof RedeemResult.Pending) && !(result instanceof RedeemResult.Refused);
    }

    private static void assertSame(RedeemResult first, RedeemResult later) {
        if (first instanceof RedeemResult.Redeemed then && later instanceof RedeemResult.Redeemed now) {
            assertThat(now.replayed()).as("told again: %s", now).isTrue();
            assertThat(now.amount()).isEqualTo(then.amount());
            assertThat(now.fee()).isEqualTo(then.fee());
            assertThat(now.operation()).isEqualTo(then.operation());
        } else {
            assertThat(later).as("after %s", first).hasSameClassAs(first);
        }
    }

    @Override
    Publisher<?> resume(CashuWallet wallet, Lifeline life) {
        return act(wallet, life);
    }

    @Override
    void check(CashuWallet revived) {
        for (RedeemResult result : told.values()) {
            if (result instanceof RedeemResult.Pending || result instanceof RedeemResult.Redeemed) {
                assertThat(revived.outcome(result.key()).block(PATIENCE))
                        .as("what became of %s", result)
                        .isNotNull()
                        .isNotInstanceOf(RedeemResult.Pending.class);
            }
        }
        Map<String, RedeemResult> again = new HashMap<>();
        revived.redeem(Flux.fromIterable(requests))
                .doOnNext(result -> again.put(result.key(), result))
                .blockLast(PATIENCE);
        assertThat(again).hasSize(requests.size());
        again.values().forEach(this::hear);
        again.forEach((key, result) ->
                assertThat(result).isInstanceOf(key.equals("k" + ODD) ? fateOfOdd() : RedeemResult.Redeemed.class));
    }

    private Class<? extends RedeemResult> fateOfOdd() {
        if (oddity == Oddity.FALSE_SIGNATURE) {
            return RedeemResult.Invalid.class;
        }
        return taken ? RedeemResult.AlreadySpent.class : RedeemResult.Redeemed.class;
    }
}
