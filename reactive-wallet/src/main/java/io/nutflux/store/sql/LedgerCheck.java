package io.nutflux.store.sql;

import io.nutflux.model.OperationId;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.LedgerFault;
import io.nutflux.store.LedgerFault.Kind;
import io.nutflux.store.LedgerTotals;
import io.nutflux.vault.ChainKey;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks one chain from its start to a head that was read before. */
final class LedgerCheck {

    private final LedgerChain chain;
    private final LedgerHead head;
    private byte[] previous = ChainKey.start();
    private long position;
    private boolean exhausted;
    private BigInteger received = BigInteger.ZERO;
    private BigInteger sent = BigInteger.ZERO;
    private BigInteger fees = BigInteger.ZERO;

    LedgerCheck(LedgerChain chain, LedgerHead head) {
        this.chain = chain;
        this.head = head;
    }

    LedgerHead head() {
        return head;
    }

    /** How far it has come. */
    long position() {
        return position;
    }

    /** Whether there is nothing more to read: it has come to the head, or the entries before that are missing. */
    boolean isAtEnd() {
        return exhausted || position >= head.length();
    }

    /** Faults of the next entries, in the order of their positions; of none, if there are no more. */
    List<LedgerFault> next(List<LedgerLink> links) {
        exhausted = links.isEmpty();
        List<LedgerFault> faults = new ArrayList<>();
        for (LedgerLink link : links) {
            check(link, faults);
        }
        return faults;
    }

    /** Faults that show at the end. */
    List<LedgerFault> end() {
        List<LedgerFault> faults = new ArrayList<>();
        if (position < head.length() || !MessageDigest.isEqual(previous, head.link())) {
            faults.add(fault(Kind.ENTRY_MISSING, null));
        }
        if (!head.totals().equals(new LedgerTotals(head.mint(), head.unit(), received, sent, fees))) {
            faults.add(fault(Kind.SUMS_CHANGED, null));
        }
        return faults;
    }

    private void check(LedgerLink link, List<LedgerFault> faults) {
        LedgerEntry entry = link.entry();
        // After a gap the link before is not known, and the entry has to be believed.
        if (link.position() != position + 1) {
            faults.add(fault(Kind.ENTRY_MISSING, entry.operation()));
        } else if (!MessageDigest.isEqual(link.link(), chain.link(previous, link.position(), entry))) {
            faults.add(fault(Kind.ENTRY_CHANGED, entry.operation()));
        }
        previous = link.link();
        position = link.position();
        add(entry);
    }

    private void add(LedgerEntry entry) {
        BigInteger amount = entry.amount().toBigInteger();
        if (entry.kind().isOut()) {
            sent = sent.add(amount);
        } else {
            received = received.add(amount);
        }
        fees = fees.add(entry.fee().toBigInteger());
    }

    private LedgerFault fault(Kind kind, @Nullable OperationId operation) {
        return new LedgerFault(head.mint(), head.unit(), kind, operation);
    }
}
