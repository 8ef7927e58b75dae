/**
 * The operations: redeeming, minting, sending, recovery. Each is one chain: plan, record the intent, call the mint,
 * verify its answer, settle.
 *
 * <p>Read {@code Redeemer} first: it is the main job from a {@code Flux} of tokens to a {@code Flux} of results, and names
 * each step. What belongs here: decisions about money. What does not: bytes ({@code codec}), HTTP ({@code mint}), rows
 * ({@code store}), points ({@code crypto}).
 */
@NullMarked
package io.nutflux.flow;

import org.jspecify.annotations.NullMarked;
