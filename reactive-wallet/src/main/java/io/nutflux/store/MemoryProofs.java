package io.nutflux.store;

import static io.nutflux.store.Conflicts.conflict;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import io.nutflux.store.StoredProof.State;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One wallet's proofs. Those in a final state lie apart, so that they cost the others nothing. */
final class MemoryProofs {

    private static final Comparator<ProofInfo> ORDER = Comparator.comparing(
                    (ProofInfo proof) -> proof.mint().value())
            .thenComparing(proof -> proof.unit().label())
            .thenComparing(ProofInfo::state)
            .thenComparing(ProofInfo::Y);

    private final Map<CurvePoint, StoredProof> live = new HashMap<>();
    private final Map<CurvePoint, StoredProof> ended = new HashMap<>();
    private final Map<MintAndUnit, BigInteger> claimed = new HashMap<>();

    void add(Journal journal, List<StoredProof> proofs) {
        for (StoredProof proof : proofs) {
            if (isKnown(proof.Y())) {
                throw conflict("a new proof is known already");
            }
            journal.put(live, proof.Y(), proof);
        }
    }

    boolean isKnown(CurvePoint Y) {
        return live.containsKey(Y) || ended.containsKey(Y);
    }

    void reserve(Journal journal, List<CurvePoint> Ys) {
        for (CurvePoint Y : Ys) {
            StoredProof proof = live.get(Y);
            if (proof == null || proof.state() != State.UNSPENT) {
                throw conflict("a proof to reserve is not unspent");
            }
            journal.put(live, Y, in(proof, State.RESERVED));
        }
    }

    void free(Journal journal, List<CurvePoint> Ys) {
        for (StoredProof proof : get(Ys)) {
            journal.put(live, proof.Y(), in(proof, State.UNSPENT));
        }
    }

    void spend(Journal journal, List<CurvePoint> Ys) {
        for (StoredProof proof : get(Ys)) {
            end(journal, proof, State.SPENT);
        }
    }

    void handOut(Journal journal, Collection<CurvePoint> Ys) {
        for (CurvePoint Y : Ys) {
            StoredProof proof = live.get(Y);
            if (proof == null || proof.state() != State.UNSPENT) {
                throw conflict("a proof to hand out is not unspent");
            }
            journal.put(live, Y, in(proof, State.SENT));
        }
    }

    void claim(Journal journal, Collection<CurvePoint> Ys) {
        for (CurvePoint Y : Ys) {
            StoredProof proof = live.get(Y);
            if (proof != null && proof.state() == State.SENT) {
                claim(journal, proof);
            }
        }
    }

    /** Those that are unspent; each once. */
    List<StoredProof> unspent(Collection<CurvePoint> Ys) {
        return Ys.stream()
                .distinct()
                .flatMap(Y -> Stream.ofNullable(live.get(Y)))
                .filter(proof -> proof.state() == State.UNSPENT)
                .toList();
    }

    void writeOff(Journal journal, List<StoredProof> unspent) {
        unspent.forEach(proof -> claim(journal, proof));
    }

    private void claim(Journal journal, StoredProof proof) {
        end(journal, proof, State.CLAIMED);
        MintAndUnit pair = new MintAndUnit(proof.mint(), proof.unit());
        BigInteger before = claimed.getOrDefault(pair, BigInteger.ZERO);
        journal.put(claimed, pair, before.add(proof.proof().amount().toBigInteger()));
    }

    /** Live proofs, in the order asked for. */
    List<StoredProof> get(List<CurvePoint> Ys) {
        return Ys.stream().flatMap(Y -> Stream.ofNullable(live.get(Y))).toList();
    }

    List<ProofInfo> spendable(MintUrl mint, CurrencyUnit unit) {
        return live.values().stream()
                .filter(proof -> proof.state() == State.UNSPENT
                        && proof.mint().equals(mint)
                        && proof.unit().equals(unit))
                .map(StoredProof::info)
                .sorted(Comparator.comparing(ProofInfo::amount).thenComparing(ProofInfo::Y))
                .toList();
    }

    /** Proofs in whatever state; each once. */
    List<StoredProof> known(Collection<CurvePoint> Ys) {
        return Ys.stream()
                .distinct()
                .flatMap(Y -> Stream.ofNullable(live.getOrDefault(Y, ended.get(Y))))
                .toList();
    }

    /** Those in states that are not final, ordered. */
    List<ProofInfo> live() {
        return live.values().stream().map(StoredProof::info).sorted(ORDER).toList();
    }

    List<StoredProof> in(State state) {
        boolean isFinal = state == State.SPENT || state == State.CLAIMED;
        return (isFinal ? ended : live)
                .values().stream().filter(proof -> proof.state() == state).toList();
    }

    List<StoredBalance> balances(Set<MintAndUnit> pairs) {
        Map<MintAndUnit, Map<State, BigInteger>> sums = new HashMap<>();
        for (StoredProof proof : live.values()) {
            sums.computeIfAbsent(new MintAndUnit(proof.mint(), proof.unit()), any -> new EnumMap<>(State.class))
                    .merge(proof.state(), proof.proof().amount().toBigInteger(), BigInteger::add);
        }
        return pairs.stream()
                .map(pair -> balance(pair, sums.getOrDefault(pair, Map.of())))
                .toList();
    }

    private StoredBalance balance(MintAndUnit pair, Map<State, BigInteger> sums) {
        return new StoredBalance(
                pair.mint(),
                pair.unit(),
                sums.getOrDefault(State.UNSPENT, BigInteger.ZERO),
                sums.getOrDefault(State.RESERVED, BigInteger.ZERO),
                sums.getOrDefault(State.SENT, BigInteger.ZERO),
                claimed.getOrDefault(pair, BigInteger.ZERO));
    }

    private void end(Journal journal, StoredProof proof, State state) {
        journal.remove(live, proof.Y());
        journal.put(ended, proof.Y(), in(proof, state));
    }

    private static StoredProof in(StoredProof proof, State state) {
        return new StoredProof(proof.Y(), proof.mint(), proof.unit(), proof.proof(), state);
    }
}
