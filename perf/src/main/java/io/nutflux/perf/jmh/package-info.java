/**
 * JMH benchmarks of the parts that a redeemed token passes: hash-to-curve, blinding, DLEQ proofs, derivation, and the
 * token's text. {@code ./nutflux-perf jmh} runs them; see docs/performance.md.
 *
 * <p>Not null-marked: JMH fills the fields of its states.
 */
package io.nutflux.perf.jmh;
