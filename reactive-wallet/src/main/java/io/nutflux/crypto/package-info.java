/**
 * Arithmetic on secp256k1: blinding (NUT-00), DLEQ proofs (NUT-12), deterministic secrets (NUT-13), keyset ids (NUT-02),
 * and the one source of randomness.
 *
 * <p>The only package that uses BouncyCastle. Two kinds of work are kept apart: with secrets, in constant time as far as
 * the library behind it goes; with public data, in batches and as fast as can be, on a field and points of our own ({@code
 * FastPublicCurve} and what is below). {@code StandardEngine} is where they part. Everything here computes and returns;
 * callers choose the thread.
 */
@NullMarked
package io.nutflux.crypto;

import org.jspecify.annotations.NullMarked;
