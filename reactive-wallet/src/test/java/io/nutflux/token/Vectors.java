package io.nutflux.token;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The token strings of NUT-00's test vectors. */
final class Vectors {

    private static final Properties TOKENS = load();

    private Vectors() {}

    static String token(String name) {
        return Objects.requireNonNull(TOKENS.getProperty(name), name);
    }

    private static Properties load() {
        Properties tokens = new Properties();
        try (InputStream in = Vectors.class.getResourceAsStream("/nuts/00-tokens.properties")) {
            tokens.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tokens;
    }
}
