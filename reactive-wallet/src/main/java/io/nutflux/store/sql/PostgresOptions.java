package io.nutflux.store.sql;

import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link PostgresStore} reaches its database. Immutable; everything has a bound.
 *
 * <p>The URL is the driver's, {@code r2dbc:postgresql://user:password@host:5432/database?sslMode=verify-full}; user and
 * password are percent-encoded. What the driver understands may be given after the question mark, TLS and the schema
 * above all: {@code sslMode}, {@code sslRootCert}, {@code schema}.
 *
 * <p>A database elsewhere than on this machine is spoken to over TLS only, unless {@link Builder#allowPlaintext} says
 * otherwise: amounts, quote ids and the database's password would travel in clear. {@code verify-full} alone makes sure who
 * the server is; {@code require} encrypts, and believes whoever answers.
 */
public final class PostgresOptions {

    public static final int DEFAULT_POOL_SIZE = 10;
    public static final int DEFAULT_MAX_COMMANDS = 10_000;
    public static final Duration DEFAULT_ACQUIRE_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(30);
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_OUTCOME_TIMEOUT = Duration.ofSeconds(30);

    /** A copy of its own that nobody changes. */
    private final Builder values;

    private final ConnectionFactoryOptions driver;

    private PostgresOptions(Builder values, ConnectionFactoryOptions driver) {
        this.values = values;
        this.driver = driver;
    }

    /** The defaults for {@code url}; throws {@link IllegalArgumentException} if that is not a URL of PostgreSQL. */
    public static PostgresOptions of(String url) {
        return builder(url).build();
    }

    public static Builder builder(String url) {
        return new Builder(url);
    }

    /** A builder that starts from these options. */
    public Builder mutate() {
        return new Builder(values);
    }

    /** How many connections are open at most. */
    public int poolSize() {
        return values.poolSize;
    }

    /** How many commands are in progress or wait for a connection at most; more fail with {@code UNAVAILABLE}. */
    public int maxCommands() {
        return values.maxCommands;
    }

    /** How long a command waits for a connection, be it a free one or a new one. */
    public Duration acquireTimeout() {
        return values.acquireTimeout;
    }

    /** How long one statement may take. */
    public Duration statementTimeout() {
        return values.statementTimeout;
    }

    /** How long a statement waits for another transaction. */
    public Duration lockTimeout() {
        return values.lockTimeout;
    }

    /** How long the outcome of a commit is searched for whose answer was lost. */
    public Duration outcomeTimeout() {
        return values.outcomeTimeout;
    }

    /** Whether opening creates and updates the tables; if not, it fails where they are not as they should be. */
    public boolean migrate() {
        return values.migrate;
    }

    /** Whether a database elsewhere may be spoken to without TLS. */
    public boolean allowPlaintext() {
        return values.allowPlaintext;
    }

    ConnectionFactoryOptions driver() {
        return driver;
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "PostgresOptions[" + place()
                + ", poolSize=" + values.poolSize
                + ", maxCommands=" + values.maxCommands
                + ", acquireTimeout=" + values.acquireTimeout
                + ", statementTimeout=" + values.statementTimeout
                + ", lockTimeout=" + values.lockTimeout
                + ", outcomeTimeout=" + values.outcomeTimeout
                + ", migrate=" + values.migrate
                + ", allowPlaintext=" + values.allowPlaintext + "]";
    }

    /** Where the database is, for messages. */
    String place() {
        Object port = driver.getValue(ConnectionFactoryOptions.PORT);
        return driver.getValue(ConnectionFactoryOptions.HOST)
                + (port == null ? "" : ":" + port)
                + "/" + Objects.requireNonNullElse(driver.getValue(ConnectionFactoryOptions.DATABASE), "");
    }

    /** Collects options; a setter throws {@link IllegalArgumentException} for a value out of range. */
    public static final class Builder {

        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST = Duration.ofDays(1);

        private final String url;
        private int poolSize = DEFAULT_POOL_SIZE;
        private int maxCommands = DEFAULT_MAX_COMMANDS;
        private Duration acquireTimeout = DEFAULT_ACQUIRE_TIMEOUT;
        private Duration statementTimeout = DEFAULT_STATEMENT_TIMEOUT;
        private Duration lockTimeout = DEFAULT_LOCK_TIMEOUT;
        private Duration outcomeTimeout = DEFAULT_OUTCOME_TIMEOUT;
        private boolean migrate = true;
        private boolean allowPlaintext;

        private Builder(String url) {
            this.url = url;
        }

        private Builder(Builder from) {
            this.url = from.url;
            this.poolSize = from.poolSize;
            this.maxCommands = from.maxCommands;
            this.acquireTimeout = from.acquireTimeout;
            this.statementTimeout = from.statementTimeout;
            this.lockTimeout = from.lockTimeout;
            this.outcomeTimeout = from.outcomeTimeout;
            this.migrate = from.migrate;
            this.allowPlaintext = from.allowPlaintext;
        }

        /** 1 to 1,000. */
        public Builder poolSize(int connections) {
            this.poolSize = inRange("poolSize", connections, 1_000);
            return this;
        }

        /** 1 to 1,000,000. */
        public Builder maxCommands(int commands) {
            this.maxCommands = inRange("maxCommands", commands, 1_000_000);
            return this;
        }

        public Builder acquireTimeout(Duration timeout) {
            this.acquireTimeout = inRange("acquireTimeout", timeout);
            return this;
        }

        public Builder statementTimeout(Duration timeout) {
            this.statementTimeout = inRange("statementTimeout", timeout);
            return this;
        }

        public Builder lockTimeout(Duration timeout) {
            this.lockTimeout = inRange("lockTimeout", timeout);
            return this;
        }

        public Builder outcomeTimeout(Duration timeout) {
            this.outcomeTimeout = inRange("outcomeTimeout", timeout);
            return this;
        }

        /** {@code false} leaves the tables to the operator, so that the user of the URL needs no right to create any. */
        public Builder migrate(boolean atStart) {
            this.migrate = atStart;
            return this;
        }

        /** {@code true} for a network that nobody else can listen to; never by default. */
        public Builder allowPlaintext(boolean allowed) {
            this.allowPlaintext = allowed;
            return this;
        }

        /**
         * Throws {@link IllegalArgumentException}, which does not show the URL, if that is not one of PostgreSQL, or names a
         * database elsewhere without TLS.
         */
        public PostgresOptions build() {
            ConnectionFactoryOptions driver = parse(url);
            if (!allowPlaintext && !PostgresTls.isPrivate(driver)) {
                throw new IllegalArgumentException(
                        "the database is not on this machine and the URL asks for no TLS: add"
                                + " ?sslMode=verify-full, with sslRootCert=FILE where its certificate is of an authority of your"
                                + " own, or allow plain text if nobody else can listen on the way");
            }
            return new PostgresOptions(new Builder(this), driver);
        }

        private static ConnectionFactoryOptions parse(String url) {
            if (!url.startsWith("r2dbc:postgresql://") && !url.startsWith("r2dbcs:postgresql://")) {
                throw new IllegalArgumentException("a URL of PostgreSQL begins with r2dbc:postgresql://");
            }
            ConnectionFactoryOptions options;
            try {
                options = ConnectionFactoryOptions.parse(url);
            } catch (IllegalArgumentException e) {
                // Its message and its cause's show the URL, and so the password.
                throw new IllegalArgumentException(
                        "not a URL: r2dbc:postgresql://user:password@host:port/database, with"
                                + " user and password percent-encoded");
            }
            if (options.getValue(ConnectionFactoryOptions.HOST) == null
                    || options.getValue(ConnectionFactoryOptions.DATABASE) == null) {
                throw new IllegalArgumentException("the URL names no host or no database");
            }
            return options;
        }

        private static int inRange(String name, int value, int max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(name + " is 1 to " + max);
            }
            return value;
        }

        private static Duration inRange(String name, Duration value) {
            if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " is between a millisecond and a day");
            }
            return value;
        }
    }
}
