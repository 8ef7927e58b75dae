package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a key that a password wraps: {@code argon2id$m=65536,t=3,p=4$<salt>$<wrapped>}.
 *
 * @param header all but the wrapped key
 * @param wrapped as {@link KeyWrap} writes it
 */
record PasswordText(Derivation derivation, String header, String wrapped) {

    private static final Pattern FORM = Pattern.compile(
            "(argon2id\\$m=([1-9]\\d{0,8}),t=([1-9]\\d{0,8}),p=([1-9]\\d{0,8})\\$([\\w-]{24}))\\$([\\w-]{80})");

    /** What a wrapping key follows from, besides the password: a cost, and a salt in base64url. */
    record Derivation(PasswordCost cost, String salt) {

        /** Without spare bits in base64. */
        private static final int SALT = 18;

        static Derivation fresh(PasswordCost cost, Randomness randomness) {
            byte[] salt = new byte[SALT];
            randomness.fill(salt);
            return new Derivation(cost, Base64.getUrlEncoder().encodeToString(salt));
        }

        byte[] saltBytes() {
            return Base64.getUrlDecoder().decode(salt);
        }

        String header() {
            return "argon2id$" + cost + "$" + salt;
        }
    }

    /** The parts of {@code text}, or null if it is not of this form. */
    static @Nullable PasswordText parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            PasswordCost cost = new PasswordCost(
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)),
                    Integer.parseInt(parts.group(4)));
            return new PasswordText(new Derivation(cost, parts.group(5)), parts.group(1), parts.group(6));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
