package io.nutflux.perf.jmh;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.model.CurvePoint;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.ECPoint;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Hash-to-curve, blinding and unblinding (NUT-00), against the same written down with BouncyCastle; hash-to-curve, which is
 * on public data, also by the engine on BouncyCastle. Time for one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BlindingBenchmark {

    private static final int SWAP = 400;

    private final CurveEngine engine = CurveEngine.standard();
    private final CurveEngine bouncyCastle = CurveEngine.bouncyCastle();
    private List<byte[]> secrets;
    private Samples.Signed signed;

    @Setup
    public void sign() {
        Samples samples = new Samples();
        signed = samples.sign(7);
        secrets = samples.sign(0, SWAP, Samples.KEYS).stream()
                .map(each -> each.secret().utf8())
                .toList();
    }

    @Benchmark
    public ECPoint hashToCurve_plainBouncyCastle() {
        return PlainBouncyCastle.hashToCurve(secrets.get(0));
    }

    @Benchmark
    @OperationsPerInvocation(SWAP)
    public List<CurvePoint> hashToCurve_engine_400() {
        return engine.hashToCurve(secrets);
    }

    @Benchmark
    @OperationsPerInvocation(SWAP)
    public List<CurvePoint> hashToCurve_bouncyCastleEngine_400() {
        return bouncyCastle.hashToCurve(secrets);
    }

    @Benchmark
    public CurvePoint blind_plainBouncyCastle() {
        return PlainBouncyCastle.compressed(PlainBouncyCastle.point(signed.Y())
                .add(PlainBouncyCastle.publicKey(PlainBouncyCastle.number(signed.r()))));
    }

    @Benchmark
    public CurvePoint blind_engine() {
        return engine.blind(signed.Y(), signed.r());
    }

    @Benchmark
    public CurvePoint unblind_plainBouncyCastle() {
        return PlainBouncyCastle.compressed(PlainBouncyCastle.point(signed.C_())
                .subtract(PlainBouncyCastle.point(signed.A()).multiply(PlainBouncyCastle.number(signed.r()))));
    }

    @Benchmark
    public CurvePoint unblind_engine() {
        return engine.unblind(signed.C_(), signed.r(), signed.A());
    }
}
