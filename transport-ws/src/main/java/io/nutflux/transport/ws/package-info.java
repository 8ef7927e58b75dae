/**
 * NUT-17 notifications over one multiplexed WebSocket a mint.
 *
 * <p>Nothing is implemented here yet: until it is, the wallet learns of paid quotes by polling. What will belong here is
 * the socket, its watchdog and its resubscription; what will not is any decision about money, which stays in {@code
 * io.nutflux.flow}.
 */
@NullMarked
package io.nutflux.transport.ws;

import org.jspecify.annotations.NullMarked;
