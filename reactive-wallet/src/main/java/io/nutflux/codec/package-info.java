/**
 * Bounded JSON and CBOR: bytes from outside become values of {@code io.nutflux.model}, and back.
 *
 * <p>The only package that uses Jackson. Every decoder takes {@link io.nutflux.codec.DecodeLimits} and refuses input
 * past a limit before it allocates for it. What does not belong here: text prefixes and base64 of tokens ({@code
 * io.nutflux.token}), HTTP ({@code io.nutflux.mint}).
 */
@NullMarked
package io.nutflux.codec;

import org.jspecify.annotations.NullMarked;
