package io.nutflux.vault;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How {@link VaultTransitKeys} talk to Vault. Immutable; everything has a bound.
 *
 * @param mount where the transit engine is mounted
 * @param namespace of Vault Enterprise or HCP, or null
 * @param tls which certificates are trusted, and the client's own; null for the platform's
 * @param connectTimeout for a connection with its TLS handshake
 * @param responseTimeout for one attempt, to the last byte of the answer
 * @param totalTimeout no further attempt begins after this
 * @param maxAttempts the first one included
 * @param maxBackoff the longest wait between two attempts, which is drawn between zero and a bound that doubles from
 *     {@code minBackoff} on
 */
public record VaultTransitOptions(
        String mount,
        @Nullable String namespace,
        @Nullable SSLContext tls,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration totalTimeout,
        int maxAttempts,
        Duration minBackoff,
        Duration maxBackoff) {

    public static final String DEFAULT_MOUNT = "transit";
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_TOTAL_TIMEOUT = Duration.ofSeconds(30);
    public static final int DEFAULT_MAX_ATTEMPTS = 4;
    public static final Duration DEFAULT_MIN_BACKOFF = Duration.ofMillis(200);
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(5);

    public VaultTransitOptions {
        if (maxAttempts < 1 || maxAttempts > 100) {
            throw new IllegalArgumentException("1 to 100 attempts");
        }
        if (isNotPositive(connectTimeout)
                || isNotPositive(responseTimeout)
                || isNotPositive(totalTimeout)
                || isNotPositive(minBackoff)
                || maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException("timeouts and waits are a millisecond at least");
        }
        if (namespace != null && !namespace.matches("[!-~]{1,256}")) {
            throw new IllegalArgumentException("a namespace is a path without spaces");
        }
    }

    private static boolean isNotPositive(Duration duration) {
        return duration.toMillis() < 1;
    }

    /** The defaults: mounted at {@value #DEFAULT_MOUNT}, no namespace, the platform's certificates. */
    public static VaultTransitOptions defaults() {
        return new VaultTransitOptions(
                DEFAULT_MOUNT,
                null,
                null,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_RESPONSE_TIMEOUT,
                DEFAULT_TOTAL_TIMEOUT,
                DEFAULT_MAX_ATTEMPTS,
                DEFAULT_MIN_BACKOFF,
                DEFAULT_MAX_BACKOFF);
    }

    public VaultTransitOptions withMount(String mount) {
        return new VaultTransitOptions(
                mount,
                namespace,
                tls,
                connectTimeout,
                responseTimeout,
                totalTimeout,
                maxAttempts,
                minBackoff,
                maxBackoff);
    }

    public VaultTransitOptions withNamespace(String namespace) {
        return new VaultTransitOptions(
                mount,
                namespace,
                tls,
                connectTimeout,
                responseTimeout,
                totalTimeout,
                maxAttempts,
                minBackoff,
                maxBackoff);
    }

    public VaultTransitOptions withTls(SSLContext tls) {
        return new VaultTransitOptions(
                mount,
                namespace,
                tls,
                connectTimeout,
                responseTimeout,
                totalTimeout,
                maxAttempts,
                minBackoff,
                maxBackoff);
    }

    public VaultTransitOptions withTimeouts(Duration connect, Duration response, Duration total) {
        return new VaultTransitOptions(
                mount, namespace, tls, connect, response, total, maxAttempts, minBackoff, maxBackoff);
    }

    public VaultTransitOptions withRetries(int maxAttempts, Duration minBackoff, Duration maxBackoff) {
        return new VaultTransitOptions(
                mount,
                namespace,
                tls,
                connectTimeout,
                responseTimeout,
                totalTimeout,
                maxAttempts,
                minBackoff,
                maxBackoff);
    }
}
