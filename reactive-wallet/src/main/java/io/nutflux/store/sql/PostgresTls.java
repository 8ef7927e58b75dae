package io.nutflux.store.sql;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether what goes to the database can be read on its way. The driver encrypts nothing unless it is told to, and its modes
 * {@code allow} and {@code prefer} go on in clear when somebody in between says that the server has no TLS.
 */
final class PostgresTls {

    private static final Option<Object> MODE = Option.valueOf("sslMode");
    private static final Option<Object> SOCKET = Option.valueOf("socket");
    private static final Set<String> ENCRYPTING = Set.of("require", "verify-ca", "verify-full", "tunnel");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[?::1]?|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private PostgresTls() {}

    /** Whether the connection is encrypted, or does not leave the machine. */
    static boolean isPrivate(ConnectionFactoryOptions driver) {
        return driver.hasOption(SOCKET) || isLoopback(driver) || ENCRYPTING.contains(mode(driver));
    }

    private static boolean isLoopback(ConnectionFactoryOptions driver) {
        String host = String.valueOf(driver.getValue(ConnectionFactoryOptions.HOST));
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** As the driver reads it: {@code r2dbcs} stands for {@code verify-full} where no mode is named. */
    private static String mode(ConnectionFactoryOptions driver) {
        Object mode = driver.getValue(MODE);
        if (mode == null) {
            Object ssl = driver.getValue(ConnectionFactoryOptions.SSL);
            return Boolean.parseBoolean(String.valueOf(ssl)) ? "verify-full" : "disable";
        }
        return String.valueOf(mode).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
