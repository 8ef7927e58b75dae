package io.nutflux.store.sql;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletId;
import io.nutflux.store.StoredQuote;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Mint quotes. */
final class QuoteSql {

    private static final String COLUMNS = "id, mint, request, unit, amount, state, expiry";
    private static final String SAVE = """
            INSERT INTO quote (wallet, id, mint, request, unit, amount, state, expiry)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (wallet, id) DO UPDATE
            SET state = CASE WHEN quote.state = 'ISSUED' THEN quote.state ELSE excluded.state END
            WHERE quote.mint = excluded.mint""";
    private static final String SET_STATE =
            "UPDATE quote SET state = $1 WHERE wallet = $2 AND id = $3 AND state <> 'ISSUED'";
    private static final String FIND = "SELECT " + COLUMNS + " FROM quote WHERE wallet = $1 AND id = $2";
    private static final String SELECT_UNPAID =
            "SELECT " + COLUMNS + " FROM quote WHERE wallet = $1 AND state <> 'PAID' AND state <> 'ISSUED' AND expiry ";
    /** In three parts, each of which reads one end of an index; as one, all quotes that were ever left unpaid. */
    private static final String FIND_OPEN = "SELECT " + COLUMNS + " FROM quote WHERE wallet = $1 AND state = 'PAID'"
            + " UNION ALL " + SELECT_UNPAID + "IS NULL UNION ALL " + SELECT_UNPAID + ">= $2";

    Mono<Void> save(Tx tx, WalletId wallet, MintUrl mint, MintQuote quote) {
        Mono<Long> saved = tx.update(
                SAVE,
                wallet.value(),
                quote.id(),
                mint.value(),
                quote.request(),
                quote.unit().label(),
                quote.amount().bits(),
                quote.state().name(),
                Columns.integer(quote.expiry()));
        return Errors.require(saved, 1, "a quote of this id is known from another mint");
    }

    /** Does nothing if the quote is unknown or issued. */
    Mono<Void> setState(Tx tx, WalletId wallet, String id, MintQuote.State state) {
        return tx.update(SET_STATE, state.name(), wallet.value(), id).then();
    }

    Mono<StoredQuote> find(Tx tx, WalletId wallet, String id) {
        return tx.query(FIND, QuoteSql::quote, wallet.value(), id).singleOrEmpty();
    }

    Mono<List<StoredQuote>> open(Tx tx, WalletId wallet, Instant now) {
        return tx.query(FIND_OPEN, QuoteSql::quote, wallet.value(), now.getEpochSecond())
                .collectList();
    }

    private static StoredQuote quote(Row row) {
        return new StoredQuote(
                MintUrl.of(row.text(1)),
                new MintQuote(
                        row.text(0),
                        row.text(2),
                        new CurrencyUnit(row.text(3)),
                        new Amount(row.integer(4)),
                        MintQuote.State.valueOf(row.text(5)),
                        row.integerOrNull(6)));
    }
}
