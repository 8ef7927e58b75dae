package io.nutflux.flow;

import io.nutflux.model.Amount;
import io.nutflux.model.Keyset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Splits amounts into denominations that a keyset has (protocol X.9). */
final class Denominations {

    private Denominations() {}

    /**
     * The split with few outputs, ascending: first one of each target denomination while the amount lasts, then the
     * largest that fit.
     *
     * @param targets denominations to have some of; those the keyset lacks are passed over
     * @param maxOutputs most outputs
     * @return empty if the keyset's denominations do not add up to {@code total}, or not in so few outputs
     */
    static Optional<List<Amount>> split(Amount total, Keyset keyset, List<Amount> targets, int maxOutputs) {
        List<Amount> parts = new ArrayList<>();
        Amount rest = total;
        for (Amount target : targets) {
            if (keyset.key(target) != null && !target.isGreaterThan(rest) && parts.size() < maxOutputs) {
                parts.add(target);
                rest = rest.minus(target);
            }
        }
        for (Amount denomination : keyset.keys().descendingKeySet()) {
            while (!denomination.isGreaterThan(rest) && !rest.isZero()) {
                if (parts.size() == maxOutputs) {
                    return targets.isEmpty() ? Optional.empty() : split(total, keyset, List.of(), maxOutputs);
                }
                parts.add(denomination);
                rest = rest.minus(denomination);
            }
        }
        if (!rest.isZero()) {
            return targets.isEmpty() ? Optional.empty() : split(total, keyset, List.of(), maxOutputs);
        }
        Collections.sort(parts);
        return Optional.of(parts);
    }
}
