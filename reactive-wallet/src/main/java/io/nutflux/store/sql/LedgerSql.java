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
import io.nutflux.store.LedgerTotals;
import java.util.List;
import reactor.core.publisher.Mono;

/** The ledger, with running sums, so that totals cost the same whatever its length. */
final class LedgerSql {

    private static final String INSERT = """
            INSERT INTO ledger (wallet, operation, time, kind, mint, unit, amount, fee)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String ADD = """
            INSERT INTO total (wallet, mint, unit, received_hi, received_lo, sent_hi, sent_lo, fee_hi, fee_lo,
                claimed_hi, claimed_lo)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)
            ON CONFLICT (wallet, mint, unit) DO UPDATE
            SET received_hi = total.received_hi + excluded.received_hi,
                received_lo = total.received_lo + excluded.received_lo,
                sent_hi = total.sent_hi + excluded.sent_hi,
                sent_lo = total.sent_lo + excluded.sent_lo,
                fee_hi = total.fee_hi + excluded.fee_hi,
                fee_lo = total.fee_lo + excluded.fee_lo""";
    private static final String FIND_NEWEST = """
            SELECT time, kind, mint, unit, amount, fee, operation FROM ledger WHERE wallet = $1
            ORDER BY time DESC, operation DESC LIMIT $2""";
    private static final String FIND_TOTALS = """
            SELECT mint, unit, received_hi, received_lo, sent_hi, sent_lo, fee_hi, fee_lo FROM total
            WHERE wallet = $1""";

    /** Comes last in its transaction: where transactions overlap, they wait for each other on the sums. */
    Mono<Void> add(Tx tx, WalletId wallet, LedgerEntry entry) {
        boolean out = entry.kind() == LedgerEntry.Kind.SENT;
        Amount received = out ? Amount.ZERO : entry.amount();
        Amount sent = out ? entry.amount() : Amount.ZERO;
        return tx.update(
                        INSERT,
                        wallet.value(),
                        entry.operation().value(),
                        Columns.time(entry.time()),
                        entry.kind().name(),
                        entry.mint().value(),
                        entry.unit().label(),
                        entry.amount().bits(),
                        entry.fee().bits())
                .then(tx.update(
                        ADD,
                        wallet.value(),
                        entry.mint().value(),
                        entry.unit().label(),
                        high(received),
                        low(received),
                        high(sent),
                        low(sent),
                        high(entry.fee()),
                        low(entry.fee())))
                .then();
    }

    Mono<List<LedgerEntry>> newest(Tx tx, WalletId wallet, int limit) {
        return tx.query(FIND_NEWEST, LedgerSql::entry, wallet.value(), (long) Math.max(0, limit))
                .collectList();
    }

    Mono<List<LedgerTotals>> totals(Tx tx, WalletId wallet) {
        return tx.query(FIND_TOTALS, LedgerSql::total, wallet.value()).collectList();
    }

    private static LedgerEntry entry(Row row) {
        return new LedgerEntry(
                Columns.time(row.integer(0)),
                LedgerEntry.Kind.valueOf(row.text(1)),
                MintUrl.of(row.text(2)),
                new CurrencyUnit(row.text(3)),
                new Amount(row.integer(4)),
                new Amount(row.integer(5)),
                new OperationId(row.text(6)));
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
