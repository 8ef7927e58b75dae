package io.nutflux.testmint;

import tools.jackson.databind.node.ObjectNode;

/** A mint quote of method bolt11; {@code expiry} in Unix seconds. */
record Quote(String id, String request, String unit, long amount, long expiry, int polls, State state) {

    enum State {
        UNPAID,
        PAID,
        ISSUED
    }

    Quote withPolls(int newPolls) {
        return new Quote(id, request, unit, amount, expiry, newPolls, state);
    }

    Quote withState(State newState) {
        return new Quote(id, request, unit, amount, expiry, polls, newState);
    }

    ObjectNode json() {
        return Json.object()
                .put("quote", id)
                .put("request", request)
                .put("amount", Json.unsigned(amount))
                .put("unit", unit)
                .put("state", state.name())
                .put("expiry", expiry);
    }

    @Override
    public String toString() {
        return "Quote[" + Long.toUnsignedString(amount) + " " + unit + ", " + state + "]";
    }
}
