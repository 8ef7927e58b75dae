/**
 * The protocol's nouns as immutable values: amounts, mints, keysets, proofs, blinded messages, quotes.
 *
 * <p>Each value checks its own form in its constructor (length, prefix, range) and throws {@link
 * java.lang.IllegalArgumentException} when it is malformed; whether a point lies on the curve, a key belongs to a
 * keyset or a signature holds is {@code io.nutflux.crypto}'s to say. Values that hold secrets redact them in {@code
 * toString}. Nothing here knows of JSON, CBOR, HTTP, stores or other packages.
 */
@NullMarked
package io.nutflux.model;

import org.jspecify.annotations.NullMarked;
