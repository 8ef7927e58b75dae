package io.nutflux.sim;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.DleqStatement;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.util.List;

/** The library's engine, asked once for each thing it computes. */
final class MemoEngine implements CurveEngine {

    private static final byte[] TRUE = {1};
    private static final byte[] FALSE = {0};

    private final CurveEngine engine = CurveEngine.bouncyCastle();

    @Override
    public List<CurvePoint> hashToCurve(List<byte[]> messages) {
        return messages.stream()
                .map(message -> CurvePoint.of(Memo.of(
                        'h', () -> engine.hashToCurve(List.of(message)).get(0).toBytes(), message)))
                .toList();
    }

    @Override
    public boolean isOnCurve(CurvePoint point) {
        return isTrue(Memo.of('o', () -> bit(engine.isOnCurve(point)), point.toBytes()));
    }

    @Override
    public List<Boolean> verify(List<DleqStatement> statements) {
        return statements.stream().map(this::verify).toList();
    }

    private boolean verify(DleqStatement statement) {
        if (!(statement instanceof DleqStatement.OnSignature signature)) {
            return engine.verify(List.of(statement)).get(0);
        }
        return isTrue(Memo.of(
                'v',
                () -> bit(engine.verify(List.of(statement)).get(0)),
                signature.A().toBytes(),
                signature.B_().toBytes(),
                signature.C_().toBytes(),
                signature.dleq().e().toBytes(),
                signature.dleq().s().toBytes()));
    }

    @Override
    public List<CurvePoint> hashOwnToCurve(List<byte[]> secrets) {
        return secrets.stream()
                .map(secret -> CurvePoint.of(Memo.of(
                        's', () -> engine.hashOwnToCurve(List.of(secret)).get(0).toBytes(), secret)))
                .toList();
    }

    @Override
    public CurvePoint publicKey(Scalar k) {
        return engine.publicKey(k);
    }

    @Override
    public CurvePoint blind(CurvePoint Y, Scalar r) {
        return CurvePoint.of(Memo.of('b', () -> engine.blind(Y, r).toBytes(), Y.toBytes(), r.toBytes()));
    }

    @Override
    public CurvePoint unblind(CurvePoint C_, Scalar r, CurvePoint K) {
        return CurvePoint.of(
                Memo.of('u', () -> engine.unblind(C_, r, K).toBytes(), C_.toBytes(), r.toBytes(), K.toBytes()));
    }

    @Override
    public boolean isValidScalar(Scalar k) {
        return engine.isValidScalar(k);
    }

    private static byte[] bit(boolean value) {
        return value ? TRUE : FALSE;
    }

    private static boolean isTrue(byte[] bit) {
        return bit[0] == 1;
    }
}
