package io.nutflux.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The simulation finds mistakes: each {@link Mutant} breaks a rule within some seeds. */
class MutantTest {

    private static final int MAX_SEEDS = 2_500;
    /** Caught by their first seeds. */
    private static final Set<String> QUICK =
            Set.of("free on timeout", "sort the outputs before replay", "advance the counter after the answer");

    private static final int SHOWN = 160;

    /** Else a mutant would be none. */
    @Test
    void mutants_areAllOfCodeThatIsThere() {
        for (Mutant mutant : Mutants.all()) {
            assertThatCode(() -> mutant.applyTo(MutantCompiler.source(mutant))).doesNotThrowAnyException();
        }
    }

    @Test
    void mutants_quickOnes_areCaught() throws Exception {
        check(Mutants.all().stream()
                .filter(mutant -> QUICK.contains(mutant.name()))
                .toList());
    }

    @Test
    @Tag("deep")
    void mutants_all_areCaught() throws Exception {
        check(Mutants.all());
    }

    private static void check(List<Mutant> mutants) throws Exception {
        int caught = 0;
        StringBuilder uncaught = new StringBuilder();
        for (Mutant mutant : mutants) {
            String by = caughtBy(mutant);
            if (by == null) {
                uncaught.append(mutant.name()).append("; ");
            } else {
                caught++;
                System.out.println("mutant caught: " + mutant.name() + ": " + by);
            }
        }
        System.out.println("simulation: " + caught + " of " + mutants.size() + " mutants caught");
        assertThat(uncaught.toString())
                .as("not caught in " + MAX_SEEDS + " seeds")
                .isEmpty();
    }

    private static @Nullable String caughtBy(Mutant mutant) throws IOException, ReflectiveOperationException {
        MutantLoader loader = new MutantLoader(MutantCompiler.compile(mutant));
        assertThat(loader.covers()).as("%s is in a class that runs", mutant).isTrue();
        LongFunction<String> runner = loader.runner();
        return LongStream.concat(
                        mutant.seeds().stream().mapToLong(Long::longValue), LongStream.rangeClosed(1, MAX_SEEDS))
                .mapToObj(seed -> tried(runner, seed))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String tried(LongFunction<String> runner, long seed) {
        String failure = runner.apply(seed);
        return failure == null ? null : "seed " + seed + ", " + failure.substring(0, Math.min(SHOWN, failure.length()));
    }
}
