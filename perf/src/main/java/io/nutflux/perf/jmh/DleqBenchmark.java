package io.nutflux.perf.jmh;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.DleqStatement;
import io.nutflux.model.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Verifying DLEQ proofs (NUT-12): of received proofs, hash-to-curve included, and of a mint's signatures; one at a time,
 * a token at a time, and a swap at a time; by the standard engine, by the one on BouncyCastle, and by the equations
 * written down with BouncyCastle. Time for one proof.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DleqBenchmark {

    private static final int TOKEN = 8;
    private static final int SWAP = 400;

    private final CurveEngine engine = CurveEngine.standard();
    private final CurveEngine bouncyCastle = CurveEngine.bouncyCastle();
    private List<Samples.Signed> one;
    private List<Samples.Signed> token;
    private List<Samples.Signed> swap;
    private List<DleqStatement> signatures;

    /** Signs what is verified, over all keys of a keyset. */
    @Setup
    public void sign() {
        swap = new Samples().sign(0, SWAP, Samples.KEYS);
        token = swap.subList(0, TOKEN);
        one = swap.subList(0, 1);
        signatures = swap.stream().map(Samples.Signed::onSignature).toList();
    }

    @Benchmark
    public boolean receivedProof_plainBouncyCastle() {
        Samples.Signed s = one.get(0);
        boolean valid = PlainBouncyCastle.verifyReceived(s.A(), s.secret().utf8(), s.C(), s.r(), s.dleq());
        mustHold(valid);
        return valid;
    }

    @Benchmark
    public List<Boolean> receivedProof_engine_1() {
        return received(engine, one);
    }

    @Benchmark
    @OperationsPerInvocation(TOKEN)
    public List<Boolean> receivedProof_engine_8() {
        return received(engine, token);
    }

    @Benchmark
    @OperationsPerInvocation(SWAP)
    public List<Boolean> receivedProof_engine_400() {
        return received(engine, swap);
    }

    @Benchmark
    public List<Boolean> receivedProof_bouncyCastleEngine_1() {
        return received(bouncyCastle, one);
    }

    @Benchmark
    @OperationsPerInvocation(TOKEN)
    public List<Boolean> receivedProof_bouncyCastleEngine_8() {
        return received(bouncyCastle, token);
    }

    @Benchmark
    @OperationsPerInvocation(SWAP)
    public List<Boolean> receivedProof_bouncyCastleEngine_400() {
        return received(bouncyCastle, swap);
    }

    @Benchmark
    public boolean signature_plainBouncyCastle() {
        Samples.Signed s = one.get(0);
        boolean valid = PlainBouncyCastle.verify(s.A(), s.B_(), s.C_(), s.dleq());
        mustHold(valid);
        return valid;
    }

    @Benchmark
    @OperationsPerInvocation(SWAP)
    public List<Boolean> signature_engine_400() {
        return checked(engine.verify(signatures));
    }

    @Benchmark
    @OperationsPerInvocation(SWAP)
    public List<Boolean> signature_bouncyCastleEngine_400() {
        return checked(bouncyCastle.verify(signatures));
    }

    /** What a wallet does with a token's proofs. */
    private static List<Boolean> received(CurveEngine engine, List<Samples.Signed> signed) {
        List<CurvePoint> Ys = engine.hashToCurve(
                signed.stream().map(each -> each.secret().utf8()).toList());
        List<DleqStatement> statements = new ArrayList<>(signed.size());
        for (int i = 0; i < signed.size(); i++) {
            statements.add(signed.get(i).onProof(Ys.get(i)));
        }
        return checked(engine.verify(statements));
    }

    /** A fast wrong answer is no figure. */
    private static List<Boolean> checked(List<Boolean> valid) {
        valid.forEach(DleqBenchmark::mustHold);
        return valid;
    }

    private static void mustHold(boolean valid) {
        if (!valid) {
            throw new IllegalStateException("a true DLEQ proof was called false");
        }
    }
}
