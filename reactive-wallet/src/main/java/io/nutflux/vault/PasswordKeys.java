package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.vault.PasswordText.Derivation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Data keys under a password: wrapped by AES-256-GCM with a key that Argon2id derives from it (RFC 9106), the parameters
 * and a random salt stored beside.
 *
 * <p>A derivation takes tenths of a second and the memory that {@link PasswordCost} names; it happens on a thread of this
 * provider's own, one at a time, where results arrive too. A derived key is kept until {@link #close}, and one that is
 * known to be right wraps further data keys, so opening a thousand wallets needs one derivation. Data keys wrapped at a
 * lower cost than this provider's are not {@linkplain #isCurrent current}; stored costs above four times this provider's
 * are refused.
 *
 * <p>Wiped by {@link #close}: the password's copy and the derived keys. Not wiped, because the JVM gives no hold of it: the
 * working memory of Argon2id, and the text of a password that had to be normalised.
 */
public final class PasswordKeys implements KeyProvider {

    /** The provider in a {@link WrappedKey}. */
    public static final String NAME = "password";

    private final Password password;
    private final PasswordCost cost;
    private final Randomness randomness;
    private final DerivedKeys derived = new DerivedKeys();
    private final KeyWorker worker = new KeyWorker();

    private PasswordKeys(Password password, PasswordCost cost, Randomness randomness) {
        this.password = password;
        this.cost = cost;
        this.randomness = randomness;
    }

    /** At the {@linkplain PasswordCost#DEFAULT default cost}. */
    public static PasswordKeys of(char[] password) {
        return of(password, PasswordCost.DEFAULT);
    }

    /** Copies {@code password}, which the caller may then wipe. */
    public static PasswordKeys of(char[] password, PasswordCost cost) {
        return of(password, cost, Randomness.secure());
    }

    static PasswordKeys of(char[] password, PasswordCost cost, Randomness randomness) {
        return new PasswordKeys(Password.of(password), cost, randomness);
    }

    @Override
    public Mono<WrappedKey> wrap(KeyContext context, DataKey key) {
        return worker.call(() -> {
            Derivation known = derived.proven(cost);
            Derivation derivation = known == null ? Derivation.fresh(cost, randomness) : known;
            String wrapped = KeyWrap.wrap(key(derivation), context, derivation.header(), key, randomness);
            derived.prove(derivation);
            return new WrappedKey(NAME, derivation.header() + "$" + wrapped);
        });
    }

    @Override
    public Mono<DataKey> unwrap(KeyContext context, WrappedKey wrapped) {
        return worker.call(() -> {
            PasswordText text = parse(wrapped);
            if (text == null) {
                throw VaultErrors.wrongKey("the stored key is not one that a password opens: it was wrapped by "
                        + "another kind of key source (" + wrapped.kind() + "), or edited");
            }
            Derivation derivation = text.derivation();
            if (!cost.allows(derivation.cost())) {
                throw VaultErrors.wrongKey("the stored key asks for Argon2id with " + derivation.cost()
                        + ", more than four times what is configured (" + cost
                        + "): it was edited, or a higher cost has to be configured");
            }
            DataKey key = KeyWrap.unwrap(key(derivation), context, text.header(), text.wrapped());
            if (key == null) {
                throw wrongPassword();
            }
            derived.prove(derivation);
            return key;
        });
    }

    @Override
    public boolean isCurrent(WrappedKey wrapped) {
        PasswordText text = parse(wrapped);
        return text != null && text.derivation().cost().isAtLeast(cost) && derived.isProven(text.derivation());
    }

    @Override
    public void close() {
        worker.close();
        password.wipe();
        derived.close();
    }

    private static @Nullable PasswordText parse(WrappedKey wrapped) {
        return wrapped.provider().equals(NAME) ? PasswordText.parse(wrapped.text()) : null;
    }

    private WipeableKey key(Derivation derivation) {
        WipeableKey known = derived.get(derivation);
        if (known != null) {
            return known;
        }
        WipeableKey key = password.derive(derivation);
        derived.put(derivation, key);
        return key;
    }

    private static StoreException wrongPassword() {
        return VaultErrors.wrongKey("the password is wrong, or the stored key was edited or is another wallet's");
    }

    @Override
    public String toString() {
        return "PasswordKeys[" + cost + "]";
    }
}
