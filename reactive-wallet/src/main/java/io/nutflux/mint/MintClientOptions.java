package io.nutflux.mint;

import io.nutflux.codec.DecodeLimits;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link MintClient} and a {@link MintDirectory} talk to mints. Immutable; everything has a bound.
 *
 * <p>A call is made of attempts. The response timeouts bound one attempt, from asking the pool for a connection to the
 * last byte of the answer; the total timeouts bound the whole call with its repetitions and the waits between them.
 */
public final class MintClientOptions {

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofSeconds(15);
    public static final Duration DEFAULT_VALUE_RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    public static final Duration DEFAULT_TOTAL_TIMEOUT = Duration.ofSeconds(30);
    public static final Duration DEFAULT_VALUE_TOTAL_TIMEOUT = Duration.ofSeconds(60);
    public static final int DEFAULT_MAX_RESPONSE_BYTES = DecodeLimits.DEFAULT_RESPONSE_BYTES;
    public static final int DEFAULT_MAX_ATTEMPTS = 4;
    public static final Duration DEFAULT_MIN_BACKOFF = Duration.ofMillis(200);
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(5);
    public static final Duration DEFAULT_MAX_RETRY_AFTER = Duration.ofSeconds(30);
    public static final int DEFAULT_MAX_CONNECTIONS_PER_MINT = 16;
    public static final int DEFAULT_PENDING_ACQUIRE_MAX_COUNT = 256;
    public static final Duration DEFAULT_PENDING_ACQUIRE_TIMEOUT = Duration.ofSeconds(10);
    /** Below the 5 seconds after which common servers close an idle connection, so that a request rarely meets that. */
    public static final Duration DEFAULT_MAX_IDLE_TIME = Duration.ofSeconds(4);

    public static final String DEFAULT_USER_AGENT = "nutflux";
    public static final int DEFAULT_CHECK_STATE_BATCH = 500;
    public static final int DEFAULT_RESTORE_BATCH = 100;
    public static final Duration DEFAULT_INFO_TTL = Duration.ofMinutes(10);
    public static final Duration DEFAULT_KEYSETS_TTL = Duration.ofMinutes(10);
    public static final int DEFAULT_MAX_MINTS = 1_000;

    private static final MintClientOptions DEFAULTS = new Builder().build();

    /** A copy of its own that nobody changes. */
    private final Builder values;

    private MintClientOptions(Builder values) {
        this.values = values;
    }

    public static MintClientOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these options. */
    public Builder mutate() {
        return new Builder(values);
    }

    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    public Duration responseTimeout() {
        return values.responseTimeout;
    }

    public Duration valueResponseTimeout() {
        return values.valueResponseTimeout;
    }

    public Duration totalTimeout() {
        return values.totalTimeout;
    }

    public Duration valueTotalTimeout() {
        return values.valueTotalTimeout;
    }

    public int maxResponseBytes() {
        return values.maxResponseBytes;
    }

    public int maxAttempts() {
        return values.maxAttempts;
    }

    public Duration minBackoff() {
        return values.minBackoff;
    }

    public Duration maxBackoff() {
        return values.maxBackoff;
    }

    public Duration maxRetryAfter() {
        return values.maxRetryAfter;
    }

    public boolean allowPlainHttp() {
        return values.allowPlainHttp;
    }

    public int maxConnectionsPerMint() {
        return values.maxConnectionsPerMint;
    }

    public int pendingAcquireMaxCount() {
        return values.pendingAcquireMaxCount;
    }

    public Duration pendingAcquireTimeout() {
        return values.pendingAcquireTimeout;
    }

    public Duration maxIdleTime() {
        return values.maxIdleTime;
    }

    public String userAgent() {
        return values.userAgent;
    }

    public int checkStateBatch() {
        return values.checkStateBatch;
    }

    public int restoreBatch() {
        return values.restoreBatch;
    }

    public Duration infoTtl() {
        return values.infoTtl;
    }

    public Duration keysetsTtl() {
        return values.keysetsTtl;
    }

    public int maxMints() {
        return values.maxMints;
    }

    public KeysetLimits keysetLimits() {
        return values.keysetLimits;
    }

    /** The certificate authorities to trust; {@code null} for those of the JVM. */
    public @Nullable TrustManagerFactory trustManagers() {
        return values.trustManagers;
    }

    @Override
    public String toString() {
        return "MintClientOptions[connectTimeout=" + values.connectTimeout
                + ", responseTimeout=" + values.responseTimeout + "/" + values.valueResponseTimeout
                + ", totalTimeout=" + values.totalTimeout + "/" + values.valueTotalTimeout
                + ", maxResponseBytes=" + values.maxResponseBytes
                + ", maxAttempts=" + values.maxAttempts
                + ", backoff=" + values.minBackoff + ".." + values.maxBackoff
                + ", maxRetryAfter=" + values.maxRetryAfter
                + ", allowPlainHttp=" + values.allowPlainHttp
                + ", maxConnectionsPerMint=" + values.maxConnectionsPerMint
                + ", pendingAcquire=" + values.pendingAcquireMaxCount + "/" + values.pendingAcquireTimeout
                + ", maxIdleTime=" + values.maxIdleTime
                + ", userAgent=" + values.userAgent
                + ", checkStateBatch=" + values.checkStateBatch
                + ", restoreBatch=" + values.restoreBatch
                + ", infoTtl=" + values.infoTtl
                + ", keysetsTtl=" + values.keysetsTtl
                + ", maxMints=" + values.maxMints + ", " + values.keysetLimits + "]";
    }

    /** Collects options; a setter throws {@link IllegalArgumentException} for a value out of range. */
    public static final class Builder {

        private static final Duration LONGEST = Duration.ofDays(1);

        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private Duration responseTimeout = DEFAULT_RESPONSE_TIMEOUT;
        private Duration valueResponseTimeout = DEFAULT_VALUE_RESPONSE_TIMEOUT;
        private Duration totalTimeout = DEFAULT_TOTAL_TIMEOUT;
        private Duration valueTotalTimeout = DEFAULT_VALUE_TOTAL_TIMEOUT;
        private int maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES;
        private int maxAttempts = DEFAULT_MAX_ATTEMPTS;
        private Duration minBackoff = DEFAULT_MIN_BACKOFF;
        private Duration maxBackoff = DEFAULT_MAX_BACKOFF;
        private Duration maxRetryAfter = DEFAULT_MAX_RETRY_AFTER;
        private boolean allowPlainHttp;
        private int maxConnectionsPerMint = DEFAULT_MAX_CONNECTIONS_PER_MINT;
        private int pendingAcquireMaxCount = DEFAULT_PENDING_ACQUIRE_MAX_COUNT;
        private Duration pendingAcquireTimeout = DEFAULT_PENDING_ACQUIRE_TIMEOUT;
        private Duration maxIdleTime = DEFAULT_MAX_IDLE_TIME;
        private String userAgent = DEFAULT_USER_AGENT;
        private int checkStateBatch = DEFAULT_CHECK_STATE_BATCH;
        private int restoreBatch = DEFAULT_RESTORE_BATCH;
        private Duration infoTtl = DEFAULT_INFO_TTL;
        private Duration keysetsTtl = DEFAULT_KEYSETS_TTL;
        private int maxMints = DEFAULT_MAX_MINTS;
        private KeysetLimits keysetLimits = KeysetLimits.defaults();
        private @Nullable TrustManagerFactory trustManagers;

        private Builder() {}

        private Builder(Builder from) {
            this.connectTimeout = from.connectTimeout;
            this.responseTimeout = from.responseTimeout;
            this.valueResponseTimeout = from.valueResponseTimeout;
            this.totalTimeout = from.totalTimeout;
            this.valueTotalTimeout = from.valueTotalTimeout;
            this.maxResponseBytes = from.maxResponseBytes;
            this.maxAttempts = from.maxAttempts;
            this.minBackoff = from.minBackoff;
            this.maxBackoff = from.maxBackoff;
            this.maxRetryAfter = from.maxRetryAfter;
            this.allowPlainHttp = from.allowPlainHttp;
            this.maxConnectionsPerMint = from.maxConnectionsPerMint;
            this.pendingAcquireMaxCount = from.pendingAcquireMaxCount;
            this.pendingAcquireTimeout = from.pendingAcquireTimeout;
            this.maxIdleTime = from.maxIdleTime;
            this.userAgent = from.userAgent;
            this.checkStateBatch = from.checkStateBatch;
            this.restoreBatch = from.restoreBatch;
            this.infoTtl = from.infoTtl;
            this.keysetsTtl = from.keysetsTtl;
            this.maxMints = from.maxMints;
            this.keysetLimits = from.keysetLimits;
            this.trustManagers = from.trustManagers;
        }

        /** How long a TCP connection may take, and after it a TLS handshake. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = positive(timeout, "connectTimeout");
            return this;
        }

        /** How long one attempt of a request may take that moves no value. */
        public Builder responseTimeout(Duration timeout) {
            this.responseTimeout = positive(timeout, "responseTimeout");
            return this;
        }

        /** How long one attempt of a request may take that moves value: swap, mint. */
        public Builder valueResponseTimeout(Duration timeout) {
            this.valueResponseTimeout = positive(timeout, "valueResponseTimeout");
            return this;
        }

        /** How long a call may take with all its attempts, if it moves no value. */
        public Builder totalTimeout(Duration timeout) {
            this.totalTimeout = positive(timeout, "totalTimeout");
            return this;
        }

        /** How long a call may take with all its attempts, if it moves value. */
        public Builder valueTotalTimeout(Duration timeout) {
            this.valueTotalTimeout = positive(timeout, "valueTotalTimeout");
            return this;
        }

        /** The longest answer read, in bytes after decompression. */
        public Builder maxResponseBytes(int bytes) {
            this.maxResponseBytes = positive(bytes, "maxResponseBytes");
            return this;
        }

        /** The most attempts of one call, the first one included. */
        public Builder maxAttempts(int attempts) {
            this.maxAttempts = positive(attempts, "maxAttempts");
            return this;
        }

        /** The bound of the first wait between attempts; it doubles from one to the next. The wait itself is random. */
        public Builder minBackoff(Duration backoff) {
            this.minBackoff = positive(backoff, "minBackoff");
            return this;
        }

        /** The most that the bound of a wait grows to. */
        public Builder maxBackoff(Duration backoff) {
            this.maxBackoff = positive(backoff, "maxBackoff");
            return this;
        }

        /** The longest {@code Retry-After} waited for; the call fails at once if the mint names a longer one. */
        public Builder maxRetryAfter(Duration wait) {
            this.maxRetryAfter = positive(wait, "maxRetryAfter");
            return this;
        }

        /** Whether plain http is accepted for other hosts than loopback, as behind a VPN or to an onion service. */
        public Builder allowPlainHttp(boolean allow) {
            this.allowPlainHttp = allow;
            return this;
        }

        public Builder maxConnectionsPerMint(int connections) {
            this.maxConnectionsPerMint = positive(connections, "maxConnectionsPerMint");
            return this;
        }

        /** How many attempts may wait for a connection to one mint. */
        public Builder pendingAcquireMaxCount(int count) {
            this.pendingAcquireMaxCount = positive(count, "pendingAcquireMaxCount");
            return this;
        }

        public Builder pendingAcquireTimeout(Duration timeout) {
            this.pendingAcquireTimeout = positive(timeout, "pendingAcquireTimeout");
            return this;
        }

        /** After which an unused connection is closed. */
        public Builder maxIdleTime(Duration time) {
            this.maxIdleTime = positive(time, "maxIdleTime");
            return this;
        }

        /** The {@code User-Agent} header: 1 to 200 printable ASCII characters. */
        public Builder userAgent(String agent) {
            if (agent.isEmpty() || agent.length() > 200 || !agent.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                throw new IllegalArgumentException("userAgent is 1 to 200 printable ASCII characters");
            }
            this.userAgent = agent;
            return this;
        }

        /** How many states one {@code checkstate} request asks for (07.8). */
        public Builder checkStateBatch(int Ys) {
            this.checkStateBatch = positive(Ys, "checkStateBatch");
            return this;
        }

        /** How many outputs one {@code restore} request asks for. */
        public Builder restoreBatch(int outputs) {
            this.restoreBatch = positive(outputs, "restoreBatch");
            return this;
        }

        /** How long a mint's info is taken from the cache. */
        public Builder infoTtl(Duration ttl) {
            this.infoTtl = positive(ttl, "infoTtl");
            return this;
        }

        /** How long a mint's keysets are taken from the cache. */
        public Builder keysetsTtl(Duration ttl) {
            this.keysetsTtl = positive(ttl, "keysetsTtl");
            return this;
        }

        /** Of how many mints info and keysets are kept in memory. */
        public Builder maxMints(int mints) {
            this.maxMints = positive(mints, "maxMints");
            return this;
        }

        /** How much of one mint's keysets is let in. */
        public Builder keysetLimits(KeysetLimits limits) {
            this.keysetLimits = Objects.requireNonNull(limits);
            return this;
        }

        /** Trusts these certificate authorities instead of the JVM's. Host names are verified in any case. */
        public Builder trustManagers(@Nullable TrustManagerFactory factory) {
            this.trustManagers = factory;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if {@code minBackoff} exceeds {@code maxBackoff}
         */
        public MintClientOptions build() {
            if (minBackoff.compareTo(maxBackoff) > 0) {
                throw new IllegalArgumentException("minBackoff exceeds maxBackoff");
            }
            return new MintClientOptions(new Builder(this));
        }

        private static Duration positive(Duration value, String name) {
            Objects.requireNonNull(value, name);
            if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " is 1 millisecond to 1 day");
            }
            return value;
        }

        private static int positive(int value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is at least 1");
            }
            return value;
        }
    }
}
