package io.nutflux.sim;

import io.nutflux.testmint.TestProof;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An incoming token and what is true of it, whatever the wallet finds. */
final class Coin {

    enum Kind {
        GOOD,
        /** Another wallet spent it before. */
        SPENT,
        /** The mint never signed it. */
        FALSE,
        /** One of its proofs is also in another coin. */
        SHARED
    }

    private final String name;
    private final Kind kind;
    private final List<TestProof> proofs;
    private final String text;
    private final List<String> keys = new ArrayList<>();
    private boolean spentElsewhere;

    Coin(String name, Kind kind, List<TestProof> proofs, String text) {
        this.name = name;
        this.kind = kind;
        this.proofs = List.copyOf(proofs);
        this.text = text;
        this.spentElsewhere = kind == Kind.SPENT;
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    List<TestProof> proofs() {
        return proofs;
    }

    String text() {
        return text;
    }

    long value() {
        return proofs.stream().mapToLong(TestProof::amount).sum();
    }

    /** The keys it is presented under. */
    List<String> keys() {
        return keys;
    }

    /** A key to present it under: one of before, or a new one. */
    String key(Dice dice) {
        if (keys.isEmpty() || (keys.size() < 3 && dice.chance(0.3))) {
            keys.add(name + "-" + keys.size());
        }
        return dice.oneOf(keys);
    }

    /** Whether a proof of it is in {@code other} too, so that one of them at most can be redeemed. */
    boolean sharesWith(Coin other) {
        return proofs.stream().anyMatch(other.proofs::contains);
    }

    boolean isSpentElsewhere() {
        return spentElsewhere;
    }

    void spentElsewhere() {
        spentElsewhere = true;
    }

    @Override
    public String toString() {
        return name + " " + kind
                + proofs.stream()
                        .map(proof -> Long.toString(proof.amount()))
                        .collect(Collectors.joining("+", "(", ")"));
    }
}
