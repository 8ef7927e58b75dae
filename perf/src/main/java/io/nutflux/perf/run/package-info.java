/** Redeems the tokens of a file with a wallet and measures what that costs. */
@NullMarked
package io.nutflux.perf.run;

import org.jspecify.annotations.NullMarked;
