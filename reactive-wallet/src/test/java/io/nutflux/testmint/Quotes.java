package io.nutflux.testmint;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;

/** The mint's quotes. Their invoices look like Lightning's and are none. */
final class Quotes {

    private final Object lock;
    private final Clock clock;
    private final Duration lifetime;
    private final Map<String, Quote> byId = new HashMap<>();
    private final Supplier<String> ids;
    private PaidWhen paidWhen;

    /**
     * All state of a mint is under one {@code lock}.
     *
     * @param ids a fresh id each
     */
    Quotes(Object lock, Clock clock, Duration lifetime, PaidWhen paidWhen, Supplier<String> ids) {
        this.lock = lock;
        this.clock = clock;
        this.lifetime = lifetime;
        this.paidWhen = paidWhen;
        this.ids = ids;
    }

    void paidWhen(PaidWhen when) {
        synchronized (lock) {
            paidWhen = when;
        }
    }

    Quote create(String unit, long amount) {
        synchronized (lock) {
            String invoice = "lnbc" + Long.toUnsignedString(amount) + "0n1p"
                    + HexFormat.of().formatHex(Curve.randomBytes(50));
            long expiry = clock.instant().plus(lifetime).getEpochSecond();
            Quote.State state = paidWhen.reachedBy(0) ? Quote.State.PAID : Quote.State.UNPAID;
            Quote quote = new Quote(ids.get(), invoice, unit, amount, expiry, 0, state);
            byId.put(quote.id(), quote);
            return quote;
        }
    }

    /** The quote as a request for its state finds it, which may be what pays it. */
    Quote poll(String id) {
        synchronized (lock) {
            Quote polled = get(id).withPolls(get(id).polls() + 1);
            boolean pays =
                    polled.state() == Quote.State.UNPAID && !expired(polled) && paidWhen.reachedBy(polled.polls());
            Quote quote = pays ? polled.withState(Quote.State.PAID) : polled;
            byId.put(id, quote);
            return quote;
        }
    }

    void pay(String id) {
        synchronized (lock) {
            if (get(id).state() == Quote.State.UNPAID) {
                byId.put(id, get(id).withState(Quote.State.PAID));
            }
        }
    }

    void forget(String id) {
        synchronized (lock) {
            byId.remove(id);
        }
    }

    /** The quote, if it is paid and nothing was issued for it. */
    Quote requireIssuable(String id) {
        synchronized (lock) {
            Quote quote = get(id);
            return switch (quote.state()) {
                case PAID -> quote;
                case ISSUED -> throw new MintError(20002, "quote already issued");
                case UNPAID ->
                    throw expired(quote)
                            ? new MintError(20007, "quote is expired")
                            : new MintError(20001, "quote is not paid");
            };
        }
    }

    void issued(String id) {
        synchronized (lock) {
            byId.put(id, get(id).withState(Quote.State.ISSUED));
        }
    }

    private Quote get(String id) {
        Quote quote = byId.get(id);
        if (quote == null) {
            throw new MintError(400, 0, "quote not found");
        }
        return quote;
    }

    private boolean expired(Quote quote) {
        return clock.instant().getEpochSecond() > quote.expiry();
    }
}
