package io.nutflux.store.sql;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Stands between the store and the server, and cuts connections at a COMMIT. */
final class CommitProxy implements AutoCloseable {

    /** What happens at a COMMIT. */
    enum Cut {
        NONE,
        /** The server commits; its answer is lost. */
        ANSWER_LOST,
        /** The server never sees the COMMIT, but that the connection is closed. */
        COMMIT_LOST,
        /** The server sees neither: for it, the transaction goes on. */
        SERVER_UNAWARE,
        /** As {@link #ANSWER_LOST}, and nobody is let through any more. */
        ANSWER_LOST_THEN_SILENCE
    }

    private static final int QUERY = 'Q';

    private final int serverPort;
    private final ServerSocket listener;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final Queue<Cut> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Supplier<Cut> otherwise = () -> Cut.NONE;
    private volatile boolean silent;
    private volatile boolean closed;

    CommitProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** For the next COMMITs, one each. */
    void atNext(Cut... each) {
        next.addAll(List.of(each));
    }

    /** For all COMMITs beyond those. */
    void atOthers(Supplier<Cut> cut) {
        otherwise = cut;
    }

    /** How many connections were cut. */
    int cuts() {
        return cuts.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        for (Closeable one : open) {
            one.close();
        }
    }

    private void accept() throws IOException {
        while (!closed) {
            Socket client = listener.accept();
            open.add(client);
            if (silent) {
                client.close();
                continue;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(server);
            Link link = new Link(client, server);
            start("to server", link::toServer);
            start("to client", link::toClient);
        }
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side is gone, and so is the connection.
                    }
                },
                "test-proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean loseAnswer;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void toServer() throws IOException {
            try {
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(server.getOutputStream());
                pass(in, out, -1);
                while (true) {
                    int type = in.read();
                    if (type < 0) {
                        break;
                    }
                    pass(in, out, type);
                }
            } catch (SilentEnd e) {
                client.close();
                return;
            } finally {
                if (!loseAnswer) {
                    client.close();
                }
            }
            server.close();
        }

        /** One message; the first of a connection has no type. */
        private void pass(DataInputStream in, DataOutputStream out, int type) throws IOException {
            int length = in.readInt();
            byte[] body = new byte[length - Integer.BYTES];
            in.readFully(body);
            if (type == QUERY && new String(body, StandardCharsets.UTF_8).startsWith("COMMIT")) {
                cut();
            }
            if (type >= 0) {
                out.write(type);
            }
            out.writeInt(length);
            out.write(body);
            out.flush();
        }

        private void cut() throws IOException {
            Cut chosen = next.poll();
            Cut cut = chosen == null ? otherwise.get() : chosen;
            if (cut != Cut.NONE) {
                cuts.incrementAndGet();
            }
            switch (cut) {
                case NONE -> {}
                case COMMIT_LOST -> {
                    server.close();
                    client.close();
                    throw new IOException("cut");
                }
                case SERVER_UNAWARE -> {
                    client.close();
                    throw new SilentEnd();
                }
                case ANSWER_LOST_THEN_SILENCE -> {
                    silent = true;
                    loseAnswer = true;
                }
                case ANSWER_LOST -> loseAnswer = true;
            }
        }

        void toClient() throws IOException {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[8192];
            try {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (loseAnswer) {
                        break;
                    }
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } finally {
                client.close();
                if (loseAnswer) {
                    server.close();
                }
            }
        }
    }

    /** The client's side has ended; the server's side stays as it is. */
    private static final class SilentEnd extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
