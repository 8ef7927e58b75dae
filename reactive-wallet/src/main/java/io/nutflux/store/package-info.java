/**
 * What must survive a crash, behind the {@link io.nutflux.store.WalletStore} SPI.
 *
 * <p>Each method is one atomic command of the domain, so an implementation needs one local transaction each and no lock
 * is ever held across a network call. What belongs here: the SPI, the records it speaks in, the in-memory store. What
 * does not: decisions. A store never asks a mint, never derives a secret and never reads a clock.
 */
@NullMarked
package io.nutflux.store;

import org.jspecify.annotations.NullMarked;
