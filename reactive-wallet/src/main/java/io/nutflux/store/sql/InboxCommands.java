package io.nutflux.store.sql;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.InboxDraft;
import io.nutflux.store.InboxReceipt;
import io.nutflux.store.InboxRoom;
import io.nutflux.store.InboxTask;
import io.nutflux.store.InboxVerdict;
import io.nutflux.store.Redemption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The commands of the inbox that touch redemptions too, as bodies of one transaction each. */
final class InboxCommands {

    private final InboxSql inbox;
    private final RedemptionSql redemptions;

    InboxCommands(InboxSql inbox, RedemptionSql redemptions) {
        this.inbox = inbox;
        this.redemptions = redemptions;
    }

    /** Seals all tokens, now, and leaves to the transaction which of them are stored. */
    Function<Tx, Mono<List<InboxReceipt>>> accept(
            Sealer sealer, WalletId wallet, List<InboxDraft> drafts, Instant now, InboxRoom room) {
        Map<InboxDraft, Object[]> rows = new HashMap<>();
        drafts.forEach(draft -> rows.put(draft, inbox.row(sealer, wallet, draft, now)));
        return tx -> accept(tx, wallet, drafts, rows, room);
    }

    private Mono<List<InboxReceipt>> accept(
            Tx tx, WalletId wallet, List<InboxDraft> drafts, Map<InboxDraft, Object[]> rows, InboxRoom room) {
        return redemptions
                .find(
                        tx,
                        wallet,
                        drafts.stream().map(InboxDraft::key).toList(),
                        drafts.stream().map(InboxDraft::digest).toList(),
                        drafts.stream().flatMap(draft -> draft.Ys().stream()).toList())
                .flatMap(known -> inbox.waitingByMint(tx, wallet).flatMap(waiting -> {
                    Sorting sorting = new Sorting(known, waiting, room);
                    List<InboxReceipt> receipts =
                            drafts.stream().map(sorting::receipt).toList();
                    return redemptions
                            .addWaiting(tx, wallet, sorting.stored)
                            .then(inbox.insert(
                                    tx, sorting.stored.stream().map(rows::get).toList()))
                            .thenReturn(receipts);
                }));
    }

    /** Which drafts are stored: what is known, and what the drafts before add to that. */
    private static final class Sorting {

        private final Map<String, Redemption> byKey = new HashMap<>();
        private final Map<String, Set<String>> byDigest = new HashMap<>();
        private final Map<CurvePoint, String> byY = new HashMap<>();
        private final List<InboxDraft> stored = new ArrayList<>();
        private final Map<MintUrl, Long> waiting;
        private final InboxRoom room;
        private long all;

        Sorting(List<Redemption> known, Map<MintUrl, Long> waiting, InboxRoom room) {
            known.forEach(this::add);
            this.waiting = new HashMap<>(waiting);
            this.room = room;
            this.all = waiting.values().stream().mapToLong(Long::longValue).sum();
        }

        private void add(Redemption redemption) {
            byKey.put(redemption.key(), redemption);
            if (redemption.binding()) {
                byDigest.computeIfAbsent(redemption.digest(), any -> new HashSet<>())
                        .add(redemption.key());
            }
            redemption.shared().forEach(Y -> byY.put(Y, redemption.key()));
        }

        InboxReceipt receipt(InboxDraft draft) {
            Set<String> keys = new HashSet<>(byDigest.getOrDefault(draft.digest(), Set.of()));
            Map<String, Set<CurvePoint>> shared = new HashMap<>();
            for (CurvePoint Y : draft.Ys()) {
                String key = byY.get(Y);
                if (key != null) {
                    keys.add(key);
                    shared.computeIfAbsent(key, any -> new HashSet<>()).add(Y);
                }
            }
            keys.add(draft.key());
            List<Redemption> known = keys.stream()
                    .filter(byKey::containsKey)
                    .map(byKey::get)
                    .map(one -> new Redemption(
                            one.key(),
                            one.digest(),
                            one.result(),
                            shared.getOrDefault(one.key(), Set.of()),
                            one.binding()))
                    .toList();
            if (!known.isEmpty()) {
                return new InboxReceipt.Known(known);
            }
            if (all >= room.ofWallet()) {
                return new InboxReceipt.Full(false);
            }
            if (waiting.getOrDefault(draft.mint(), 0L) >= room.ofMint()) {
                return new InboxReceipt.Full(true);
            }
            all++;
            waiting.merge(draft.mint(), 1L, Long::sum);
            stored.add(draft);
            add(new Redemption(
                    draft.key(), draft.digest(), new RedeemResult.Waiting(draft.key()), Set.copyOf(draft.Ys())));
            return new InboxReceipt.Stored();
        }
    }

    Mono<List<String>> conclude(Tx tx, WalletId wallet, String owner, Instant now, List<InboxVerdict> verdicts) {
        Map<String, RedeemResult> outcomes = new HashMap<>();
        Map<String, InboxVerdict.Later> later = new HashMap<>();
        for (InboxVerdict verdict : verdicts) {
            if (verdict instanceof InboxVerdict.Done done) {
                outcomes.put(done.key(), done.outcome());
            } else if (verdict instanceof InboxVerdict.Later put) {
                later.put(put.key(), put);
            }
        }
        return putBack(tx, wallet, owner, later.values().stream().toList())
                .then(inbox.held(tx, wallet, owner, List.copyOf(outcomes.keySet())))
                .flatMap(held -> {
                    List<InboxSql.Held> judged = new ArrayList<>();
                    List<String> ended = new ArrayList<>();
                    for (InboxSql.Held one : held) {
                        boolean waits = one.kind().equals("WAITING");
                        if (waits && !(outcomes.get(one.key()) instanceof RedeemResult.Redeemed)) {
                            judged.add(one);
                            ended.add(one.key());
                        } else if (!waits && !one.kind().equals("PENDING")) {
                            ended.add(one.key());
                        }
                    }
                    return redemptions
                            .judge(tx, wallet, judged, outcomes)
                            .then(Errors.require(
                                    inbox.finish(tx, wallet, owner, ended, now),
                                    ended.size(),
                                    "an entry of the inbox has another owner"))
                            .thenReturn(List.copyOf(ended));
                });
    }

    /** The tasks that open, after the others were put back, with the reason, until {@code due}. */
    Mono<List<InboxTask>> readable(Database database, WalletId wallet, String owner, Instant due, OpenedTasks opened) {
        if (opened.damaged().isEmpty()) {
            return Mono.just(opened.tasks());
        }
        List<InboxVerdict.Later> later = opened.damaged().entrySet().stream()
                .map(entry -> new InboxVerdict.Later(entry.getKey(), due, entry.getValue()))
                .toList();
        return database.inTransaction(tx -> putBack(tx, wallet, owner, later)).thenReturn(opened.tasks());
    }

    private Mono<Long> putBack(Tx tx, WalletId wallet, String owner, List<InboxVerdict.Later> later) {
        return inbox.putBack(
                tx,
                later.stream()
                        .map(one -> InboxSql.putBackRow(wallet, owner, one))
                        .toList());
    }

    Mono<Integer> purge(Tx tx, WalletId wallet, Instant finishedBefore, int limit) {
        return inbox.finishedBefore(tx, wallet, finishedBefore, limit)
                .flatMap(old -> redemptions
                        .delete(tx, wallet, old)
                        .then(inbox.delete(tx, wallet, old))
                        .thenReturn(old.size()));
    }
}
