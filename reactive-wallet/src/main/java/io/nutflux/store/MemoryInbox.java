package io.nutflux.store;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.InboxCounts;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One wallet's inbox. Keys, outcomes and claims stand with the redemptions. */
final class MemoryInbox {

    private static final Comparator<Waiting> DUE_FIRST = Comparator.comparing(Waiting::due)
            .thenComparing(waiting -> waiting.entry().key());
    private static final Comparator<Finished> OLDEST_FIRST = Comparator.comparing(Finished::at)
            .thenComparing(finished -> finished.entry().key());

    /** What stays of an entry once it is finished. */
    private record Entry(String key, MintUrl mint, List<CurvePoint> Ys, Instant acceptedAt, int attempts) {

        Entry attempted() {
            return new Entry(key, mint, Ys, acceptedAt, attempts + 1);
        }
    }

    private record Waiting(
            Entry entry,
            String token,
            Instant due,
            @Nullable String owner,
            @Nullable String reason,
            @Nullable Instant refusedSince) {

        Waiting heldBy(@Nullable String newOwner, Instant newDue) {
            return new Waiting(entry, token, newDue, newOwner, reason, refusedSince);
        }
    }

    private record Finished(Entry entry, Instant at) {}

    private final MemoryRedemptions redemptions;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Map<String, Finished> finished = new HashMap<>();

    MemoryInbox(MemoryRedemptions redemptions) {
        this.redemptions = redemptions;
    }

    boolean isWaiting(String key) {
        return waiting.containsKey(key);
    }

    List<InboxReceipt> accept(Journal journal, List<InboxDraft> drafts, Instant now, InboxRoom room) {
        List<InboxReceipt> receipts = new ArrayList<>();
        for (InboxDraft draft : drafts) {
            List<Redemption> known = redemptions.find(List.of(draft.key()), List.of(draft.digest()), draft.Ys());
            if (!known.isEmpty()) {
                receipts.add(new InboxReceipt.Known(known));
            } else if (waiting.size() >= room.ofWallet()) {
                receipts.add(new InboxReceipt.Full(false));
            } else if (waitingOf(draft.mint()) >= room.ofMint()) {
                receipts.add(new InboxReceipt.Full(true));
            } else {
                redemptions.addWaiting(journal, draft);
                Entry entry = new Entry(draft.key(), draft.mint(), draft.Ys(), now, 0);
                journal.put(waiting, draft.key(), new Waiting(entry, draft.token(), now, null, null, null));
                receipts.add(new InboxReceipt.Stored());
            }
        }
        return List.copyOf(receipts);
    }

    private long waitingOf(MintUrl mint) {
        return waiting.values().stream()
                .filter(one -> one.entry().mint().equals(mint))
                .count();
    }

    List<InboxTask> claim(
            Journal journal, String owner, Instant now, Instant leaseUntil, int limit, Collection<MintUrl> except) {
        Set<MintUrl> excluded = Set.copyOf(except);
        List<Waiting> due = waiting.values().stream()
                .filter(one -> !one.due().isAfter(now)
                        && !excluded.contains(one.entry().mint()))
                .sorted(DUE_FIRST)
                .limit(Math.max(0, limit))
                .toList();
        List<InboxTask> tasks = new ArrayList<>();
        for (Waiting one : due) {
            Entry entry = one.entry().attempted();
            journal.put(
                    waiting,
                    entry.key(),
                    new Waiting(entry, one.token(), leaseUntil, owner, one.reason(), one.refusedSince()));
            tasks.add(new InboxTask(
                    entry.key(), entry.mint(), one.token(), entry.acceptedAt(), entry.attempts(), one.refusedSince()));
        }
        return List.copyOf(tasks);
    }

    void renew(Journal journal, String owner, Collection<String> keys, Instant leaseUntil) {
        keys.stream()
                .flatMap(key -> held(owner, key))
                .forEach(one -> journal.put(waiting, one.entry().key(), one.heldBy(owner, leaseUntil)));
    }

    List<String> conclude(Journal journal, String owner, Instant now, List<InboxVerdict> verdicts) {
        List<String> ended = new ArrayList<>();
        for (InboxVerdict verdict : verdicts) {
            held(owner, verdict.key()).forEach(one -> {
                if (verdict instanceof InboxVerdict.Later later) {
                    journal.put(
                            waiting,
                            later.key(),
                            new Waiting(
                                    one.entry(), one.token(), later.due(), null, later.reason(), later.refusedSince()));
                } else if (end(journal, one, ((InboxVerdict.Done) verdict).outcome(), now)) {
                    ended.add(verdict.key());
                }
            });
        }
        return List.copyOf(ended);
    }

    private boolean end(Journal journal, Waiting one, RedeemResult outcome, Instant now) {
        Entry entry = one.entry();
        RedeemResult known = Objects.requireNonNull(redemptions.result(entry.key()));
        boolean undecided = known instanceof RedeemResult.Waiting;
        if (known instanceof RedeemResult.Pending || (undecided && outcome instanceof RedeemResult.Redeemed)) {
            return false;
        }
        if (undecided) {
            redemptions.judge(journal, entry.key(), entry.Ys(), outcome);
        }
        journal.remove(waiting, entry.key());
        journal.put(finished, entry.key(), new Finished(entry, now));
        return true;
    }

    void release(Journal journal, String owner, Instant now) {
        List.copyOf(waiting.values()).stream()
                .filter(one -> owner.equals(one.owner()))
                .forEach(one -> journal.put(waiting, one.entry().key(), one.heldBy(null, now)));
    }

    @Nullable
    InboxEntry get(String key) {
        Waiting one = waiting.get(key);
        if (one != null) {
            return shown(one);
        }
        Finished ended = finished.get(key);
        return ended == null ? null : shown(ended.entry(), null, null);
    }

    List<InboxEntry> waiting(int limit) {
        return waiting.values().stream()
                .sorted(DUE_FIRST)
                .limit(Math.max(0, limit))
                .map(this::shown)
                .toList();
    }

    InboxCounts counts() {
        return new InboxCounts(
                waiting.size(),
                waiting.values().stream()
                        .map(one -> one.entry().acceptedAt())
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    int purge(Journal journal, Instant finishedBefore, int limit) {
        List<Finished> old = finished.values().stream()
                .filter(one -> one.at().isBefore(finishedBefore))
                .sorted(OLDEST_FIRST)
                .limit(Math.max(0, limit))
                .toList();
        for (Finished one : old) {
            redemptions.forget(journal, one.entry().key(), one.entry().Ys());
            journal.remove(finished, one.entry().key());
        }
        return old.size();
    }

    private Stream<Waiting> held(String owner, String key) {
        return Stream.ofNullable(waiting.get(key)).filter(one -> owner.equals(one.owner()));
    }

    private InboxEntry shown(Waiting one) {
        return shown(one.entry(), one.due(), one.reason());
    }

    private InboxEntry shown(Entry entry, @Nullable Instant due, @Nullable String reason) {
        RedeemResult outcome = Objects.requireNonNull(redemptions.result(entry.key()));
        return new InboxEntry(entry.key(), entry.mint(), entry.acceptedAt(), entry.attempts(), due, reason, outcome);
    }
}
