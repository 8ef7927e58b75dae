package io.nutflux.testmint;

/**
 * When the invoices of this mint count as paid, without anybody paying.
 *
 * @param polls the number of state requests after which a quote is paid: 0 when it is made, negative for never
 */
public record PaidWhen(int polls) {

    /** A quote is born paid. */
    public static PaidWhen atOnce() {
        return new PaidWhen(0);
    }

    /** The first request for a quote's state finds it paid. */
    public static PaidWhen polled() {
        return new PaidWhen(1);
    }

    /** The {@code n}-th request for a quote's state finds it paid. */
    public static PaidWhen afterPolls(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("at least one poll");
        }
        return new PaidWhen(n);
    }

    /** Only {@link TestMint#payQuote} pays. */
    public static PaidWhen never() {
        return new PaidWhen(-1);
    }

    boolean reachedBy(int count) {
        return polls >= 0 && count >= polls;
    }
}
