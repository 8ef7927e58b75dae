package io.nutflux.model;

import java.math.BigInteger;
import java.util.List;

/**
 * Whether the books are right: for each mint and unit {@code received = spendable + reserved + pending + claimed + fees},
 * what was handed out is accounted for, and the mint agrees on each proof.
 *
 * @param conserved whether every account balances; what mints say is in {@code differences}
 */
public record Verification(boolean conserved, List<Account> accounts, List<Difference> differences) {

    public Verification {
        accounts = List.copyOf(accounts);
        differences = List.copyOf(differences);
    }

    /**
     * One mint and unit.
     *
     * @param received redeemed and minted, before fees
     * @param sent handed out, by the ledger
     * @param claimed handed out and seen redeemed
     */
    public record Account(
            MintUrl mint,
            CurrencyUnit unit,
            BigInteger received,
            BigInteger spendable,
            BigInteger reserved,
            BigInteger pending,
            BigInteger claimed,
            BigInteger sent,
            BigInteger fees) {

        public boolean isBalanced() {
            return received.equals(spendable.add(reserved).add(sent).add(fees)) && sent.equals(pending.add(claimed));
        }
    }

    /**
     * Something that the mint says otherwise, that could not be asked, or that the store cannot give back.
     *
     * @param amount value concerned
     */
    public record Difference(MintUrl mint, CurrencyUnit unit, Kind kind, BigInteger amount, String detail) {

        public enum Kind {
            /** The wallet holds it as spendable, the mint says it is spent. */
            SPENT_AT_MINT,
            /** The wallet holds it as spendable, the mint says it is in use. */
            PENDING_AT_MINT,
            /** The wallet holds it, but its secret cannot be read: the store was edited, or lacks a key. */
            UNREADABLE,
            /** The ledger is not what the wallet wrote: somebody edited the store. */
            LEDGER_CHANGED,
            /** The mint could not be asked. */
            MINT_NOT_ASKED
        }
    }
}
