package io.nutflux.store;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Hex;
import io.nutflux.model.OperationId;
import io.nutflux.model.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/**
 * All that can be observed of a store, as text to compare: what it lists by itself for two wallets, and what it knows of
 * operations, keys, digests, proofs and quotes that were named before. Unlike {@code toString}, it shows secrets.
 */
public final class StoreView {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Set<OperationId> operations = new TreeSet<>();
    private final Set<String> keys = new TreeSet<>();
    private final Set<String> inboxKeys = new TreeSet<>();
    private final Set<String> digests = new TreeSet<>();
    private final Set<CurvePoint> points = new TreeSet<>();
    private final Set<String> quotes = new LinkedHashSet<>();

    public void add(OperationDraft draft) {
        operations.add(draft.id());
        for (ClaimedToken token : draft.tokens()) {
            keys.add(token.key());
            digests.add(token.digest());
            points.addAll(token.Ys());
        }
        points.addAll(draft.ownInputs());
        if (draft.quoteId() != null) {
            quotes.add(draft.quoteId());
        }
    }

    public void add(InboxDraft draft) {
        inboxKeys.add(draft.key());
        keys.add(draft.key());
        digests.add(draft.digest());
        points.addAll(draft.Ys());
    }

    public void addQuote(String id) {
        quotes.add(id);
    }

    public String of(WalletStore store) {
        StringBuilder text = new StringBuilder();
        for (var wallet : List.of(StoreSamples.WALLET, StoreSamples.OTHER_WALLET)) {
            text.append("== ").append(wallet).append('\n');
            list(text, "unfinished", store.unfinished(wallet).map(Record::toString));
            for (OperationId id : operations) {
                list(
                        text,
                        "operation",
                        store.load(wallet, id).map(StoreView::show).flux());
            }
            sorted(
                    text,
                    "redemption",
                    store.findRedemptions(wallet, keys, digests, points).map(StoreView::show));
            for (StoredProof.State state : StoredProof.State.values()) {
                sorted(text, "proof", store.proofs(wallet, state).map(StoreView::show));
            }
            list(
                    text,
                    "spendable",
                    store.spendable(wallet, StoreSamples.MINT, StoreSamples.SAT)
                            .map(proof -> proof.amount() + " " + proof.keyset()));
            sorted(text, "balance", store.balances(wallet).map(Record::toString));
            list(text, "ledger", store.ledger(wallet, Integer.MAX_VALUE).map(Record::toString));
            sorted(text, "totals", store.ledgerTotals(wallet).map(Record::toString));
            for (String id : quotes) {
                list(
                        text,
                        "quote",
                        store.quote(wallet, id)
                                .map(stored -> stored + " " + stored.quote().id() + " "
                                        + stored.quote().request() + " "
                                        + stored.quote().expiry())
                                .flux());
            }
            sorted(
                    text,
                    "waiting",
                    store.waitingInbox(wallet, Integer.MAX_VALUE).map(Record::toString));
            list(text, "inbox", store.inboxCounts(wallet).map(Record::toString).flux());
            for (String key : inboxKeys) {
                list(
                        text,
                        "entry",
                        store.inboxEntry(wallet, key).map(Record::toString).flux());
            }
            sorted(
                    text,
                    "open",
                    store.openQuotes(wallet, StoreSamples.NOW)
                            .map(stored -> stored.quote().id()));
        }
        for (var mint : List.of(StoreSamples.MINT, StoreSamples.OTHER_MINT)) {
            sorted(text, "keyset", store.keysets(mint).map(keyset -> mint + " " + keyset.info() + " " + keyset.keys()));
        }
        return text.toString();
    }

    private static void list(StringBuilder text, String name, Flux<String> lines) {
        lines.collectList()
                .block(LONG)
                .forEach(line -> text.append(name).append(' ').append(line).append('\n'));
    }

    private static void sorted(StringBuilder text, String name, Flux<String> lines) {
        list(text, name, lines.sort());
    }

    private static String show(StoredOperation stored) {
        Operation operation = stored.operation();
        String body = stored.requestBody() == null
                ? "none"
                : Hex.encode(stored.requestBody().toBytes());
        return operation + " " + operation.outputs() + " " + operation.fee() + " " + operation.quoteId() + " "
                + time(operation.createdAt()) + " " + operation.owner() + " " + time(operation.leaseUntil()) + " "
                + operation.parent() + " body " + body + " tokens "
                + stored.tokens().stream().map(StoreView::show).toList() + " inputs "
                + stored.ownInputs().stream().map(StoreView::show).toList();
    }

    private static String time(Instant instant) {
        return instant.toString();
    }

    private static String show(ClaimedToken token) {
        return token.key() + " " + token.digest() + " "
                + token.proofs().stream().map(StoreView::show).toList() + " " + token.Ys();
    }

    private static String show(Redemption redemption) {
        return redemption.key() + " " + redemption.digest() + " " + redemption.result() + " "
                + redemption.shared().stream().sorted().map(CurvePoint::toHex).collect(Collectors.joining(" "));
    }

    private static String show(StoredProof stored) {
        return stored.Y() + " " + stored.mint() + " " + stored.unit() + " " + stored.state() + " "
                + show(stored.proof());
    }

    private static String show(Proof proof) {
        var dleq = proof.dleq();
        return proof.amount() + " " + proof.id() + " " + proof.secret().text() + " " + proof.C() + " "
                + proof.witness() + " "
                + (dleq == null
                        ? "none"
                        : dleq.e().revealHex() + " " + dleq.s().revealHex() + " "
                                + (dleq.r() == null ? "none" : dleq.r().revealHex()))
                + " " + proof.p2pkE();
    }
}
