package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.WalletId;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.LedgerFault;
import io.nutflux.store.LedgerFault.Kind;
import io.nutflux.store.LedgerTotals;
import io.nutflux.vault.ChainKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {

    private static final MintUrl MINT = MintUrl.of("https://mint.example");
    private static final CurrencyUnit SAT = new CurrencyUnit("sat");
    private static final LedgerChain CHAIN = new LedgerChain(ChainKey.of(new byte[32]), WalletId.DEFAULT);

    private final List<LedgerLink> links = new ArrayList<>();
    private final byte[] end;

    LedgerCheckTest() {
        byte[] link = ChainKey.start();
        for (int i = 1; i <= 5; i++) {
            LedgerEntry entry = entry(i, i, "one");
            link = CHAIN.link(link, i, entry);
            links.add(new LedgerLink(entry, i, link));
        }
        end = link;
    }

    private static LedgerEntry entry(int number, long amount, String by) {
        return new LedgerEntry(
                Instant.ofEpochSecond(number),
                number == 4 ? LedgerEntry.Kind.SENT : LedgerEntry.Kind.REDEEMED,
                MINT,
                SAT,
                Amount.of(amount),
                Amount.of(1),
                id(number),
                by);
    }

    private static OperationId id(int number) {
        return new OperationId(String.valueOf(number).repeat(32));
    }

    private LedgerHead head() {
        return head(11, end);
    }

    private static LedgerHead head(long received, byte[] link) {
        return new LedgerHead(
                new LedgerTotals(MINT, SAT, BigInteger.valueOf(received), BigInteger.valueOf(4), BigInteger.valueOf(5)),
                5,
                link);
    }

    private List<LedgerFault> faults(LedgerHead head) {
        LedgerCheck check = new LedgerCheck(CHAIN, head);
        List<LedgerFault> faults = new ArrayList<>(check.next(links));
        faults.addAll(check.end());
        return faults;
    }

    private void change(int position, UnaryOperator<LedgerLink> change) {
        links.replaceAll(link -> link.position() == position ? change.apply(link) : link);
    }

    private static LedgerFault fault(Kind kind, int number) {
        return new LedgerFault(MINT, SAT, kind, id(number));
    }

    private static LedgerFault fault(Kind kind) {
        return new LedgerFault(MINT, SAT, kind, null);
    }

    @Test
    void asWritten_noFault() {
        assertThat(faults(head())).isEmpty();
    }

    @Test
    void byPages_noFault() {
        LedgerCheck check = new LedgerCheck(CHAIN, head());
        assertThat(check.next(links.subList(0, 2))).isEmpty();
        assertThat(check.isAtEnd()).isFalse();
        assertThat(check.next(links.subList(2, 5))).isEmpty();
        assertThat(check.isAtEnd()).isTrue();
        assertThat(check.end()).isEmpty();
    }

    @Test
    void editedAmount_namedThere_andInTheSums() {
        change(2, link -> new LedgerLink(entry(2, 20, "one"), 2, link.link()));
        assertThat(faults(head())).containsExactly(fault(Kind.ENTRY_CHANGED, 2), fault(Kind.SUMS_CHANGED));
    }

    @Test
    void editedAuthor_namedThere() {
        change(3, link -> new LedgerLink(entry(3, 3, "two"), 3, link.link()));
        assertThat(faults(head())).containsExactly(fault(Kind.ENTRY_CHANGED, 3));
    }

    @Test
    void editedLink_namedThereAndAtTheNext() {
        change(2, link -> new LedgerLink(link.entry(), 2, new byte[32]));
        assertThat(faults(head())).containsExactly(fault(Kind.ENTRY_CHANGED, 2), fault(Kind.ENTRY_CHANGED, 3));
    }

    @Test
    void deletedInTheMiddle_namedAtTheNext() {
        links.remove(1);
        assertThat(faults(head())).containsExactly(fault(Kind.ENTRY_MISSING, 3), fault(Kind.SUMS_CHANGED));
    }

    @Test
    void deletedAndRenumbered_namedThere() {
        links.remove(1);
        List<LedgerLink> renumbered = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            renumbered.add(
                    new LedgerLink(links.get(i).entry(), i + 1, links.get(i).link()));
        }
        links.clear();
        links.addAll(renumbered);
        assertThat(faults(head())).contains(fault(Kind.ENTRY_CHANGED, 3), fault(Kind.ENTRY_MISSING));
    }

    @Test
    void lastDeleted_noticedByTheHead() {
        links.remove(4);
        assertThat(faults(head())).containsExactly(fault(Kind.ENTRY_MISSING), fault(Kind.SUMS_CHANGED));
    }

    @Test
    void swapped_named() {
        LedgerLink second = links.get(1);
        LedgerLink third = links.get(2);
        links.set(1, new LedgerLink(third.entry(), 2, second.link()));
        links.set(2, new LedgerLink(second.entry(), 3, third.link()));
        assertThat(faults(head())).containsExactly(fault(Kind.ENTRY_CHANGED, 3), fault(Kind.ENTRY_CHANGED, 2));
    }

    @Test
    void editedSums_named() {
        assertThat(faults(head(12, end))).containsExactly(fault(Kind.SUMS_CHANGED));
    }

    @Test
    void headOfAnotherChain_named() {
        assertThat(faults(head(11, new byte[32]))).containsExactly(fault(Kind.ENTRY_MISSING));
    }
}
