/**
 * Talking to mints: {@link io.nutflux.mint.MintClient} has one typed method an endpoint, {@link
 * io.nutflux.mint.MintDirectory} keeps what was learned of each mint.
 *
 * <p>The only package that uses Reactor Netty and Caffeine. Errors are mapped in one place to {@link
 * io.nutflux.error.MintException}, each saying whether the mint may have acted. What does not belong here: what to do
 * about it.
 */
@NullMarked
package io.nutflux.mint;

import org.jspecify.annotations.NullMarked;
