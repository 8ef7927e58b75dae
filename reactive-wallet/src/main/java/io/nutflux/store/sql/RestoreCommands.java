package io.nutflux.store.sql;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.WalletId;
import io.nutflux.store.Findings;
import io.nutflux.store.Findings.Found;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The commands of restoring, as bodies of one transaction each. Secrets are sealed before it begins. */
final class RestoreCommands {

    private final OperationSql operations;
    private final CounterSql counters;
    private final ProofSql proofs;
    private final LedgerSql ledger;

    RestoreCommands(OperationSql operations, CounterSql counters, ProofSql proofs, LedgerSql ledger) {
        this.operations = operations;
        this.counters = counters;
        this.proofs = proofs;
        this.ledger = ledger;
    }

    /** Seals what may be new, now, and leaves the rest for the transaction. */
    Function<Tx, Mono<Amount>> restore(Sealer sealer, LedgerChain chain, Findings findings) {
        List<StoredProof> found = findings.found().stream().map(Found::proof).toList();
        List<Object[]> rows = proofs.rows(sealer, chain.wallet(), found);
        return tx -> restore(tx, chain, findings, rows);
    }

    private Mono<Amount> restore(Tx tx, LedgerChain chain, Findings findings, List<Object[]> rows) {
        WalletId wallet = chain.wallet();
        // Unfinished operations first: one that settles between the two looks is known by the second.
        return operationsInTheWay(tx, wallet, findings)
                .flatMap(unfinished ->
                        known(tx, wallet, findings).flatMap(known -> add(tx, chain, findings, rows, unfinished, known)))
                .flatMap(added -> counters.looked(tx, wallet, findings).thenReturn(added));
    }

    private Mono<List<Operation>> operationsInTheWay(Tx tx, WalletId wallet, Findings findings) {
        return findings.found().isEmpty() ? Mono.just(List.of()) : operations.unfinished(tx, wallet);
    }

    private Mono<Set<CurvePoint>> known(Tx tx, WalletId wallet, Findings findings) {
        return proofs.known(
                tx,
                wallet,
                findings.found().stream().map(one -> one.proof().Y()).toList());
    }

    private Mono<Amount> add(
            Tx tx,
            LedgerChain chain,
            Findings findings,
            List<Object[]> rows,
            List<Operation> unfinished,
            Set<CurvePoint> known) {
        List<Object[]> added = new ArrayList<>();
        List<Amount> amounts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Found one = findings.found().get(i);
            boolean isOfUnfinished = unfinished.stream()
                    .anyMatch(operation -> operation.outputs().includes(findings.keyset(), one.counter()));
            if (!isOfUnfinished && !known.contains(one.proof().Y())) {
                added.add(rows.get(i));
                amounts.add(one.proof().proof().amount());
            }
        }
        Amount value = Amount.sum(amounts);
        return added.isEmpty()
                ? Mono.just(value)
                : proofs.add(tx, added)
                        .then(ledger.add(tx, chain, findings.entry().withAmount(value)))
                        .thenReturn(value);
    }

    Mono<Amount> writeOff(Tx tx, LedgerChain chain, List<CurvePoint> Ys, LedgerEntry entry) {
        WalletId wallet = chain.wallet();
        return proofs.writeOff(tx, wallet, entry.mint(), entry.unit(), Ys)
                .flatMap(value -> value.isZero()
                        ? Mono.just(value)
                        : ledger.add(tx, chain, entry.withAmount(value))
                                .then(proofs.addClaimed(tx, wallet, entry.mint(), entry.unit(), value))
                                .thenReturn(value));
    }
}
