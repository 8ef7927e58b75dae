package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.store.sql.CommitProxy.Cut;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random commands, right and wrong, given to PostgreSQL and to the store in memory: both must show the same. */
class PostgresModelTest {

    @Test
    void randomCommands_sameAnswersAndState() {
        run(1, 120);
    }

    @Test
    void randomCommands_whoseCommitsAreCut_sameAnswersAndState() throws IOException {
        runWithCuts(1, 60);
    }

    @Tag("deep")
    @Test
    void manyRandomCommands_sameAnswersAndState() throws IOException {
        for (long seed = 100; seed < 108; seed++) {
            run(seed, 400);
            runWithCuts(seed, 150);
        }
        System.out.println("random commands on PostgreSQL: 8 seeds of 400 commands, and of 150 whose commits are cut,"
                + " each as in memory");
    }

    private static void run(long seed, int steps) {
        String url = PostgresServer.shared().freshUrl();
        ModelRun.run(seed, steps, () -> PostgresServer.open(url));
    }

    private static void runWithCuts(long seed, int steps) throws IOException {
        String schema = PostgresServer.shared().freshSchema();
        Random random = new Random(seed);
        try (CommitProxy proxy = new CommitProxy(PostgresServer.shared().port())) {
            proxy.atOthers(() -> cut(random));
            ModelRun.run(seed, steps, () -> PostgresServer.open(PostgresServer.url(proxy.port(), schema)));
            assertThat(proxy.cuts()).isGreaterThan(steps / 10);
        }
    }

    private static synchronized Cut cut(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> Cut.ANSWER_LOST;
            case 1 -> Cut.COMMIT_LOST;
            default -> Cut.NONE;
        };
    }
}
