package io.nutflux.store.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands, right and wrong, given to SQLite and to the store in memory: both must show the same. */
class ModelTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomCommands_sameAnswersAndState(long seed) {
        run(seed, 200);
    }

    @Tag("deep")
    @Test
    void manyRandomCommands_sameAnswersAndState() {
        for (long seed = 100; seed < 160; seed++) {
            run(seed, 1000);
        }
        System.out.println("random commands on SQLite: 60 seeds of 1000 commands, each as in memory");
    }

    private void run(long seed, int steps) {
        Path file = directory.resolve("wallet" + seed + ".db");
        ModelRun.run(seed, steps, () -> SqliteFiles.open(file));
    }
}
