package io.nutflux.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutflux.error.StoreException;
import io.nutflux.model.Hex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings a database's tables to this version of the library: one script and one transaction a step. What was applied is
 * kept with its checksum, so that a script that was changed afterwards is noticed.
 */
final class Migrations {

    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS schema_version (
                version  INTEGER NOT NULL PRIMARY KEY,
                name     TEXT    NOT NULL,
                checksum TEXT    NOT NULL
            )""";
    private static final String FIND = "SELECT version, checksum FROM schema_version ORDER BY version";
    /** A script that an operator may apply himself makes its own entry, though it cannot name its own checksum. */
    private static final String INSERT = "INSERT INTO schema_version (version, name, checksum) VALUES ($1, $2, $3)"
            + " ON CONFLICT (version) DO UPDATE SET checksum = excluded.checksum";

    private static final String BY_HAND = "";

    private final List<Step> steps;

    /** One script; steps are numbered from 1. */
    record Step(int version, String name, String script) {

        String checksum() {
            try {
                return Hex.encode(MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Statements end with a semicolon; comments have lines of their own. */
        List<String> statements() {
            String code = script.lines()
                    .filter(line -> !line.stripLeading().startsWith("--"))
                    .collect(Collectors.joining("\n"));
            return Stream.of(code.split(";", -1))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }

    private record Applied(long version, String checksum) {}

    Migrations(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The scripts {@code names}, of a folder beside this class. */
    static Migrations load(String folder, List<String> names) {
        return new Migrations(IntStream.range(0, names.size())
                .mapToObj(i -> new Step(i + 1, names.get(i), read(folder + "/" + names.get(i))))
                .toList());
    }

    Mono<Void> apply(Database database) {
        Mono<Boolean> prepare = database.inTransaction(tx -> tx.update(CREATE).thenReturn(true));
        return prepare.thenMany(Flux.fromIterable(steps))
                .concatMap(step -> database.inTransaction(tx -> apply(tx, step)))
                .then();
    }

    /** Whether all was applied, of a database that has the table of versions. */
    Mono<Boolean> isComplete(Tx tx) {
        return applied(tx).map(applied -> applied.size() == steps.size());
    }

    private Mono<Void> apply(Tx tx, Step step) {
        return applied(tx).flatMap(applied -> {
            if (applied.size() >= step.version()) {
                return Mono.empty();
            }
            return Flux.fromIterable(step.statements())
                    .concatMap(tx::update)
                    .then(tx.update(INSERT, (long) step.version(), step.name(), step.checksum()))
                    .then();
        });
    }

    /** What was applied, if it is the beginning of what this library would apply. */
    private Mono<List<Applied>> applied(Tx tx) {
        return tx.query(FIND, row -> new Applied(row.integer(0), row.text(1)))
                .collectList()
                .doOnNext(this::requireKnown);
    }

    private void requireKnown(List<Applied> applied) {
        for (int i = 0; i < applied.size(); i++) {
            Applied one = applied.get(i);
            if (one.version() > steps.size()) {
                throw new StoreException(
                        StoreException.Kind.NEWER_SCHEMA,
                        "the store's tables are of version "
                                + applied.get(applied.size() - 1).version() + ", this library knows " + steps.size(),
                        null);
            }
            if (one.version() != i + 1
                    || !Set.of(BY_HAND, steps.get(i).checksum()).contains(one.checksum())) {
                throw new StoreException(
                        StoreException.Kind.CORRUPT,
                        "the store's tables were made by another script than this library's version " + (i + 1),
                        null);
            }
        }
    }

    private static String read(String resource) {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
