package io.nutflux.model;

import java.nio.charset.StandardCharsets;

/**
 * The secret of a proof: text, exactly as it stands (NUT-00). Its UTF-8 bytes are what is hashed to the curve, so a
 * received secret is never parsed and written again. Whoever knows it and {@code C} owns the money.
 */
public record Secret(String text) {

    public Secret {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a secret is not empty");
        }
    }

    /** The UTF-8 bytes that enter hash_to_curve. */
    public byte[] utf8() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
