package io.nutflux.perf.jmh;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.model.Token;
import io.nutflux.token.TokenCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and writing the text of a token of eight proofs with DLEQ (NUT-00). Time for one token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TokenBenchmark {

    private final TokenCodec codec = new TokenCodec(DecodeLimits.defaults());
    private Token token;
    private String version3;
    private String version4;

    @Setup
    public void write() {
        token = new Samples().token();
        version3 = codec.encodeV3(token);
        version4 = codec.encode(token);
    }

    @Benchmark
    public Token decode_version4() {
        return codec.decode(version4);
    }

    @Benchmark
    public String encode_version4() {
        return codec.encode(token);
    }

    @Benchmark
    public Token decode_version3() {
        return codec.decode(version3);
    }

    @Benchmark
    public String encode_version3() {
        return codec.encodeV3(token);
    }
}
