package io.nutflux.error;

/** The wallet cannot do what was asked; nothing was changed unless the reason says otherwise. */
public final class WalletException extends CashuException {

    public enum Reason {
        INSUFFICIENT_FUNDS,
        /** No set of proofs adds up to the amount without a swap, and a swap was ruled out. */
        NO_EXACT_MATCH,
        AMOUNT_OUT_OF_RANGE,
        /** The amount takes more proofs than the mint swaps at once; smaller amounts do not, and join small proofs. */
        TOO_MANY_PROOFS,
        QUOTE_UNKNOWN,
        QUOTE_NOT_PAID,
        QUOTE_EXPIRED,
        /** The mint says that the quote was issued, and not to this wallet. */
        QUOTE_ISSUED_ELSEWHERE,
        INSECURE_MINT_URL,
        /** The outcome at the mint is not known yet; the operation goes on and settles by itself. */
        OUTCOME_PENDING,
        /** Nothing that was named was handed out by this wallet and is still without an end. */
        NOTHING_TO_RECLAIM,
        /** As many tokens wait in the inbox as may; nothing was stored. */
        INBOX_FULL,
        CLOSED
    }

    private final Reason reason;

    public WalletException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    /** Whether {@code error} says that a mint's address is plain http, which this wallet's options do not allow. */
    public static boolean isInsecureMint(Throwable error) {
        return error instanceof WalletException wallet && wallet.reason == Reason.INSECURE_MINT_URL;
    }

    public Reason reason() {
        return reason;
    }
}
