package io.nutflux.model;

/** What the inbox says to a token that is brought to it. */
public sealed interface InboxAnswer {

    /** The caller's key, as in the request. */
    String key();

    /** The token is stored, durably, and will be redeemed. Its outcome can be asked for by its key from now on. */
    record Stored(String key) implements InboxAnswer {}

    /**
     * The same token came under the same key before, to the inbox or to {@code redeem}: nothing is done again.
     *
     * @param known what became of it so far: {@code Waiting}, {@code Pending} or a final outcome
     */
    record Known(String key, RedeemResult known) implements InboxAnswer {}

    /**
     * The token is not taken, and nothing is stored under the key.
     *
     * @param why {@code Invalid} or {@code Refused}, as {@code redeem} would say; {@code Duplicate} if the same token came
     *     under another key: present it again if that one ends without being redeemed
     */
    record Declined(String key, RedeemResult why) implements InboxAnswer {}
}
