package io.nutflux.store;

/**
 * How many entries of an inbox may wait.
 *
 * @param ofWallet most of all mints together
 * @param ofMint most of one mint, so that one that is away for long does not close the inbox to the others
 */
public record InboxRoom(int ofWallet, int ofMint) {}
