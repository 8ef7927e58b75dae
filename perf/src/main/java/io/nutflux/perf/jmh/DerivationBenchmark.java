package io.nutflux.perf.jmh;

import io.nutflux.crypto.OutputSecrets;
import io.nutflux.crypto.Seed;
import io.nutflux.model.KeysetId;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Deriving the secret and the blinding factor of an output (NUT-13). Time for one output. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DerivationBenchmark {

    private static final KeysetId VERSION_1 = new KeysetId("009a1f293253e41e");

    private final OutputSecrets secrets = OutputSecrets.fromSeed(Seed.of(new byte[Seed.LENGTH]));
    private int counter;

    @Benchmark
    public OutputSecrets.Derived derive_version1_bip32() {
        return secrets.derive(VERSION_1, next());
    }

    @Benchmark
    public OutputSecrets.Derived derive_version2_hmac() {
        return secrets.derive(Samples.KEYSET, next());
    }

    private int next() {
        counter = counter + 1 & Integer.MAX_VALUE;
        return counter;
    }
}
