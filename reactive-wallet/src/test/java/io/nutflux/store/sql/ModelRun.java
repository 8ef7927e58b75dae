package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Gives random commands, right and wrong, to a store and to the one in memory: both must show the same. */
final class ModelRun {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int STEPS_BETWEEN_LOOKS = 10;

    private ModelRun() {}

    /** @param opener opens the store under test: an empty one at first, then the same one again */
    static void run(long seed, int steps, Supplier<WalletStore> opener) {
        WalletStore tested = opener.get();
        WalletStore memory = WalletStore.inMemory();
        RandomCommands commands = new RandomCommands(seed);
        for (int step = 1; step <= steps; step++) {
            RandomCommands.Command command = commands.next();
            String expected = command.run(memory);
            assertThat(command.run(tested))
                    .as("seed %d, step %d: %s", seed, step, command.name())
                    .isEqualTo(expected);
            commands.learn(memory);
            if (step % STEPS_BETWEEN_LOOKS == 0) {
                assertThat(commands.view().of(tested))
                        .as("seed %d after step %d", seed, step)
                        .isEqualTo(commands.view().of(memory));
                assertConserved(tested, WALLET);
                assertConserved(tested, OTHER_WALLET);
            }
        }
        tested.close().block(LONG);
        WalletStore reopened = opener.get();
        assertThat(withoutLeases(commands.view().of(reopened)))
                .isEqualTo(withoutLeases(commands.view().of(memory)));
        reopened.close().block(LONG);
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
        return view.replaceAll("(owner \\d) \\S+Z ", "$1 ").replaceAll("due=[^,]*, ", "");
    }
}
