package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.InboxAnswer;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.Lifeline;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Three good tokens and two bad ones are brought to the inbox, and followed until they have their outcomes. Whoever was told
 * that a token is stored never has to bring it again.
 */
final class CrashInbox extends CrashScenario {

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int FALSE = 1;
    private static final int SPENT = 3;

    private final List<RedeemRequest> requests;
    private final Set<String> stored = ConcurrentHashMap.newKeySet();

    CrashInbox(TestMint mint) {
        super(mint);
        List<String> tokens = new ArrayList<>(mint.tokens(3, 8, 2));
        TestProof bad = mint.issueProofs(4).get(0).withWrongSignature().withoutDleq();
        tokens.add(FALSE, mint.tokenV4(List.of(bad)));
        List<TestProof> spent = mint.issueProofs(16);
        mint.markSpent(spent);
        tokens.add(SPENT, mint.tokenV4(spent));
        requests = IntStream.range(0, tokens.size())
                .mapToObj(i -> new RedeemRequest("k" + i, tokens.get(i)))
                .toList();
    }

    @Override
    BigInteger worthless() {
        return BigInteger.valueOf(4);
    }

    @Override
    Publisher<?> act(CashuWallet wallet, Lifeline life) {
        return wallet.inbox()
                .accept(Flux.fromIterable(requests))
                .doOnNext(answer -> {
                    if (answer instanceof InboxAnswer.Stored && !life.isDead()) {
                        stored.add(answer.key());
                    }
                })
                .then()
                .thenMany(Flux.interval(LOOK))
                .onBackpressureDrop()
                .concatMap(tick -> wallet.inbox().counts(), 1)
                .takeUntil(counts -> counts.waiting() == 0);
    }

    /** Only those that were not told bring their tokens again. */
    @Override
    Publisher<?> resume(CashuWallet wallet, Lifeline life) {
        return Flux.fromIterable(requests)
                .filter(request -> !stored.contains(request.key()))
                .concatMap(request -> wallet.inbox().accept(request))
                .doOnNext(answer -> assertThat(answer).isNotInstanceOf(InboxAnswer.Declined.class));
    }

    @Override
    void check(CashuWallet revived) {
        for (int i = 0; i < requests.size(); i++) {
            RedeemRequest request = requests.get(i);
            RedeemResult outcome = revived.outcome(request.key()).block(PATIENCE);
            if (outcome == null) {
                assertThat(stored).doesNotContain(request.key());
                outcome = revived.inbox()
                        .accept(request)
                        .then(Mono.defer(() -> decided(revived, request.key())))
                        .block(PATIENCE);
            }
            assertThat(outcome).as(request.key()).isInstanceOf(fateOf(i));
            InboxEntry entry = revived.inbox().entry(request.key()).block(PATIENCE);
            assertThat(Objects.requireNonNull(entry).outcome()).isEqualTo(outcome);
        }
    }

    private static Mono<RedeemResult> decided(CashuWallet wallet, String key) {
        return Flux.interval(LOOK)
                .onBackpressureDrop()
                .concatMap(tick -> wallet.inbox().entry(key), 1)
                .filter(entry -> entry.due() == null)
                .next()
                .map(InboxEntry::outcome);
    }

    private static Class<? extends RedeemResult> fateOf(int i) {
        if (i == FALSE) {
            return RedeemResult.Invalid.class;
        }
        return i == SPENT ? RedeemResult.AlreadySpent.class : RedeemResult.Redeemed.class;
    }
}
