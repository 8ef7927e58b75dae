package io.nutflux.model;

/** What an operation is for. */
public enum OperationKind {
    /** Tokens are swapped for proofs of the wallet's own (NUT-03): received ones, or what is taken back. */
    REDEEM,
    /** A paid quote is turned into proofs (NUT-04). */
    MINT,
    /** Proofs are swapped for others that add up to a token to hand out (NUT-03). */
    SEND
}
