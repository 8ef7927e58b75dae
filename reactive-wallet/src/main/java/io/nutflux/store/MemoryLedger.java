package io.nutflux.store;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One wallet's ledger, with its running sums. */
final class MemoryLedger {

    private static final Comparator<LedgerEntry> NEWEST_FIRST = Comparator.comparing(LedgerEntry::time)
            .thenComparing(LedgerEntry::operation)
            .reversed();

    private final Map<LedgerEntry, LedgerEntry> entries = new TreeMap<>(NEWEST_FIRST);
    private final Map<MintAndUnit, LedgerTotals> totals = new HashMap<>();

    void add(Journal journal, LedgerEntry entry) {
        journal.put(entries, entry, entry);
        MintAndUnit pair = new MintAndUnit(entry.mint(), entry.unit());
        LedgerTotals before = totals.getOrDefault(
                pair, new LedgerTotals(pair.mint(), pair.unit(), BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO));
        boolean out = entry.kind().isOut();
        BigInteger amount = entry.amount().toBigInteger();
        journal.put(
                totals,
                pair,
                new LedgerTotals(
                        pair.mint(),
                        pair.unit(),
                        out ? before.received() : before.received().add(amount),
                        out ? before.sent().add(amount) : before.sent(),
                        before.fees().add(entry.fee().toBigInteger())));
    }

    List<LedgerEntry> newest(int limit) {
        return entries.values().stream().limit(Math.max(0, limit)).toList();
    }

    List<LedgerEntry> oldestFirst() {
        List<LedgerEntry> all = new ArrayList<>(entries.values());
        Collections.reverse(all);
        return all;
    }

    List<LedgerTotals> totals() {
        return List.copyOf(totals.values());
    }

    Set<MintAndUnit> pairs() {
        return Set.copyOf(totals.keySet());
    }
}
