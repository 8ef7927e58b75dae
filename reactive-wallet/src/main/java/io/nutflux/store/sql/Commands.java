package io.nutflux.store.sql;

import io.nutflux.model.MintQuote;
import io.nutflux.model.OperationId;
import io.nutflux.model.RequestBody;
import io.nutflux.model.WalletId;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.Release;
import io.nutflux.store.Settlement;
import io.nutflux.store.sql.RedemptionSql.Claims;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The commands that touch several concerns, as bodies of one transaction each. Secrets are sealed before it begins. */
final class Commands {

    /** A released operation's successor with the rows of its tokens. */
    private record Successor(OperationDraft draft, Claims claims) {}

    private final OperationSql operations;
    private final RedemptionSql redemptions;
    private final ProofSql proofs;
    private final QuoteSql quotes;
    private final LedgerSql ledger;

    Commands(OperationSql operations, RedemptionSql redemptions, ProofSql proofs, QuoteSql quotes, LedgerSql ledger) {
        this.operations = operations;
        this.redemptions = redemptions;
        this.proofs = proofs;
        this.quotes = quotes;
        this.ledger = ledger;
    }

    /** Seals what the command writes, now, and leaves the rest for the transaction. */
    Function<Tx, Mono<Operation>> prepare(Sealer sealer, WalletId wallet, OperationDraft draft) {
        Claims claims = redemptions.claims(sealer, wallet, draft);
        return tx -> prepare(tx, wallet, draft, claims, null);
    }

    private Mono<Operation> prepare(
            Tx tx, WalletId wallet, OperationDraft draft, Claims claims, @Nullable OperationId parent) {
        return operations
                .requireMintable(tx, wallet, draft)
                .then(proofs.reserve(tx, wallet, draft.id(), draft.ownInputs()))
                .then(redemptions.claim(tx, claims))
                .then(operations.insert(tx, wallet, draft, parent));
    }

    Function<Tx, Mono<Operation>> markSent(
            Sealer sealer, WalletId wallet, OperationId id, long version, RequestBody body) {
        Object[] request = operations.request(sealer, wallet, id, body);
        return tx -> operations.markSent(tx, wallet, id, version, request);
    }

    Function<Tx, Mono<Void>> settle(
            Sealer sealer, LedgerChain chain, OperationId id, long version, Settlement settlement) {
        List<Object[]> rows = proofs.rows(sealer, chain.wallet(), settlement.newProofs());
        return tx -> settle(tx, chain, id, version, settlement, rows);
    }

    private Mono<Void> settle(
            Tx tx, LedgerChain chain, OperationId id, long version, Settlement settlement, List<Object[]> newProofs) {
        WalletId wallet = chain.wallet();
        if (!settlement.entry().operation().equals(id)) {
            return Mono.error(Errors.conflict("the ledger entry is another operation's"));
        }
        return operations
                .settle(tx, wallet, id, version)
                .flatMap(operation -> setQuote(tx, wallet, operation.quoteId(), settlement.quoteState()))
                .then(redemptions.decide(tx, wallet, id, settlement.outcomes()))
                .then(requireAllDecided(tx, wallet, id))
                .then(proofs.spend(tx, wallet, id))
                .then(proofs.add(tx, newProofs))
                .then(erase(tx, wallet, id))
                .then(ledger.add(tx, chain, settlement.entry()));
    }

    Function<Tx, Mono<List<Operation>>> release(
            Sealer sealer, WalletId wallet, OperationId id, long version, Release release) {
        List<Successor> successors = release.successors().stream()
                .map(draft -> new Successor(draft, redemptions.claims(sealer, wallet, draft)))
                .toList();
        return tx -> release(tx, wallet, id, version, release, successors);
    }

    private Mono<List<Operation>> release(
            Tx tx, WalletId wallet, OperationId id, long version, Release release, List<Successor> successors) {
        return operations
                .release(tx, wallet, id, version)
                .then(redemptions.decide(tx, wallet, id, release.outcomes()))
                .then(proofs.free(tx, wallet, id))
                .then(redemptions.undecided(tx, wallet, id))
                .flatMap(undecided -> redemptions
                        .forget(tx, wallet, id)
                        .then(erase(tx, wallet, id))
                        .then(requirePassedOn(undecided, release.successors())))
                .thenMany(Flux.fromIterable(successors))
                .concatMap(successor -> prepare(tx, wallet, successor.draft(), successor.claims(), id))
                .collectList();
    }

    Mono<SealedOperation> load(Tx tx, WalletId wallet, OperationId id) {
        return operations
                .find(tx, wallet, id)
                .flatMap(operation -> operations
                        .request(tx, wallet, id)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(body -> redemptions
                                .tokens(tx, wallet, id)
                                .flatMap(tokens -> proofs.reserved(tx, wallet, id)
                                        .map(inputs ->
                                                new SealedOperation(operation, body.orElse(null), tokens, inputs)))));
    }

    private Mono<Void> setQuote(Tx tx, WalletId wallet, @Nullable String quote, MintQuote.@Nullable State state) {
        return quote == null || state == null ? Mono.empty() : quotes.setState(tx, wallet, quote, state);
    }

    private Mono<Void> requireAllDecided(Tx tx, WalletId wallet, OperationId id) {
        return redemptions
                .undecided(tx, wallet, id)
                .flatMap(undecided -> undecided.isEmpty()
                        ? Mono.empty()
                        : Mono.error(Errors.conflict("key " + undecided.get(0).key() + " lacks an outcome")));
    }

    private Mono<Void> erase(Tx tx, WalletId wallet, OperationId id) {
        return operations.eraseRequest(tx, wallet, id).then(redemptions.eraseProofs(tx, wallet, id));
    }

    private static Mono<Void> requirePassedOn(
            List<RedemptionSql.Undecided> undecided, List<OperationDraft> successors) {
        Map<String, String> free = new HashMap<>();
        undecided.forEach(token -> free.put(token.key(), token.digest()));
        for (OperationDraft draft : successors) {
            for (ClaimedToken token : draft.tokens()) {
                if (!token.digest().equals(free.remove(token.key()))) {
                    return Mono.error(
                            Errors.conflict("key " + token.key() + " is not the released operation's to pass on"));
                }
            }
        }
        return Mono.empty();
    }
}
