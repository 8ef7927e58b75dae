package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that can be connected to and says nothing. */
class PostgresStartupTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int POOL = 2;

    private final MuteServer mute = new MuteServer();
    private final R2dbcDatabase database = new R2dbcDatabase(PostgresOptions.builder(
                    PostgresServer.url(mute.port(), PostgresServer.shared().freshSchema()))
            .poolSize(POOL)
            .acquireTimeout(Duration.ofMillis(300))
            .build());

    @AfterEach
    void close() throws IOException {
        database.close().block(LONG);
        mute.close();
    }

    @Test
    void greetingsNeverAnswered_keepNoPlaceInThePoolAndNoSocket() {
        for (int i = 0; i < 2 * POOL; i++) {
            assertThatThrownBy(this::ask)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(mute.stillOpen()).isZero());
        assertThat(mute.connections()).isGreaterThanOrEqualTo(POOL);

        mute.speak();
        await().atMost(LONG).ignoreExceptions().until(() -> ask() == 1L);
        assertThat(ask()).isEqualTo(1L);
    }

    private Long ask() {
        return database.read(tx ->
                        tx.query("SELECT 1::bigint", row -> row.integer(0)).single())
                .block(LONG);
    }

    /** Takes connections and what comes on them, and is silent until it is told to speak: then it is PostgreSQL. */
    private static final class MuteServer implements AutoCloseable {

        private final ServerSocket listener;
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger stillOpen = new AtomicInteger();
        private volatile boolean speaks;

        MuteServer() {
            try {
                listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            start(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        int connections() {
            return connections.get();
        }

        /** Silent connections that the other side has not closed. */
        int stillOpen() {
            return stillOpen.get();
        }

        void speak() {
            speaks = true;
        }

        private void accept() throws IOException {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                if (speaks) {
                    Socket server = new Socket(
                            InetAddress.getLoopbackAddress(),
                            PostgresServer.shared().port());
                    sockets.add(server);
                    start(() -> client.getInputStream().transferTo(server.getOutputStream()));
                    start(() -> server.getInputStream().transferTo(client.getOutputStream()));
                } else {
                    connections.incrementAndGet();
                    stillOpen.incrementAndGet();
                    start(() -> listen(client));
                }
            }
        }

        private void listen(Socket client) throws IOException {
            try {
                while (client.getInputStream().read() >= 0) {
                    // Whatever it says, there is no answer.
                }
            } finally {
                stillOpen.decrementAndGet();
                client.close();
            }
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void start(Work work) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            work.run();
                        } catch (IOException e) {
                            // One side is gone, and so is the connection.
                        }
                    },
                    "mute-server");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
