/**
 * Everything this library throws or signals, as one sealed hierarchy below {@link io.nutflux.error.CashuException}.
 *
 * <p>A message never holds a secret, a token, a quote id or a key. What a mint said is cut to a short printable line.
 */
@NullMarked
package io.nutflux.error;

import org.jspecify.annotations.NullMarked;
