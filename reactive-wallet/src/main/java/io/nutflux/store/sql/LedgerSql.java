package io.nutflux.store.sql;

import static io.nutflux.store.sql.Columns.high;
import static io.nutflux.store.sql.Columns.low;
import static io.nutflux.store.sql.Columns.sum;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.WalletId;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.LedgerFault;
import io.nutflux.store.LedgerTotals;
import io.nutflux.vault.ChainKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The ledger, with running sums, so that totals cost the same whatever its length. Entries of one mint and unit are chained;
 * the row with their sums holds the chain's end, and is what concurrent writers of one mint and unit wait for each other on.
 */
final class LedgerSql {

    /** Rows of one page. */
    static final int PAGE = 1000;

    private static final String ADD = """
            INSERT INTO total (wallet, mint, unit, received_hi, received_lo, sent_hi, sent_lo, fee_hi, fee_lo,
                claimed_hi, claimed_lo, entries, link)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 1, $10)
            ON CONFLICT (wallet, mint, unit) DO UPDATE
            SET received_hi = total.received_hi + excluded.received_hi,
                received_lo = total.received_lo + excluded.received_lo,
                sent_hi = total.sent_hi + excluded.sent_hi,
                sent_lo = total.sent_lo + excluded.sent_lo,
                fee_hi = total.fee_hi + excluded.fee_hi,
                fee_lo = total.fee_lo + excluded.fee_lo,
                entries = total.entries + 1
            RETURNING entries, link""";
    private static final String INSERT = """
            INSERT INTO ledger (wallet, operation, time, kind, mint, unit, amount, fee, recorded_by, position, link)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";
    private static final String SET_LINK = "UPDATE total SET link = $1 WHERE wallet = $2 AND mint = $3 AND unit = $4";
    private static final String COLUMNS = "time, kind, mint, unit, amount, fee, operation, recorded_by";
    private static final String FIND_NEWEST =
            "SELECT " + COLUMNS + " FROM ledger WHERE wallet = $1 ORDER BY time DESC, operation DESC LIMIT $2";
    private static final String FIND = "SELECT " + COLUMNS + " FROM ledger WHERE wallet = $1 AND operation = $2";
    private static final String FIND_AFTER = "SELECT " + COLUMNS
            + " FROM ledger WHERE wallet = $1 AND (time, operation) > ($2, $3) ORDER BY time, operation LIMIT $4";
    private static final String TOTALS = "mint, unit, received_hi, received_lo, sent_hi, sent_lo, fee_hi, fee_lo";
    private static final String FIND_TOTALS = "SELECT " + TOTALS + " FROM total WHERE wallet = $1";
    private static final String FIND_HEADS =
            "SELECT " + TOTALS + ", entries, link FROM total WHERE wallet = $1 ORDER BY mint, unit";
    private static final String FIND_LINKS = "SELECT " + COLUMNS + ", position, link FROM ledger"
            + " WHERE wallet = $1 AND mint = $2 AND unit = $3 AND position > $4 AND position <= $5"
            + " ORDER BY position LIMIT $6";
    private static final String FIND_HEADLESS = """
            SELECT DISTINCT mint, unit FROM ledger WHERE wallet = $1 AND NOT EXISTS (
                SELECT 1 FROM total
                WHERE total.wallet = ledger.wallet AND total.mint = ledger.mint AND total.unit = ledger.unit)""";

    /** Comes last in its transaction: where transactions overlap, they wait for each other on the sums. */
    Mono<Void> add(Tx tx, LedgerChain chain, LedgerEntry entry) {
        WalletId wallet = chain.wallet();
        String mint = entry.mint().value();
        String unit = entry.unit().label();
        return end(tx, wallet, entry).flatMap(end -> {
            byte[] link = chain.link(end.link(), end.position(), entry);
            return tx.update(
                            INSERT,
                            wallet.value(),
                            entry.operation().value(),
                            Columns.time(entry.time()),
                            entry.kind().name(),
                            mint,
                            unit,
                            entry.amount().bits(),
                            entry.fee().bits(),
                            entry.by(),
                            end.position(),
                            link)
                    .then(tx.update(SET_LINK, link, wallet.value(), mint, unit))
                    .then();
        });
    }

    Mono<List<LedgerEntry>> newest(Tx tx, WalletId wallet, int limit) {
        return tx.query(FIND_NEWEST, LedgerSql::entry, wallet.value(), (long) Math.max(0, limit))
                .collectList();
    }

    Mono<LedgerEntry> find(Tx tx, WalletId wallet, OperationId operation) {
        return tx.query(FIND, LedgerSql::entry, wallet.value(), operation.value())
                .singleOrEmpty();
    }

    /** The page after {@code after}, oldest first; the first if there is none before. */
    Mono<List<LedgerEntry>> after(Tx tx, WalletId wallet, @Nullable LedgerEntry after) {
        return tx.query(
                        FIND_AFTER,
                        LedgerSql::entry,
                        wallet.value(),
                        after == null ? Long.MIN_VALUE : Columns.time(after.time()),
                        after == null ? "" : after.operation().value(),
                        (long) PAGE)
                .collectList();
    }

    Mono<List<LedgerTotals>> totals(Tx tx, WalletId wallet) {
        return tx.query(FIND_TOTALS, LedgerSql::total, wallet.value()).collectList();
    }

    Mono<List<LedgerHead>> heads(Tx tx, WalletId wallet) {
        return tx.query(FIND_HEADS, row -> new LedgerHead(total(row), row.integer(8), row.bytes(9)), wallet.value())
                .collectList();
    }

    /** Entries whose sums, and with them their chain's end, are gone. */
    Mono<List<LedgerFault>> headless(Tx tx, WalletId wallet) {
        return tx.query(
                        FIND_HEADLESS,
                        row -> new LedgerFault(
                                MintUrl.of(row.text(0)),
                                new CurrencyUnit(row.text(1)),
                                LedgerFault.Kind.SUMS_CHANGED,
                                null),
                        wallet.value())
                .collectList();
    }

    /** The page of a chain after {@code position}, up to {@code head}. */
    Mono<List<LedgerLink>> links(Tx tx, WalletId wallet, LedgerHead head, long position) {
        return tx.query(
                        FIND_LINKS,
                        row -> new LedgerLink(entry(row), row.integer(8), row.bytes(9)),
                        wallet.value(),
                        head.mint().value(),
                        head.unit().label(),
                        position,
                        head.length(),
                        (long) PAGE)
                .collectList();
    }

    /** Adds to the sums; emits the new entry's position and the link before it. */
    private static Mono<ChainEnd> end(Tx tx, WalletId wallet, LedgerEntry entry) {
        boolean out = entry.kind().isOut();
        Amount received = out ? Amount.ZERO : entry.amount();
        Amount sent = out ? entry.amount() : Amount.ZERO;
        return tx.query(
                        ADD,
                        row -> new ChainEnd(row.integer(0), row.bytes(1)),
                        wallet.value(),
                        entry.mint().value(),
                        entry.unit().label(),
                        high(received),
                        low(received),
                        high(sent),
                        low(sent),
                        high(entry.fee()),
                        low(entry.fee()),
                        ChainKey.start())
                .single();
    }

    private static LedgerEntry entry(Row row) {
        return new LedgerEntry(
                Columns.time(row.integer(0)),
                LedgerEntry.Kind.valueOf(row.text(1)),
                MintUrl.of(row.text(2)),
                new CurrencyUnit(row.text(3)),
                new Amount(row.integer(4)),
                new Amount(row.integer(5)),
                new OperationId(row.text(6)),
                row.text(7));
    }

    private static LedgerTotals total(Row row) {
        return new LedgerTotals(
                MintUrl.of(row.text(0)),
                new CurrencyUnit(row.text(1)),
                sum(row.integer(2), row.integer(3)),
                sum(row.integer(4), row.integer(5)),
                sum(row.integer(6), row.integer(7)));
    }
}
