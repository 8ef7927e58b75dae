package io.nutflux.model;

/**
 * What a wallet has done since it was opened.
 *
 * @param tokens redemption requests taken from streams
 * @param swaps swap requests sent, replays not counted
 * @param splits times a refused swap was split to find the culprit
 */
public record WalletCounts(
        long tokens,
        long redeemed,
        long alreadySpent,
        long invalid,
        long refused,
        long pending,
        long duplicates,
        long swaps,
        long splits) {}
