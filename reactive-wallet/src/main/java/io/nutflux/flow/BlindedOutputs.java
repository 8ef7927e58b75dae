package io.nutflux.flow;

import io.nutflux.crypto.OutputSecrets;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurvePoint;
import io.nutflux.store.OutputPlan;
import java.util.List;

/**
 * A plan's outputs, made: what goes to the mint and what is needed to unblind its answer. All lists run along the plan's
 * amounts.
 */
record BlindedOutputs(
        OutputPlan plan, List<BlindedMessage> messages, List<OutputSecrets.Derived> derived, List<CurvePoint> Ys) {

    BlindedOutputs {
        messages = List.copyOf(messages);
        derived = List.copyOf(derived);
        Ys = List.copyOf(Ys);
    }

    @Override
    public String toString() {
        return "BlindedOutputs[" + plan.size() + " outputs, redacted]";
    }
}
