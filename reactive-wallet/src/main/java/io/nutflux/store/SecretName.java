package io.nutflux.store;

/**
 * Names a secret of a wallet that is kept beside its money: a seed, a locking key, a preimage, an access token. The name
 * itself is no secret and stands in clear.
 *
 * @param value 1 to 200 visible ASCII characters
 */
public record SecretName(String value) {

    public SecretName {
        if (!value.matches("[!-~]{1,200}")) {
            throw new IllegalArgumentException("a secret's name has 1 to 200 visible ASCII characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
