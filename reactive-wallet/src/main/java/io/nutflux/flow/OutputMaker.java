package io.nutflux.flow;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.OutputSecrets;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurvePoint;
import io.nutflux.store.OutputPlan;
import java.util.ArrayList;
import java.util.List;

/** Makes a plan's outputs from the seed; the same plan gives the same outputs, before a crash and after. */
final class OutputMaker {

    private final CurveEngine curve;
    private final OutputSecrets secrets;

    OutputMaker(CurveEngine curve, OutputSecrets secrets) {
        this.curve = curve;
        this.secrets = secrets;
    }

    /** Computes; call it on the compute scheduler. */
    BlindedOutputs make(OutputPlan plan) {
        List<OutputSecrets.Derived> derived = new ArrayList<>(plan.size());
        List<byte[]> messages = new ArrayList<>(plan.size());
        for (int i = 0; i < plan.size(); i++) {
            OutputSecrets.Derived pair = secrets.derive(plan.keyset(), plan.firstCounter() + i);
            derived.add(pair);
            messages.add(pair.secret().utf8());
        }
        List<CurvePoint> Ys = curve.hashOwnToCurve(messages);
        List<BlindedMessage> blinded = new ArrayList<>(plan.size());
        for (int i = 0; i < plan.size(); i++) {
            CurvePoint B_ = curve.blind(Ys.get(i), derived.get(i).r());
            blinded.add(new BlindedMessage(plan.amounts().get(i), plan.keyset(), B_));
        }
        return new BlindedOutputs(plan, blinded, derived, Ys);
    }
}
