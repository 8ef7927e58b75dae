package io.nutflux.store.sql;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.AlreadySpent;
import io.nutflux.model.RedeemResult.Invalid;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.Pending;
import io.nutflux.model.RedeemResult.Redeemed;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.model.RedeemResult.Refused;
import io.nutflux.model.RedeemResult.Waiting;

/** The columns of a token's outcome. */
final class OutcomeColumns {

    static final String NAMES = "r.operation, r.kind, r.mint, r.unit, r.amount, r.fee, r.reason, r.detail";
    static final int COUNT = 8;

    private OutcomeColumns() {}

    /** Parameters of a final outcome: kind, mint, unit, amount, fee, reason, detail, then {@code last}. */
    static Object[] parameters(RedeemResult outcome, Object... last) {
        Object[] first = values(outcome);
        Object[] all = new Object[first.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(last, 0, all, first.length, last.length);
        return all;
    }

    private static Object[] values(RedeemResult outcome) {
        if (outcome instanceof Redeemed redeemed) {
            return new Object[] {
                "REDEEMED",
                redeemed.mint().value(),
                redeemed.unit().label(),
                redeemed.amount().bits(),
                redeemed.fee().bits(),
                SqlNull.TEXT,
                SqlNull.TEXT
            };
        }
        if (outcome instanceof AlreadySpent spent) {
            return new Object[] {
                "ALREADY_SPENT",
                spent.mint().value(),
                spent.unit().label(),
                spent.value().bits(),
                SqlNull.INTEGER,
                SqlNull.TEXT,
                SqlNull.TEXT
            };
        }
        if (outcome instanceof Invalid invalid) {
            return new Object[] {
                "INVALID",
                SqlNull.TEXT,
                SqlNull.TEXT,
                SqlNull.INTEGER,
                SqlNull.INTEGER,
                invalid.reason().name(),
                invalid.detail()
            };
        }
        if (outcome instanceof Refused refused) {
            return new Object[] {
                "REFUSED",
                SqlNull.TEXT,
                SqlNull.TEXT,
                SqlNull.INTEGER,
                SqlNull.INTEGER,
                refused.reason().name(),
                refused.detail()
            };
        }
        throw new IllegalArgumentException("not a final outcome");
    }

    /** The outcome whose columns begin at {@code first}. */
    static RedeemResult read(Row row, String key, int first) {
        String kind = row.text(first + 1);
        return switch (kind) {
            case "WAITING" -> new Waiting(key);
            case "REFUSED" -> new Refused(key, RefusalReason.valueOf(row.text(first + 6)), row.text(first + 7), false);
            case "INVALID" -> new Invalid(key, InvalidReason.valueOf(row.text(first + 6)), row.text(first + 7));
            case "ALREADY_SPENT" -> new AlreadySpent(key, mint(row, first), unit(row, first), amount(row, first));
            case "PENDING" ->
                new Pending(
                        key, mint(row, first), unit(row, first), amount(row, first), new OperationId(row.text(first)));
            case "REDEEMED" ->
                new Redeemed(
                        key,
                        mint(row, first),
                        unit(row, first),
                        amount(row, first),
                        new Amount(row.integer(first + 5)),
                        new OperationId(row.text(first)),
                        false);
            default -> throw new IllegalStateException("no outcome is called " + kind);
        };
    }

    private static MintUrl mint(Row row, int first) {
        return MintUrl.of(row.text(first + 2));
    }

    private static CurrencyUnit unit(Row row, int first) {
        return new CurrencyUnit(row.text(first + 3));
    }

    private static Amount amount(Row row, int first) {
        return new Amount(row.integer(first + 4));
    }
}
