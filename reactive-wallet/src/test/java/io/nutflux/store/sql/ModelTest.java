package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands, right and wrong, given to SQLite and to the store in memory: both must show the same. */
class ModelTest {

    private static final int STEPS_BETWEEN_LOOKS = 10;

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
    }

    private void run(long seed, int steps) {
        Path file = directory.resolve("wallet" + seed + ".db");
        WalletStore sqlite = SqliteFiles.open(file);
        WalletStore memory = WalletStore.inMemory();
        RandomCommands commands = new RandomCommands(seed);
        for (int step = 1; step <= steps; step++) {
            RandomCommands.Command command = commands.next();
            String expected = command.run(memory);
            assertThat(command.run(sqlite))
                    .as("seed %d, step %d: %s", seed, step, command.name())
                    .isEqualTo(expected);
            commands.learn(memory);
            if (step % STEPS_BETWEEN_LOOKS == 0) {
                assertThat(commands.view().of(sqlite))
                        .as("seed %d after step %d", seed, step)
                        .isEqualTo(commands.view().of(memory));
                assertConserved(sqlite, WALLET);
                assertConserved(sqlite, OTHER_WALLET);
            }
        }
        SqliteFiles.close(sqlite);
        WalletStore reopened = SqliteFiles.open(file);
        assertThat(withoutLeases(commands.view().of(reopened)))
                .isEqualTo(withoutLeases(commands.view().of(memory)));
        SqliteFiles.close(reopened);
        assertThat(commands.settled()).as("commands that moved money").isGreaterThan(steps / 40);
    }

    /** received = unspent + reserved + sent + claimed + fees, and sent = what lies in the two states of sent proofs. */
    private static void assertConserved(WalletStore store, WalletId wallet) {
        var balances = store.balances(wallet).collectList().block();
        for (var totals : store.ledgerTotals(wallet).collectList().block()) {
            var balance = balances.stream()
                    .filter(one ->
                            one.mint().equals(totals.mint()) && one.unit().equals(totals.unit()))
                    .findFirst()
                    .orElseThrow();
            BigInteger out = balance.sent().add(balance.claimed());
            assertThat(totals.received())
                    .isEqualTo(List.of(balance.unspent(), balance.reserved(), out, totals.fees()).stream()
                            .reduce(BigInteger.ZERO, BigInteger::add));
            assertThat(totals.sent()).isEqualTo(out);
        }
    }

    private static String withoutLeases(String view) {
        return view.replaceAll("(owner \\d) \\S+Z ", "$1 ");
    }
}
