/**
 * The front door: {@link io.nutflux.CashuWallet}, its builder and its options. The implementation is package-private.
 *
 * <p>Public for embedders are this package, {@code model}, {@code error} and {@code event}; {@code AdmissionPolicy} and the
 * options in {@code flow}; {@code MintClientOptions}, {@code DecodeLimits}, {@code Mnemonic}, {@code Seed} and {@code
 * Randomness}; the SPI in {@code store}, all of {@code store.sql}; the key sources, their SPI and {@code Backups} in {@code
 * vault}. Public types elsewhere are public for other packages of this library only.
 */
@NullMarked
package io.nutflux;

import org.jspecify.annotations.NullMarked;
