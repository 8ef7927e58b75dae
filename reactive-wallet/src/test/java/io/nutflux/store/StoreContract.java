package io.nutflux.store;

import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the parts of the contract suite have in common: a fresh store each, and short words for its commands. {@link
 * StoreContractSuite} has all parts.
 */
public abstract class StoreContract {

    private static final Duration LONG = Duration.ofSeconds(30);

    protected final StoreSamples samples = new StoreSamples(42);
    protected WalletStore store;

    /** A new and empty store. */
    protected abstract WalletStore openStore();

    @BeforeEach
    void openEmpty() {
        store = openStore();
    }

    @AfterEach
    void closeIt() {
        get(store.close());
    }

    static <T> T get(Mono<T> command) {
        return command.block(LONG);
    }

    static <T> List<T> all(Flux<T> query) {
        return query.collectList().block(LONG);
    }

    Operation prepare(OperationDraft draft) {
        return get(store.prepare(WALLET, draft));
    }

    Operation prepareAndSend(OperationDraft draft) {
        prepare(draft);
        return get(store.markSent(WALLET, draft.id(), 1, samples.body()));
    }

    /** Takes the operation through its whole life; returns what it was settled with. */
    Settlement settle(OperationDraft draft) {
        prepareAndSend(draft);
        Settlement settlement = samples.settlement(draft);
        get(store.settle(WALLET, draft.id(), 2, settlement));
        return settlement;
    }

    /** Unspent proofs of these amounts, redeemed from a token of its own. */
    List<StoredProof> fund(String key, long... amounts) {
        return settle(samples.redeem(StoreSamples.plan(amounts), samples.token(key, amounts)))
                .newProofs();
    }

    StoredOperation load(OperationId id) {
        return get(store.load(WALLET, id));
    }

    RedeemResult outcome(String key) {
        return outcome(WALLET, key);
    }

    RedeemResult outcome(WalletId wallet, String key) {
        List<Redemption> found = all(store.findRedemptions(wallet, List.of(key), List.of(), List.of()));
        return found.isEmpty() ? null : found.get(0).result();
    }

    List<CurvePoint> in(StoredProof.State state) {
        return all(store.proofs(WALLET, state)).stream().map(StoredProof::Y).toList();
    }

    static List<CurvePoint> points(List<StoredProof> proofs) {
        return proofs.stream().map(StoredProof::Y).toList();
    }

    /** Asserts that the command conflicts and leaves no trace that a look at {@code seen} would show. */
    void assertConflict(StoreView seen, Mono<?> command) {
        assertRefused(StoreException.Kind.CONFLICT, seen, command);
    }

    void assertRefused(StoreException.Kind kind, StoreView seen, Mono<?> command) {
        String before = seen.of(store);
        assertFails(kind, command);
        assertThat(seen.of(store)).isEqualTo(before);
    }

    static void assertFails(StoreException.Kind kind, Mono<?> command) {
        assertThatThrownBy(() -> get(command))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    /** A look at everything that belongs to these drafts, and at all that the store lists by itself. */
    static StoreView viewOf(OperationDraft... drafts) {
        StoreView view = new StoreView();
        Arrays.stream(drafts).forEach(view::add);
        return view;
    }
}
