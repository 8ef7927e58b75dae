package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.store.sql.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed by SIGKILL in the middle of redeeming lose nothing and say nothing twice (X.14, X.15). */
class KillTest {

    /** Kills on each kind of store in the long run. */
    private static final int MANY = Integer.getInteger("nutflux.kills", 100);

    @TempDir
    private Path directory;

    @Test
    void kill_processesOnSqlite_losesNothing() throws IOException {
        killOnSqlite(10);
    }

    @Test
    @Tag("deep")
    void kill_manyProcessesOnSqlite_losesNothing() throws IOException {
        killOnSqlite(MANY);
    }

    @Test
    @Tag("deep")
    void kill_manyProcessesOnPostgres_losesNothing() throws IOException {
        kill("PostgreSQL", PostgresServer.shared().freshUrl(), MANY);
    }

    private void killOnSqlite(int times) throws IOException {
        kill("SQLite", ChildWallets.sqlite(directory.resolve("wallet.db")), times);
    }

    private void kill(String name, String store, int times) throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        try (KillRun run = new KillRun(store, directory, seed)) {
            run.run(times);
            System.out.println("kill -9 on " + name + ": " + run);
            assertThat(run.unfinished()).as("processes that left operations").isGreaterThan(times / 4);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
