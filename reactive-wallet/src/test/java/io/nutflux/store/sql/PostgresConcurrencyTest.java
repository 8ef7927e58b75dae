package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.KEYSET;
import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.OTHER_KEYSET;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.StoreException;
import io.nutflux.model.Keyset;
import io.nutflux.model.MintQuote;
import io.nutflux.model.OperationId;
import io.nutflux.model.WalletId;
import io.nutflux.store.InboxDraft;
import io.nutflux.store.InboxReceipt;
import io.nutflux.store.InboxTask;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.Release;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Two replicas on one database. */
class PostgresConcurrencyTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final StoreSamples samples = new StoreSamples(11);
    private String url;
    private WalletStore one;
    private WalletStore other;

    @BeforeEach
    void open() {
        url = PostgresServer.shared().freshUrl();
        one = PostgresServer.open(url);
        other = PostgresServer.open(url);
    }

    @AfterEach
    void close() {
        PostgresServer.close(one);
        PostgresServer.close(other);
    }

    @Test
    void thousandRacingCommands_ofFourWallets_eachWhole() {
        List<Lives> wallets = IntStream.range(0, 4)
                .mapToObj(i -> new Lives(new WalletId("wallet" + i), i))
                .toList();
        Flux.range(0, 340)
                .flatMap(i -> wallets.get(i % 4).redeem(i % 3 == 0 ? one : other), 64)
                .then()
                .block(LONG);
        for (Lives lives : wallets) {
            assertThat(lives.settled()).isEqualTo(85);
            lives.assertWhole(one);
        }
    }

    @Test
    void callersThatCancel_leaveNoHalfOfACommand() {
        Lives lives = new Lives(WALLET, 5);
        List<Disposable> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls.add(lives.redeemAnyway(i % 2 == 0 ? one : other).subscribe());
            if (i % 3 > 0) {
                // Wherever the one before last has got to by now.
                calls.get(i / 2).dispose();
            }
        }
        calls.forEach(Disposable::dispose);
        // What had begun goes on by itself, and closing waits for it.
        PostgresServer.close(one);
        PostgresServer.close(other);
        one = PostgresServer.open(url);
        lives.assertWhole(one);
    }

    @Test
    void claimDue_byTwoReplicas_eachOperationToOne() {
        for (int i = 0; i < 60; i++) {
            one.prepare(WALLET, samples.mint("quote " + i, plan(1))).block(LONG);
        }
        List<Operation> claimed = Flux.range(0, 30)
                .flatMap(
                        i -> (i % 2 == 0 ? one : other).claimDue(WALLET, "owner " + i, LEASE, LEASE.plusSeconds(9), 2),
                        16)
                .collectList()
                .block(LONG);
        assertThat(claimed).hasSize(60);
        assertThat(new HashSet<>(claimed.stream().map(Operation::id).toList())).hasSize(60);
        for (Operation operation : claimed) {
            assertThat(one.load(WALLET, operation.id()).block(LONG).operation()).isEqualTo(operation);
        }
    }

    @Test
    void saveKeysets_sameByManyAtOnce_allSucceed_inWhateverOrder() {
        List<Keyset> keysets = List.of(samples.keyset(KEYSET, SAT), samples.keyset(OTHER_KEYSET, SAT));
        List<Keyset> reversed = List.of(keysets.get(1), keysets.get(0));
        Flux.range(0, 20)
                .flatMap(i -> (i % 2 == 0 ? one : other).saveKeysets(MINT, i % 3 == 0 ? keysets : reversed), 20)
                .then()
                .block(LONG);
        assertThat(one.keysets(MINT).collectList().block(LONG)).containsExactlyInAnyOrderElementsOf(keysets);
    }

    @Test
    void saveKeysets_otherKeysUnderOneIdAtOnce_oneWins() {
        List<Keyset> rivals =
                Stream.generate(() -> samples.keyset(KEYSET, SAT)).limit(16).toList();
        List<Object> outcomes = Flux.fromIterable(rivals)
                .flatMap(
                        keyset -> kind((keyset.hashCode() % 2 == 0 ? one : other).saveKeysets(MINT, List.of(keyset))),
                        16)
                .collectList()
                .block(LONG);
        assertThat(outcomes)
                .hasSize(16)
                .containsOnly("done", StoreException.Kind.KEYSET_CONFLICT)
                .containsOnlyOnce("done");
    }

    @Test
    void prepare_sameQuote_byManyAtOnce_oneWins() {
        one.saveQuote(WALLET, MINT, samples.quote("q", MintQuote.State.PAID, null))
                .block(LONG);
        List<OperationDraft> drafts =
                Stream.generate(() -> samples.mint("q", plan(1))).limit(16).toList();
        assertThat(outcomes(i -> (i % 2 == 0 ? one : other).prepare(WALLET, drafts.get(i))))
                .containsOnly("done", StoreException.Kind.CONFLICT)
                .containsOnlyOnce("done");
    }

    @Test
    void markClaimed_sameProofsByManyAtOnce_countedOnce() {
        List<StoredProof> sent = handedOut(1, 2, 4, 8);
        outcomes(i -> (i % 2 == 0 ? one : other)
                .markClaimed(WALLET, sent.stream().map(StoredProof::Y).toList()));
        assertThat(one.balances(WALLET).collectList().block(LONG))
                .singleElement()
                .satisfies(balance -> {
                    assertThat(balance.claimed()).isEqualTo(15);
                    assertThat(balance.sent()).isZero();
                });
    }

    @Test
    void releaseWithSuccessor_againstSettle_oneWins() {
        for (int round = 0; round < 10; round++) {
            var token = samples.token("token " + round, 1, 2);
            OperationDraft draft = samples.redeem(plan(1, 2), token);
            one.prepare(WALLET, draft)
                    .then(one.markSent(WALLET, draft.id(), 1, samples.body()))
                    .block(LONG);
            OperationDraft successor = samples.redeem(plan(1, 2), token);
            Settlement settlement = samples.settlement(draft);
            List<Object> outcomes = outcomes(i -> i % 2 == 0
                    ? one.settle(WALLET, draft.id(), 2, settlement)
                    : other.release(WALLET, draft.id(), 2, new Release(List.of(), List.of(successor))));
            assertThat(outcomes).containsOnlyOnce("done");
            OperationId owner = one.load(WALLET, successor.id()).block(LONG) == null ? draft.id() : successor.id();
            assertThat(one.ledger(WALLET, 100)
                            .any(entry -> entry.operation().equals(draft.id()))
                            .block(LONG))
                    .isEqualTo(owner.equals(draft.id()));
            assertThat(one.findRedemptions(WALLET, List.of(), List.of(), token.Ys())
                            .collectList()
                            .block(LONG))
                    .hasSize(1);
        }
    }

    @Test
    void load_whileItIsSettled_seesOneStateOrTheOther() {
        for (int round = 0; round < 20; round++) {
            OperationDraft draft = samples.redeem(plan(1), samples.token("token " + round, 1));
            one.prepare(WALLET, draft)
                    .then(one.markSent(WALLET, draft.id(), 1, samples.body()))
                    .block(LONG);
            Settlement settlement = samples.settlement(draft);
            List<Boolean> whole = Flux.merge(
                            one.settle(WALLET, draft.id(), 2, settlement).then(Mono.<Boolean>empty()),
                            Flux.range(0, 8)
                                    .flatMap(i -> other.load(WALLET, draft.id()))
                                    .map(stored -> stored.operation().state() == Operation.State.SENT
                                            ? stored.tokens().size() == 1 && stored.requestBody() != null
                                            : stored.tokens().isEmpty() && stored.requestBody() == null))
                    .collectList()
                    .block(LONG);
            assertThat(whole).hasSize(8).containsOnly(true);
        }
    }

    @Test
    void acceptInbox_sameTokensByManyAtOnce_eachStoredOnce_theOthersAreTold() {
        List<InboxDraft> drafts = IntStream.range(0, 20)
                .mapToObj(i -> StoreSamples.waiting(samples.token("key " + i, 1, 2)))
                .toList();
        List<InboxReceipt> receipts = Flux.range(0, 16)
                .flatMap(
                        i -> (i % 2 == 0 ? one : other)
                                .acceptInbox(
                                        WALLET, drafts.subList(i / 4, 16 + i / 4), StoreSamples.NOW, StoreSamples.ROOM)
                                // As whoever calls it has to: what another stored meanwhile is known then.
                                .retryWhen(Retry.max(16).filter(StoreException::isConflict)),
                        16)
                .flatMapIterable(each -> each)
                .collectList()
                .block(LONG);
        assertThat(receipts).hasSize(16 * 16);
        assertThat(receipts.stream().filter(InboxReceipt.Stored.class::isInstance))
                .hasSize(19);
        assertThat(receipts).allMatch(receipt -> !(receipt instanceof InboxReceipt.Full));
        assertThat(one.inboxCounts(WALLET).block(LONG).waiting()).isEqualTo(19);
    }

    @Test
    void claimInbox_byTwoReplicas_eachEntryToOne() {
        List<InboxDraft> drafts = IntStream.range(0, 60)
                .mapToObj(i -> StoreSamples.waiting(samples.token("key " + i, 1)))
                .toList();
        one.acceptInbox(WALLET, drafts, StoreSamples.NOW, StoreSamples.ROOM).block(LONG);
        List<String> claimed = Flux.range(0, 30)
                .flatMap(
                        i -> (i % 2 == 0 ? one : other)
                                .claimInbox(WALLET, "owner " + i, LEASE, LEASE.plusSeconds(9), 2, List.of()),
                        16)
                .map(InboxTask::key)
                .collectList()
                .block(LONG);
        assertThat(claimed).hasSize(60).doesNotHaveDuplicates();
    }

    /** What sixteen callers got at once: done, or the kind of error. */
    private static List<Object> outcomes(IntFunction<Mono<?>> command) {
        return Flux.range(0, 16)
                .flatMap(i -> kind(command.apply(i)), 16)
                .collectList()
                .block(LONG);
    }

    private static Mono<Object> kind(Mono<?> command) {
        return command.then(Mono.<Object>just("done")).onErrorResume(StoreException.class, e -> Mono.just(e.kind()));
    }

    private List<StoredProof> handedOut(long... amounts) {
        OperationDraft fund = samples.redeem(plan(amounts), samples.token("fund", amounts));
        Settlement settlement = samples.settlement(fund);
        one.prepare(WALLET, fund)
                .then(one.markSent(WALLET, fund.id(), 1, samples.body()))
                .then(one.settle(WALLET, fund.id(), 2, settlement))
                .block(LONG);
        OutputPlan all = new OutputPlan(
                KEYSET,
                0,
                plan(amounts).amounts(),
                plan(amounts).amounts().stream().map(any -> true).toList());
        OperationDraft send = samples.send(all, settlement.newProofs());
        Settlement sent = samples.settlement(send);
        one.prepare(WALLET, send)
                .then(one.markSent(WALLET, send.id(), 1, samples.body()))
                .then(one.settle(WALLET, send.id(), 2, sent))
                .block(LONG);
        return sent.newProofs();
    }
}
