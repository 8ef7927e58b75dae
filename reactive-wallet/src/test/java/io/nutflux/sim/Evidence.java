package io.nutflux.sim;

import io.nutflux.model.OperationId;
import io.nutflux.model.RequestBody;
import io.nutflux.store.LedgerTotals;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredBalance;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.MemoryMint;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Watches a run from where nothing is hidden: what the store was told, what reached the mint. Fails the run at the step that
 * breaks a rule: a request without a durable intent, an output in two requests, books that do not balance.
 */
final class Evidence {

    private static final Set<String> VALUE_PATHS = Set.of("/v1/swap", "/v1/mint/bolt11");
    private static final Set<String> MOVES = Set.of("prepare", "settle", "release", "handOut");

    private final EventLoop loop;
    private final WalletStore store;
    private final MemoryMint mint;
    private final Map<RequestBody, OperationId> intents = new HashMap<>();
    private final Map<String, RequestBody> requestOf = new HashMap<>();
    private final Map<OperationId, List<String>> outputsOf = new LinkedHashMap<>();
    /** Versions of the operations that nobody may take over now. */
    private final Map<OperationId, Long> leases = new HashMap<>();

    private final InboxEvidence inbox;

    Evidence(EventLoop loop, WalletStore store, MemoryMint mint) {
        this.loop = loop;
        this.store = store;
        this.mint = mint;
        this.inbox = new InboxEvidence(loop, store);
    }

    InboxEvidence inbox() {
        return inbox;
    }

    /** The store is about to carry out a command. */
    void before(String command, Object[] arguments) {
        leases.clear();
        if (command.equals("claimDue")) {
            Instant now = (Instant) Objects.requireNonNull(arguments[2]);
            unfinished()
                    .filter(operation -> operation.leaseUntil().isAfter(now))
                    .forEach(operation -> leases.put(operation.id(), operation.version()));
        }
        if (command.equals("claimInbox")) {
            inbox.beforeClaim((Instant) Objects.requireNonNull(arguments[2]));
        }
    }

    private Stream<Operation> unfinished() {
        return Objects.requireNonNull(
                store.unfinished(World.WALLET).collectList().block())
                .stream();
    }

    /** The store has carried out a command. */
    void carriedOut(String command, Object[] arguments) {
        if (command.equals("markSent")) {
            OperationId operation = (OperationId) Objects.requireNonNull(arguments[1]);
            RequestBody body = (RequestBody) Objects.requireNonNull(arguments[3]);
            intents.put(body, operation);
            outputsOf.computeIfAbsent(operation, id -> new ArrayList<>()).addAll(MemoryMint.blinded(body.toBytes()));
        }
        if (command.equals("claimDue")) {
            unfinished()
                    .filter(operation ->
                            leases.getOrDefault(operation.id(), operation.version()) != operation.version())
                    .forEach(operation -> loop.fail(operation + " is taken over before its lease has ended"));
        }
        if (command.equals("claimInbox")) {
            inbox.claimed();
        }
        if (MOVES.contains(command)) {
            checkBooks("after " + command);
        }
    }

    /** A request has reached the mint, which has not looked at it yet. */
    void arrived(String path, byte[] bytes) {
        if (!VALUE_PATHS.contains(path)) {
            return;
        }
        RequestBody body = RequestBody.of(bytes);
        if (!intents.containsKey(body)) {
            loop.fail("a request reached the mint that the store has no record of");
        }
        for (String blinded : MemoryMint.blinded(bytes)) {
            if (!requestOf.computeIfAbsent(blinded, any -> body).equals(body)) {
                loop.fail("an output, so a counter, is in two different requests");
            }
        }
    }

    /** {@code received = unspent + reserved + sent + fees}, and what the ledger calls sent has been handed out. */
    void checkBooks(String when) {
        LedgerTotals moved = one(store.ledgerTotals(World.WALLET));
        StoredBalance held = one(store.balances(World.WALLET));
        if (moved == null || held == null) {
            return;
        }
        BigInteger own = held.unspent().add(held.reserved());
        if (!moved.received().equals(own.add(moved.sent()).add(moved.fees()))) {
            loop.fail("value is not conserved " + when + ": " + moved + ", " + held);
        }
        if (!moved.sent().equals(held.sent().add(held.claimed()))) {
            loop.fail("what was sent is not what was handed out " + when + ": " + moved + ", " + held);
        }
    }

    /** At the end: what the mint signed belongs to operations that are settled, and nothing else does. */
    void checkSignatures() {
        outputsOf.forEach((operation, outputs) -> {
            String state = Objects.requireNonNull(
                            store.load(World.WALLET, operation).block())
                    .operation()
                    .state()
                    .name();
            long signed = outputs.stream().filter(mint::isSigned).count();
            if (state.equals("SETTLED") ? signed != outputs.size() : signed != 0) {
                loop.fail("operation " + operation + " is " + state + " and the mint signed " + signed + " of "
                        + outputs.size() + " outputs");
            }
        });
    }

    private static <T> @Nullable T one(Flux<T> rows) {
        List<T> list = Objects.requireNonNull(rows.collectList().block());
        return list.isEmpty() ? null : list.get(0);
    }
}
