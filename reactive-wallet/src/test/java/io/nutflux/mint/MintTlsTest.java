package io.nutflux.mint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContextBuilder;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintUrl;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;
import reactor.test.StepVerifier;

/** A mint is who its certificate says, or nobody. The certificate here is for {@code localhost} only. */
class MintTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private static KeyManagerFactory keys;
    private static MintClientOptions trusting;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("mint.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "mint",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("mint", store.getCertificate("mint"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        trusting = ClientRig.once().trustManagers(trust).build();
    }

    @Test
    void trustedCertificateForTheHost_isAccepted() {
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            verify(
                    trusting,
                    "localhost",
                    version,
                    step -> step.expectNextCount(1).verifyComplete());
        }
    }

    @Test
    void trustedCertificateForAnotherHost_isRefused() {
        refused(trusting, "127.0.0.1");
    }

    @Test
    void untrustedCertificate_isRefused() {
        refused(ClientRig.once().build(), "localhost");
    }

    private static void refused(MintClientOptions options, String host) {
        verify(
                options,
                host,
                "TLSv1.3",
                step -> step.expectErrorSatisfies(e -> {
                            assertThat(e)
                                    .isInstanceOf(MintUnavailableException.class)
                                    .hasCauseInstanceOf(SSLException.class);
                            assertThat(((MintUnavailableException) e).mayHaveActed())
                                    .isFalse();
                        })
                        .verify());
    }

    private static void verify(
            MintClientOptions options, String host, String version, Consumer<StepVerifier.FirstStep<MintInfo>> steps) {
        try (ClientRig rig = new ClientRig(options)) {
            DisposableServer server = serve(version);
            try {
                steps.accept(
                        StepVerifier.create(rig.client().info(MintUrl.of("https://" + host + ":" + server.port()))));
            } finally {
                server.disposeNow();
            }
        }
    }

    private static DisposableServer serve(String version) {
        SslProvider.GenericSslContextSpec<SslContextBuilder> context =
                Http11SslContextSpec.forServer(keys).configure(builder -> builder.protocols(version));
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(ssl -> ssl.sslContext(context))
                .handle((in, out) -> out.sendByteArray(Mono.just(Bodies.INFO.getBytes(UTF_8))))
                .bindNow();
    }
}
