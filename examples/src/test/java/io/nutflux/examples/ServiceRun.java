package io.nutflux.examples;

import io.nutflux.testmint.TestMint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service with a wallet of its own at a test mint, run by Spring Boot on a port of its choice; can be stopped and started again. */
final class ServiceRun implements AutoCloseable {

    private final Class<?> application;
    private final Path home;
    private final TestMint mint = TestMint.start();
    private ConfigurableApplicationContext service;

    ServiceRun(Class<?> application, Path home) {
        this.application = application;
        this.home = home;
        this.service = run();
    }

    TestMint mint() {
        return mint;
    }

    /** Where {@code path} of the service is now. */
    URI at(String path) {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://127.0.0.1:" + port + path);
    }

    void stop() {
        service.close();
    }

    /** Starts it again, on the wallet it had. */
    void start() {
        service = run();
    }

    @Override
    public void close() {
        service.close();
        mint.close();
    }

    private ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(Map.of(
                        "server.port",
                        "0",
                        "server.address",
                        "127.0.0.1",
                        "wallet.file",
                        home.resolve("wallet.db").toString(),
                        "wallet.password",
                        "correct horse battery staple",
                        "wallet.words",
                        "half depart obvious quality work element tank gorilla view sugar picture humble",
                        "wallet.mint",
                        mint.url()))
                .run();
    }
}
