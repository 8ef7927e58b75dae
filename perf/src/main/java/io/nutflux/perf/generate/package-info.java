/** Makes files of tokens: at a mint by minting many outputs at once, or with the in-process mint's own maker. */
@NullMarked
package io.nutflux.perf.generate;

import org.jspecify.annotations.NullMarked;
