package io.nutflux.model;

import org.jspecify.annotations.Nullable;

/**
 * A mint quote of method bolt11 (NUT-04, NUT-23).
 *
 * @param id a secret between wallet and mint: whoever knows it can mint (protocol 04.6). Opaque text
 * @param request the invoice to pay
 * @param expiry Unix seconds after which the invoice must not be paid; {@code null} for never
 */
public record MintQuote(
        String id,
        String request,
        CurrencyUnit unit,
        Amount amount,
        State state,
        @Nullable Long expiry) {

    /** {@code UNKNOWN} stands for any state this version has no name for: ask again later. */
    public enum State {
        UNPAID,
        PAID,
        ISSUED,
        UNKNOWN
    }

    public MintQuote {
        if (id.isEmpty() || id.length() > 1024) {
            throw new IllegalArgumentException("a quote id has 1 to 1024 characters");
        }
    }

    public MintQuote withState(State newState) {
        return new MintQuote(id, request, unit, amount, newState, expiry);
    }

    @Override
    public String toString() {
        return "MintQuote[" + amount + " " + unit + ", " + state + ", redacted]";
    }
}
