package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.StoreException;
import io.nutflux.store.SecretName;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Opening keeps no thread that serves a database. */
class OpeningThreadsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final SecretName NAME = new SecretName("name");

    @TempDir
    Path directory;

    @Test
    void read_whatIsSealed_isOpenedOffTheDatabasesThread() {
        SqlStore store = SqliteFiles.open(directory.resolve("wallet.db"));
        try {
            store.putSecret(WALLET, NAME, new byte[] {1}).block(LONG);
            StepVerifier.create(store.secret(WALLET, NAME)
                            .map(secret -> Thread.currentThread().getName()))
                    .assertNext(thread -> assertThat(thread).startsWith("nutflux-opening"))
                    .expectComplete()
                    .verify(LONG);
        } finally {
            SqliteFiles.close(store);
        }
    }

    @Test
    void deliver_afterClose_isClosed() {
        OpeningThreads threads = new OpeningThreads();
        StepVerifier.create(threads.deliver(Mono.just(1)))
                .expectNext(1)
                .expectComplete()
                .verify(LONG);
        threads.close().block(LONG);
        StepVerifier.create(threads.deliver(Mono.just(1)))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                closed -> assertThat(closed.kind()).isEqualTo(StoreException.Kind.CLOSED)))
                .verify(LONG);
    }
}
