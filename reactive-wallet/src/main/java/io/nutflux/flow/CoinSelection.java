package io.nutflux.flow;

import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Amount;
import io.nutflux.model.KeysetInfo;
import io.nutflux.store.ProofInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses proofs to spend by what stands of them in clear, fees considered (protocol X.11, X.12). */
final class CoinSelection {

    private final MintKeysets keysets;

    CoinSelection(MintKeysets keysets) {
        this.keysets = keysets;
    }

    /** Proofs, their sum and what they cost as inputs. */
    record Selection(List<ProofInfo> proofs, Amount total, Amount fee) {}

    /**
     * Proofs that add up to {@code target} exactly; with {@code plusFee}, to {@code target} and what they cost the
     * receiver as inputs. Takes the largest that fit, which finds a set whenever each denomination divides the next, as
     * powers of two do.
     */
    Optional<Selection> exact(List<ProofInfo> available, Amount target, boolean plusFee) {
        Amount wanted = target;
        // Each round adds the fee of the last choice; it settles quickly or never.
        for (int round = 0; round < 8; round++) {
            Optional<Selection> found = adding(available, wanted);
            if (found.isEmpty() || !plusFee) {
                return found;
            }
            Amount net = target.plus(found.get().fee());
            if (net.equals(wanted)) {
                return found;
            }
            wanted = net;
        }
        return Optional.empty();
    }

    private Optional<Selection> adding(List<ProofInfo> available, Amount target) {
        List<ProofInfo> chosen = new ArrayList<>();
        Amount rest = target;
        for (ProofInfo proof : sorted(available, largestFirst())) {
            if (!rest.isZero() && !proof.amount().isGreaterThan(rest)) {
                chosen.add(proof);
                rest = rest.minus(proof.amount());
            }
        }
        return rest.isZero() ? Optional.of(selection(chosen)) : Optional.empty();
    }

    /**
     * Proofs worth at least {@code target} after their fee: those of inactive keysets first, then the largest; but if that
     * makes more than {@code most}, the largest of all, which are the fewest, and may still be more. Proofs that cost as much
     * as they are worth are left out.
     */
    Optional<Selection> covering(List<ProofInfo> available, Amount target, int most) {
        Comparator<ProofInfo> inactiveFirst =
                Comparator.comparing((ProofInfo proof) -> isActive(proof)).thenComparing(largestFirst());
        return taking(sorted(available, inactiveFirst), target)
                .filter(selection -> selection.proofs().size() <= most)
                .or(() -> taking(sorted(available, largestFirst()), target));
    }

    private Optional<Selection> taking(List<ProofInfo> inOrder, Amount target) {
        List<ProofInfo> chosen = new ArrayList<>();
        Amount total = Amount.ZERO;
        long ppk = 0;
        for (ProofInfo proof : inOrder) {
            if (isDust(proof)) {
                continue;
            }
            chosen.add(proof);
            total = total.plus(proof.amount());
            ppk = Math.addExact(ppk, Fees.ppk(proof.keyset(), keysets));
            if (!total.isLessThan(target.plus(Fees.of(ppk)))) {
                return Optional.of(new Selection(List.copyOf(chosen), total, Fees.of(ppk)));
            }
        }
        return Optional.empty();
    }

    private Selection selection(List<ProofInfo> chosen) {
        long ppk = 0;
        for (ProofInfo proof : chosen) {
            ppk = Math.addExact(ppk, Fees.ppk(proof.keyset(), keysets));
        }
        return new Selection(
                List.copyOf(chosen),
                Amount.sum(chosen.stream().map(ProofInfo::amount).toList()),
                Fees.of(ppk));
    }

    private boolean isActive(ProofInfo proof) {
        KeysetInfo info = keysets.infos().get(proof.keyset());
        return info != null && info.active();
    }

    private boolean isDust(ProofInfo proof) {
        return !proof.amount().isGreaterThan(Amount.of(Fees.ppk(proof.keyset(), keysets) / 1000));
    }

    private static Comparator<ProofInfo> largestFirst() {
        return Comparator.comparing((ProofInfo proof) -> proof.amount())
                .reversed()
                .thenComparing(ProofInfo::Y);
    }

    private static List<ProofInfo> sorted(List<ProofInfo> proofs, Comparator<ProofInfo> order) {
        return proofs.stream().sorted(order).toList();
    }
}
