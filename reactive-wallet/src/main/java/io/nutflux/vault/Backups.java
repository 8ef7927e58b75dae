package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.Hex;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Encrypted backup files: a stream of bytes under a key of its own, which a {@link KeyProvider} wraps.
 *
 * <pre>
 * header | chunk | chunk | … | last chunk
 *
 * header = "nutflux backup\n" | format 0x01 | id (16) | created, seconds since 1970 (8)
 *          | length (2) | provider | length (2) | wrapped key
 * chunk  = AES-256-GCM of 65,536 bytes, of the last one 0 to 65,536, with tag (16)
 *
 * chunk key = HMAC-SHA256(backup key, "nutflux/backup/1" || header)
 * nonce     = 7 zero bytes | number of the chunk from 0 (4) | 1 for the last chunk, else 0
 * </pre>
 *
 * Numbers are big-endian. A chunk that is edited, missing, repeated or moved fails, and so do a file that is cut, one that
 * goes on after its last chunk, and an edited header.
 *
 * <p>Files are worked on by a thread of their own, which ends by itself; each piece in memory has 64 KiB at most on the way out, and as many as the
 * publisher gives on the way in, one at a time.
 */
public final class Backups {

    private static final String THREAD = "nutflux-backup";
    private static final int AHEAD = 2;

    private final KeyProvider keys;
    private final Randomness randomness;
    private final KeyWorker worker = new KeyWorker(THREAD);

    private Backups(KeyProvider keys, Randomness randomness) {
        this.keys = keys;
        this.randomness = randomness;
    }

    /** Backups whose keys {@code keys} wraps and unwraps; it stays the caller's to close. */
    public static Backups of(KeyProvider keys) {
        return new Backups(keys, Randomness.secure());
    }

    /**
     * Writes {@code content} to a new file of mode 0600 and emits its header when all of it is on the disk. On an error and on
     * cancellation no file is left. {@code UNAVAILABLE} if the file exists or cannot be written.
     */
    public Mono<BackupHeader> write(Path file, Instant createdAt, Publisher<byte[]> content) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> DataKey.generate(randomness)),
                key -> write(file, createdAt, content, key),
                key -> Mono.fromRunnable(key::close));
    }

    private Mono<BackupHeader> write(Path file, Instant createdAt, Publisher<byte[]> content, DataKey key) {
        byte[] bytes = new byte[BackupHeader.ID];
        randomness.fill(bytes);
        String id = Hex.encode(bytes);
        return keys.wrap(BackupHeader.context(id), key)
                .map(wrapped -> new BackupHeader(id, createdAt.truncatedTo(ChronoUnit.SECONDS), wrapped))
                .flatMap(header -> Mono.usingWhen(
                        work(file, () -> BackupOutput.create(file, header, key)),
                        output -> write(file, output, content).thenReturn(header),
                        output -> Mono.empty(),
                        (output, error) -> abandon(file, output),
                        output -> abandon(file, output)));
    }

    private Mono<Void> write(Path file, BackupOutput output, Publisher<byte[]> content) {
        return Flux.from(content)
                .publishOn(worker.scheduler(), AHEAD)
                .concatMap(piece -> step(file, () -> output.write(piece)), 0)
                .then(Mono.defer(() -> step(file, output::finish)));
    }

    private Mono<Void> abandon(Path file, BackupOutput output) {
        return work(file, () -> {
                    output.abandon();
                    return file;
                })
                .then();
    }

    /** The header, of which nothing is authenticated before the content is read. */
    public Mono<BackupHeader> header(Path file) {
        return work(file, () -> {
            try (InputStream in = open(file)) {
                return BackupHeader.read(in);
            }
        });
    }

    /**
     * The content, in pieces of at most 64 KiB, each authenticated. It is whole only if the stream completes: a backup that
     * was cut gives what is left of it, and then the error. So act on it in one transaction, or read it through once before.
     *
     * <p>{@code WRONG_KEY} if the key source is not the one that wrapped, {@code TAMPERED} if the file was edited,
     * {@code CORRUPT} if it is no backup or was cut, {@code NEWER_SCHEMA} if a later version wrote it, {@code UNAVAILABLE} if
     * it cannot be read.
     */
    public Flux<byte[]> read(Path file) {
        return header(file)
                .flatMap(header -> keys.unwrap(header.context(), header.key()))
                .flatMapMany(key -> content(file, key));
    }

    private Flux<byte[]> content(Path file, DataKey key) {
        return Flux.<byte[], BackupInput>generate(
                        () -> {
                            try (key) {
                                return BackupInput.of(open(file), key);
                            }
                        },
                        (input, sink) -> {
                            try {
                                byte[] piece = input.next();
                                if (piece.length > 0) {
                                    sink.next(piece);
                                }
                                if (input.isAtEnd()) {
                                    sink.complete();
                                }
                            } catch (IOException e) {
                                sink.error(e);
                            }
                            return input;
                        },
                        Backups::close)
                .subscribeOn(worker.scheduler())
                .cancelOn(worker.scheduler())
                .onErrorMap(error -> named(file, error));
    }

    private static void close(BackupInput input) {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), BackupCipher.SEALED_CHUNK);
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Runs at once: the caller is on the thread already. */
    private static Mono<Void> step(Path file, Step step) {
        return Mono.<Void>fromCallable(() -> {
                    step.run();
                    return null;
                })
                .onErrorMap(error -> named(file, error));
    }

    private <T> Mono<T> work(Path file, Callable<T> work) {
        return worker.call(work).onErrorMap(error -> named(file, error));
    }

    private static Throwable named(Path file, Throwable error) {
        Throwable cause = Exceptions.unwrap(error);
        if (cause instanceof NoSuchFileException) {
            return new StoreException(Kind.UNAVAILABLE, file + " is not there", cause);
        }
        if (cause instanceof IOException || cause instanceof UncheckedIOException) {
            return new StoreException(
                    Kind.UNAVAILABLE, file + " cannot be read or written: " + cause.getMessage(), cause);
        }
        return cause;
    }
}
