/**
 * The front door: {@link io.nutflux.CashuWallet}, its builder and its options. The implementation is package-private.
 *
 * <p>Public for embedders are this package, {@code model}, {@code error}, {@code event}, the options in {@code flow}, the
 * SPI in {@code store}, and the crypto entry points {@code Mnemonic} and {@code Seed}. Public types elsewhere are public
 * for other packages of this library only.
 */
@NullMarked
package io.nutflux;

import org.jspecify.annotations.NullMarked;
