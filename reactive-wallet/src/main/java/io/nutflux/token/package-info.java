/**
 * Text to model and back: V3 and V4 tokens, their URI and raw forms (NUT-00), and the form of spending conditions in a
 * secret (NUT-10).
 *
 * <p>No keys and no network: whether a keyset exists, a short id is unique or a signature holds is found out later.
 */
@NullMarked
package io.nutflux.token;

import org.jspecify.annotations.NullMarked;
