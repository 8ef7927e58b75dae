package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.StoreException;
import io.nutflux.model.OperationId;
import io.nutflux.model.WalletId;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Operations taken through their lives, many at once, and what must be true of the store afterwards. */
final class Lives {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int OUTPUTS = 3;
    private static final int AT_ONCE = 8;

    private final WalletId wallet;
    private final StoreSamples samples;
    private final Set<OperationId> prepared = new HashSet<>();
    private final ConcurrentLinkedQueue<OperationId> acknowledged = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<OperationId> settled = new ConcurrentLinkedQueue<>();
    private int tokens;

    Lives(WalletId wallet, long seed) {
        this.wallet = wallet;
        this.samples = new StoreSamples(seed);
    }

    /** A redemption from its intent to its end: three commands. */
    Mono<Void> redeem(WalletStore store) {
        OperationDraft draft;
        Settlement settlement;
        synchronized (this) {
            draft = samples.redeem(StoreSamples.plan(1, 2, 4), samples.token("token " + ++tokens, 3, 4));
            settlement = samples.settlement(draft);
            prepared.add(draft.id());
        }
        return store.prepare(wallet, draft)
                .doOnNext(operation -> acknowledged.add(operation.id()))
                .then(store.markSent(wallet, draft.id(), 1, samples.body()))
                .then(store.settle(wallet, draft.id(), 2, settlement))
                .doOnSuccess(any -> settled.add(draft.id()));
    }

    /** The same, as often as it takes: what may have been done before is found to be so. */
    Mono<Void> redeemAnyway(WalletStore store) {
        return redeem(store).onErrorResume(StoreException.class, e -> {
            assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            return Mono.empty();
        });
    }

    int settled() {
        return settled.size();
    }

    /** Every command that was acknowledged is there, and none is there in part. */
    void assertWhole(WalletStore store) {
        List<LedgerEntry> ledger =
                store.ledger(wallet, Integer.MAX_VALUE).collectList().block(LONG);
        Set<OperationId> entered = new HashSet<>();
        ledger.forEach(entry -> entered.add(entry.operation()));
        assertThat(entered).hasSize(ledger.size()).containsAll(settled);
        BigInteger unspent = BigInteger.ZERO;
        int tokensKnown = 0;
        List<Long> counters = new ArrayList<>();
        Map<OperationId, StoredOperation> stored = Flux.fromIterable(prepared)
                .flatMap(id -> store.load(wallet, id), AT_ONCE)
                .collectMap(one -> one.operation().id())
                .block(LONG);
        for (OperationId id : prepared) {
            StoredOperation found = stored.get(id);
            if (found == null) {
                assertThat(acknowledged).doesNotContain(id);
                assertThat(entered).doesNotContain(id);
                continue;
            }
            Operation operation = found.operation();
            counters.add(operation.outputs().firstCounter());
            boolean ended = operation.state() == Operation.State.SETTLED;
            assertThat(entered.contains(id)).isEqualTo(ended);
            assertThat(found.tokens()).hasSize(ended ? 0 : 1);
            assertThat(found.requestBody() != null).isEqualTo(operation.state() == Operation.State.SENT);
            unspent = unspent.add(ended ? BigInteger.valueOf(7) : BigInteger.ZERO);
            tokensKnown++;
        }
        assertCounters(counters);
        assertThat(store.proofs(wallet, StoredProof.State.UNSPENT).count().block(LONG))
                .isEqualTo((long) ledger.size() * OUTPUTS);
        for (var balance : store.balances(wallet).collectList().block(LONG)) {
            assertThat(balance.unspent()).isEqualTo(unspent);
        }
        for (var totals : store.ledgerTotals(wallet).collectList().block(LONG)) {
            assertThat(totals.received()).isEqualTo(unspent);
        }
        List<String> keys =
                IntStream.rangeClosed(1, tokens).mapToObj(i -> "token " + i).toList();
        assertThat(store.findRedemptions(wallet, keys, List.of(), List.of())
                        .count()
                        .block(LONG))
                .isEqualTo(tokensKnown);
    }

    /** No range was given twice, and none was taken by a command that was taken back. */
    private static void assertCounters(List<Long> firsts) {
        firsts.sort(null);
        for (int i = 0; i < firsts.size(); i++) {
            assertThat(firsts.get(i)).isEqualTo((long) i * OUTPUTS);
        }
    }
}
