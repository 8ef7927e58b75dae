package io.nutflux.sim;

import io.nutflux.event.WalletEvent;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.WalletStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Watches the inbox in the store: who takes entries over and when, what is promised, and what events say. */
final class InboxEvidence {

    private final EventLoop loop;
    private final WalletStore store;
    /** Attempts at entries that are nobody's to take now. */
    private final Map<String, Integer> leased = new HashMap<>();

    private final Map<String, List<RedeemResult>> decided = new HashMap<>();

    InboxEvidence(EventLoop loop, WalletStore store) {
        this.loop = loop;
        this.store = store;
    }

    /** Somebody is about to take entries over that are due at {@code now}. */
    void beforeClaim(Instant now) {
        leased.clear();
        waiting().forEach(entry -> {
            if (Objects.requireNonNull(entry.due()).isAfter(now)) {
                leased.put(entry.key(), entry.attempts());
            }
        });
    }

    /** Somebody has taken entries over. */
    void claimed() {
        waiting().forEach(entry -> {
            if (leased.getOrDefault(entry.key(), entry.attempts()) != entry.attempts()) {
                loop.fail(entry.key() + " in the inbox is taken over before its lease has ended");
            }
        });
    }

    /** A caller is told at this moment that the token of {@code key} is stored. */
    void promised(String key) {
        if (Objects.requireNonNull(store.findRedemptions(World.WALLET, List.of(key), List.of(), List.of())
                        .collectList()
                        .block())
                .isEmpty()) {
            loop.fail("a caller is told that " + key + " is stored, and it is not");
        }
    }

    /** A process tells its listeners something. */
    void told(WalletEvent event) {
        if (event instanceof WalletEvent.InboxDecided end) {
            String key = end.result().key();
            List<RedeemResult> all = decided.computeIfAbsent(key, any -> new ArrayList<>());
            all.add(end.result());
            if (all.size() > 1) {
                loop.fail(key + " in the inbox is decided twice: " + all);
            }
        }
    }

    /** What events said of {@code key}. */
    List<RedeemResult> decided(String key) {
        return decided.getOrDefault(key, List.of());
    }

    /** Whether nothing waits any more. */
    boolean isEmpty() {
        return waiting().isEmpty();
    }

    /** What still waits, for a report. */
    List<InboxEntry> waiting() {
        return Objects.requireNonNull(store.waitingInbox(World.WALLET, Integer.MAX_VALUE)
                .collectList()
                .block());
    }
}
