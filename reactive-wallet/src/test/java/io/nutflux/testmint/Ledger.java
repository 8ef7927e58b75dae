package io.nutflux.testmint;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the mint has signed and what has been spent. Each method is atomic; {@link #commit} does all or nothing. */
final class Ledger {

    private static final String NO_WITNESS = "";

    private final Object lock;
    private final Map<String, String> spent = new HashMap<>();
    private final Set<String> pending = new HashSet<>();
    private final Map<String, Signed> signed = new HashMap<>();
    private final Map<String, BigInteger> issuedTotals = new HashMap<>();
    private final Map<String, BigInteger> spentTotals = new HashMap<>();

    /** All state of a mint is under one {@code lock}. */
    Ledger(Object lock) {
        this.lock = lock;
    }

    /** Fails with 11001, 11002 or 11003 if any input was spent or is pending, or any output was signed. */
    void requireFresh(Collection<Spend> inputs, Collection<Output> outputs) {
        synchronized (lock) {
            if (inputs.stream().anyMatch(input -> spent.containsKey(input.Y()))) {
                throw new MintError(11001, "proofs already spent");
            }
            if (inputs.stream().anyMatch(input -> pending.contains(input.Y()))) {
                throw new MintError(11002, "proofs are pending");
            }
            if (outputs.stream().anyMatch(output -> signed.containsKey(output.blinded()))) {
                throw new MintError(11003, "outputs already signed");
            }
        }
    }

    void commit(String unit, List<Spend> inputs, List<Signed> outputs) {
        synchronized (lock) {
            requireFresh(inputs, outputs.stream().map(Signed::output).toList());
            inputs.forEach(input -> spend(unit, input));
            for (Signed output : outputs) {
                signed.put(output.output().blinded(), output);
                issued(unit, output.output().amount());
            }
        }
    }

    /** Counts value that was issued without a request. */
    void issued(String unit, long amount) {
        synchronized (lock) {
            issuedTotals.merge(unit, Json.unsigned(amount), BigInteger::add);
        }
    }

    /** Marks a proof spent; one that is spent stays as it is. */
    void spend(String unit, Spend input) {
        synchronized (lock) {
            String witness = input.witness();
            if (spent.putIfAbsent(input.Y(), witness == null ? NO_WITNESS : witness) == null) {
                spentTotals.merge(unit, Json.unsigned(input.amount()), BigInteger::add);
            }
        }
    }

    void pending(String Y, boolean isPending) {
        synchronized (lock) {
            if (isPending) {
                pending.add(Y);
            } else {
                pending.remove(Y);
            }
        }
    }

    /** {@code SPENT}, {@code PENDING} or {@code UNSPENT}. */
    String state(String Y) {
        synchronized (lock) {
            return spent.containsKey(Y) ? "SPENT" : pending.contains(Y) ? "PENDING" : "UNSPENT";
        }
    }

    @Nullable
    String witness(String Y) {
        synchronized (lock) {
            String witness = spent.get(Y);
            return witness == null || witness.isEmpty() ? null : witness;
        }
    }

    @Nullable
    Signed signature(String blinded) {
        synchronized (lock) {
            return signed.get(blinded);
        }
    }

    int signedCount() {
        synchronized (lock) {
            return signed.size();
        }
    }

    BigInteger issuedTotal(String unit) {
        synchronized (lock) {
            return issuedTotals.getOrDefault(unit, BigInteger.ZERO);
        }
    }

    BigInteger spentTotal(String unit) {
        synchronized (lock) {
            return spentTotals.getOrDefault(unit, BigInteger.ZERO);
        }
    }
}
