package io.nutflux.sim;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Runs one seed and tells what went wrong, in words that class loaders share. Public, as it is made by reflection. */
public final class SeedRunner implements LongFunction<@Nullable String> {

    public SeedRunner() {}

    @Override
    public @Nullable String apply(long seed) {
        return Simulation.run(seed).failure();
    }
}
