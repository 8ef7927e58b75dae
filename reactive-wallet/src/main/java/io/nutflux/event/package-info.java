/**
 * What a caller may observe as it happens: one sealed hierarchy below {@link io.nutflux.event.WalletEvent}. Events carry
 * no secrets. They are told, not stored: after a restart ask the wallet, do not wait for an event.
 */
@NullMarked
package io.nutflux.event;

import org.jspecify.annotations.NullMarked;
