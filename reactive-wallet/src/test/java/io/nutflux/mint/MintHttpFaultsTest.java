package io.nutflux.mint;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import io.nutflux.error.MintException;
import io.nutflux.error.MintResponseException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.model.MintUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** E.2: whatever becomes of the answer, a request that moves value and left is not known to have done nothing. */
class MintHttpFaultsTest {

    private final ClientRig rig = new ClientRig(ClientRig.once().build());

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void fault_ofEveryKind_isAMintErrorThatMayHaveActed(Fault fault) {
        WireMockServer server =
                new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        try {
            server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withFault(fault)));
            MintUrl mint = MintUrl.of("http://127.0.0.1:" + server.port());
            failsUnknown(swap(mint));
            StepVerifier.create(rig.client().keysets(mint))
                    .expectError(MintException.class)
                    .verify();
        } finally {
            server.stop();
        }
    }

    @Test
    void swap_contentLengthTooLong_isABrokenConnection() throws IOException {
        try (RawServer server =
                RawServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{\"signatures\":[]}")) {
            StepVerifier.create(swap(server.url()))
                    .expectErrorSatisfies(e -> {
                        assertThat(e).isInstanceOf(MintUnavailableException.class);
                        assertThat(((MintException) e).mayHaveActed()).isTrue();
                    })
                    .verify();
        }
    }

    @Test
    void swap_contentLengthTooShort_cannotBeRead() throws IOException {
        try (RawServer server = RawServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"signatures\":[]}")) {
            StepVerifier.create(swap(server.url()))
                    .expectError(MintResponseException.class)
                    .verify();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nnogzip",
                "HTTP/9.9.9 200 OK\r\n\r\n",
                "SSH-2.0-OpenSSH_9.9\r\n\r\n",
            })
    void swap_noHttp_cannotBeRead(String bytes) throws IOException {
        try (RawServer server = RawServer.sending(bytes)) {
            failsUnknown(swap(server.url()));
        }
    }

    @Test
    void swap_hugeHeaders_cannotBeRead() throws IOException {
        String bomb = "HTTP/1.1 200 OK\r\n" + "X: " + "a".repeat(100_000) + "\r\n\r\n";
        String many = "HTTP/1.1 200 OK\r\n" + "X: a\r\n".repeat(20_000) + "\r\n";
        for (String head : new String[] {bomb, many}) {
            try (RawServer server = RawServer.sending(head)) {
                StepVerifier.create(swap(server.url()))
                        .expectError(MintResponseException.class)
                        .verify();
            }
        }
    }

    @Test
    void swap_closedWithoutAnAnswer_isUnknownAndNotSentAgain() throws IOException {
        try (ClientRig patient = new ClientRig(MintClientOptions.defaults());
                RawServer server = new RawServer(connection -> {})) {
            failsUnknown(patient.client().swap(server.url(), Bodies.VALUE, Replay.NEVER));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void swap_halfClosedBeforeAnAnswer_isUnknown() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            connection.shutdownOutput();
            RawServer.awaitEnd(connection);
        })) {
            failsUnknown(swap(server.url()));
        }
    }

    @Test
    void swap_connectionRefused_certainlyDidNothing() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        neverLeft(swap(MintUrl.of("http://127.0.0.1:" + port)));
    }

    @Test
    void swap_unknownHost_certainlyDidNothing() {
        neverLeft(swap(MintUrl.of("https://mint.invalid")));
    }

    @Test
    void swap_noTlsOnTheOtherSide_certainlyDidNothing() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answer = new Thread(() -> {
                try (var connection = plain.accept()) {
                    connection.getInputStream().read();
                    RawServer.write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
                } catch (IOException e) {
                    // The client gave up first.
                }
            });
            answer.setDaemon(true);
            answer.start();
            neverLeft(swap(MintUrl.of("https://127.0.0.1:" + plain.getLocalPort())));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_isNotFollowed(int status) {
        try (ScriptedServer elsewhere = ScriptedServer.answering(Bodies.SIGNATURES);
                ScriptedServer server = new ScriptedServer((request, out) -> out.status(status)
                        .header("Location", elsewhere.url() + "/v1/swap")
                        .send())) {
            failsUnknown(swap(server.url()));
            StepVerifier.create(rig.client().keysets(server.url()))
                    .expectError(MintUnavailableException.class)
                    .verify();
            assertThat(elsewhere.requests()).isEmpty();
            assertThat(server.requests()).hasSize(2);
        }
    }

    private Mono<?> swap(MintUrl mint) {
        return rig.client().swap(mint, Bodies.VALUE, Replay.NEVER);
    }

    private static void failsUnknown(Mono<?> call) {
        StepVerifier.create(call)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MintException.class,
                                error -> assertThat(error.mayHaveActed()).isTrue()))
                .verify();
    }

    private static void neverLeft(Mono<?> call) {
        StepVerifier.create(call)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MintUnavailableException.class,
                                error -> assertThat(error.mayHaveActed()).isFalse()))
                .verify();
    }
}
