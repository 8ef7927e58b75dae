/**
 * Secrets at rest. Each wallet has data keys, numbered by version; its rows' secrets are sealed with the newest by AES-256-GCM,
 * bound to the place where they stand. Data keys are stored wrapped, by a {@link io.nutflux.vault.KeyProvider}: a password,
 * a key store, a key management service.
 *
 * <pre>
 * secret --seal(Place)--> sealed column        {@link io.nutflux.vault.WalletCipher}
 * data key --wrap(KeyContext)--> wrapped key   {@link io.nutflux.vault.KeyProvider}
 * </pre>
 */
@NullMarked
package io.nutflux.vault;

import org.jspecify.annotations.NullMarked;
