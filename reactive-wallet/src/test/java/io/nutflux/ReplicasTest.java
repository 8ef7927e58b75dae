package io.nutflux;

import io.nutflux.store.sql.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one PostgreSQL database, some of which are killed, redeem each token once (X.14, X.15). */
class ReplicasTest {

    @TempDir
    private Path directory;

    @Test
    void replicas_oneKilledNowAndThen_redeemEachTokenOnce() throws IOException {
        run(200, 2);
    }

    @Test
    @Tag("deep")
    void replicas_manyTokensAndKills_redeemEachTokenOnce() throws IOException {
        run(5_000, 20);
    }

    private void run(int tokens, int kills) throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        try (ReplicaRun run = new ReplicaRun(PostgresServer.shared().freshUrl(), directory, seed)) {
            run.run(tokens, kills);
            System.out.println("replicas on PostgreSQL: " + run);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
