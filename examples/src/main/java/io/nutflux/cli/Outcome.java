package io.nutflux.cli;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * What became of one item of a batch, as printed.
 *
 * @param key {@code null} if the line was too broken to have one
 * @param line its line, from 1
 * @param amount {@code REDEEMED}: what the wallet gained. {@code SPENT}, {@code PENDING}: the token's face value
 * @param reason an enum name, or one of this class's
 * @param detail words for people; may quote a mint
 * @param replayed whether it was redeemed in an earlier run: nothing was gained now
 */
record Outcome(
        @Nullable String key,
        long line,
        Kind kind,
        @Nullable Amount amount,
        @Nullable Amount fee,
        @Nullable MintUrl mint,
        @Nullable CurrencyUnit unit,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable OperationId operation,
        boolean replayed) {

    static final String LINE_TOO_LONG = "LINE_TOO_LONG";
    static final String BAD_KEY = "BAD_KEY";
    static final String SAME_KEY = "SAME_KEY";
    static final String SAME_TOKEN = "SAME_TOKEN";

    enum Kind {
        REDEEMED,
        SPENT,
        INVALID,
        REFUSED,
        PENDING,
        DUPLICATE
    }

    /** An item that this command itself turned away: its wallet never saw it. */
    static Outcome refused(@Nullable String key, long line, String reason, String detail) {
        return declined(key, line, Kind.REFUSED, reason, detail);
    }

    /** A token that cannot be read: its wallet never saw it. */
    static Outcome invalid(String key, long line, InvalidReason reason, String detail) {
        return declined(key, line, Kind.INVALID, reason.name(), detail);
    }

    static Outcome duplicate(String key, long line, String reason, String detail) {
        return declined(key, line, Kind.DUPLICATE, reason, detail);
    }

    static Outcome of(RedeemResult result, long line) {
        String key = result.key();
        if (result instanceof RedeemResult.Redeemed it) {
            return new Outcome(
                    key,
                    line,
                    Kind.REDEEMED,
                    it.amount(),
                    it.fee(),
                    it.mint(),
                    it.unit(),
                    null,
                    null,
                    it.operation(),
                    it.replayed());
        }
        if (result instanceof RedeemResult.AlreadySpent it) {
            return new Outcome(
                    key,
                    line,
                    Kind.SPENT,
                    it.value(),
                    null,
                    it.mint(),
                    it.unit(),
                    "ALREADY_SPENT",
                    "its mint says that it was redeemed before, and not by this wallet",
                    null,
                    false);
        }
        if (result instanceof RedeemResult.Pending it) {
            return new Outcome(
                    key,
                    line,
                    Kind.PENDING,
                    it.value(),
                    null,
                    it.mint(),
                    it.unit(),
                    "OUTCOME_PENDING",
                    "the mint's answer is not known yet; nutflux recover asks again",
                    it.operation(),
                    false);
        }
        if (result instanceof RedeemResult.Invalid it) {
            return declined(key, line, Kind.INVALID, it.reason().name(), it.detail());
        }
        if (result instanceof RedeemResult.Refused it) {
            return declined(key, line, Kind.REFUSED, it.reason().name(), it.detail());
        }
        if (result instanceof RedeemResult.Waiting) {
            return declined(key, line, Kind.PENDING, "WAITING", "it waits in the inbox of a service on the same store");
        }
        RedeemResult first = ((RedeemResult.Duplicate) result).first();
        return duplicate(
                key,
                line,
                SAME_TOKEN,
                "the same token came as " + first.key() + ", which is "
                        + of(first, line).kind());
    }

    /** Whether asking again later, with nobody changing anything, may well end otherwise. */
    boolean isOpen() {
        return kind == Kind.PENDING || RefusalReason.MINT_UNREACHABLE.name().equals(reason);
    }

    JsonLine json() {
        return JsonLine.of("key", key)
                .with("line", line)
                .with("outcome", kind)
                .with("amount", amount)
                .with("fee", fee)
                .with("mint", mint)
                .with("unit", unit)
                .with("reason", reason)
                .with("detail", detail)
                .with("operation", operation)
                .with("replayed", replayed);
    }

    /** One line for people. */
    String words() {
        String head = "line " + line + "  " + Printable.of(key, 40) + "  " + kind;
        if (kind == Kind.REDEEMED) {
            return head + "  " + amount + " " + unit + ", fee " + fee + (replayed ? ", in an earlier run" : "");
        }
        String value = amount == null ? "" : "  " + amount + " " + unit;
        return head + value + "  " + reason + ": " + Printable.of(detail, 200);
    }

    private static Outcome declined(
            @Nullable String key, long line, Kind kind, String reason, @Nullable String detail) {
        return new Outcome(key, line, kind, null, null, null, null, reason, detail, null, false);
    }
}
