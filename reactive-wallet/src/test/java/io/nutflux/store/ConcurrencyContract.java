package io.nutflux.store;

import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Many callers at once, callers that leave, and a store that closes. */
public abstract class ConcurrencyContract extends StoreContract {

    private static final int CALLERS = 16;

    @Test
    void prepare_byManyAtOnce_rangesDoNotOverlap() throws Exception {
        int rounds = 20;
        List<List<OperationDraft>> drafts = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            List<OperationDraft> own = new ArrayList<>();
            for (int j = 0; j < rounds; j++) {
                own.add(samples.mint("quote " + i + " " + j, plan(1, 2, 4)));
            }
            drafts.add(own);
        }
        List<List<Operation>> prepared =
                atOnce(i -> () -> drafts.get(i).stream().map(this::prepare).toList());

        Set<Long> firsts = new HashSet<>();
        prepared.forEach(
                own -> own.forEach(operation -> firsts.add(operation.outputs().firstCounter())));
        assertThat(firsts)
                .hasSize(CALLERS * rounds)
                .allMatch(first -> first % 3 == 0 && first >= 0 && first < 3L * CALLERS * rounds);
    }

    @Test
    void prepare_sameProofByManyAtOnce_oneWins() throws Exception {
        List<StoredProof> own = fund("fund", 4);
        List<OperationDraft> drafts = drafts(i -> samples.send(plan(1), own));
        assertThat(wins(i -> store.prepare(WALLET, drafts.get(i)))).isEqualTo(1);
        assertThat(in(StoredProof.State.RESERVED)).isEqualTo(points(own));
    }

    @Test
    void prepare_sameTokenByManyAtOnce_oneWins() throws Exception {
        ClaimedToken token = samples.token("a", 1, 2);
        List<OperationDraft> drafts =
                drafts(i -> samples.redeem(new ClaimedToken("key " + i, token.digest(), token.proofs(), token.Ys())));
        assertThat(wins(i -> store.prepare(WALLET, drafts.get(i)))).isEqualTo(1);
        assertThat(all(store.findRedemptions(WALLET, List.of(), List.of(token.digest()), token.Ys())))
                .hasSize(1);
    }

    @Test
    void markSent_byManyAtOnce_oneWins() throws Exception {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        prepare(draft);
        assertThat(wins(i -> store.markSent(WALLET, draft.id(), 1, samples.body())))
                .isEqualTo(1);
    }

    @Test
    void claimDue_byManyAtOnce_eachOperationToOne() throws Exception {
        int count = 100;
        for (int i = 0; i < count; i++) {
            prepare(samples.mint("quote " + i, plan(1)));
        }
        List<List<Operation>> taken =
                atOnce(i -> () -> all(store.claimDue(WALLET, "owner " + i, LEASE, LEASE.plusSeconds(1), 10)));

        List<Operation> all = new ArrayList<>();
        taken.forEach(all::addAll);
        assertThat(all).hasSize(count);
        assertThat(new HashSet<>(all.stream().map(Operation::id).toList())).hasSize(count);
    }

    @Test
    void cancelledCommands_areWholeOrNothing() throws Exception {
        int count = 200;
        List<OperationDraft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<StoredProof> one = fund("fund " + i, 1);
            drafts.add(samples.send(plan(1), one));
        }
        for (OperationDraft draft : drafts) {
            Disposable call = store.prepare(WALLET, draft).subscribe();
            call.dispose();
        }
        int run = all(store.unfinished(WALLET)).size();
        assertThat(in(StoredProof.State.RESERVED)).hasSize(run);
        assertThat(in(StoredProof.State.UNSPENT)).hasSize(count - run);
        Operation next = prepare(samples.mint("q", plan(1)));
        assertThat(next.outputs().firstCounter()).isEqualTo(count + run);
    }

    @Test
    void commands_areColdAndRepeatable() {
        Mono<Operation> command = store.prepare(WALLET, samples.redeem(samples.token("a", 1)));
        assertThat(all(store.unfinished(WALLET))).isEmpty();
        get(command);
        assertFails(StoreException.Kind.CONFLICT, command);
    }

    @Test
    void close_twice_thenCommandsFailClosed() {
        get(store.close());
        get(store.close());
        assertFails(StoreException.Kind.CLOSED, store.prepare(WALLET, samples.redeem(samples.token("a", 1))));
        assertFails(StoreException.Kind.CLOSED, store.load(WALLET, samples.operationId()));
        assertFails(
                StoreException.Kind.CLOSED, store.spendable(WALLET, MINT, SAT).collectList());
        assertFails(StoreException.Kind.CLOSED, store.openQuotes(WALLET, NOW).collectList());
    }

    private static List<OperationDraft> drafts(IntFunction<OperationDraft> draft) {
        List<OperationDraft> drafts = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            drafts.add(draft.apply(i));
        }
        return drafts;
    }

    /** How many of the callers had no conflict. */
    private static int wins(IntFunction<Mono<?>> command) throws Exception {
        List<Boolean> won = atOnce(i -> () -> {
            try {
                get(command.apply(i));
                return true;
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.CONFLICT);
                return false;
            }
        });
        return (int) won.stream().filter(one -> one).count();
    }

    private static <T> List<T> atOnce(IntFunction<Callable<T>> caller) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            CyclicBarrier start = new CyclicBarrier(CALLERS);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Callable<T> call = caller.apply(i);
                running.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
