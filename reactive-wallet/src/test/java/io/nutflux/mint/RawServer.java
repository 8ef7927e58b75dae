package io.nutflux.mint;

import io.nutflux.model.MintUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server on loopback that reads a request's head and answers the bytes that the test says, be they HTTP or not. */
final class RawServer implements AutoCloseable {

    /** Answers on a connection; it is closed afterwards. */
    interface Script {
        void answer(Socket connection) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    RawServer(Script script) {
        this.script = script;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("raw-server", this::accept);
    }

    /** Answers each request with {@code bytes} and closes. */
    static RawServer sending(String bytes) {
        return new RawServer(connection -> write(connection, bytes));
    }

    static void write(Socket connection, String bytes) throws IOException {
        connection.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        connection.getOutputStream().flush();
    }

    /** Waits until the client closes. */
    static void awaitEnd(Socket connection) throws IOException {
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.incrementAndGet();
                start("raw-connection", () -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        open.add(connection);
        try (connection) {
            readHead(connection.getInputStream());
            script.answer(connection);
        } catch (IOException e) {
            // The client went away, which is what some tests are about.
        } finally {
            open.remove(connection);
        }
    }

    static void readHead(InputStream in) throws IOException {
        int matched = 0;
        String end = "\r\n\r\n";
        while (matched < end.length()) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed");
            }
            matched = b == end.charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    MintUrl url() {
        return MintUrl.of("http://127.0.0.1:" + server.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
