package io.nutflux.flow;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens the wallet takes at all. A token that is not admitted is refused before its mint hears of it.
 *
 * @param anyMint whether tokens of every mint are taken; a mint that nobody chose can take the money and run
 * @param mints the mints whose tokens are taken, unless {@code anyMint}
 * @param units the units taken; empty for all
 * @param maxProofs most proofs of one token
 * @param maxValue most value of one token, in its unit; {@code null} for no limit
 * @param dleq what is done about DLEQ proofs
 */
public record AdmissionPolicy(
        boolean anyMint,
        Set<MintUrl> mints,
        Set<CurrencyUnit> units,
        int maxProofs,
        @Nullable Amount maxValue,
        Dleq dleq) {

    public static final int DEFAULT_MAX_PROOFS = 200;

    /** What is done about the DLEQ proofs of a token (NUT-12). */
    public enum Dleq {
        /** Every proof needs a valid one. */
        REQUIRED,
        /** One that is there is verified; a missing one is no reason to refuse, since the swap decides. */
        VERIFIED_WHEN_PRESENT,
        /** None is looked at: the mint's own check in the swap is enough, at a fraction of the work. */
        LEFT_TO_SWAP
    }

    public AdmissionPolicy {
        mints = Set.copyOf(mints);
        units = Set.copyOf(units);
        if (maxProofs < 1) {
            throw new IllegalArgumentException("maxProofs is at least 1");
        }
    }

    /** Takes nothing: add mints. */
    public static AdmissionPolicy none() {
        return new AdmissionPolicy(false, Set.of(), Set.of(), DEFAULT_MAX_PROOFS, null, Dleq.VERIFIED_WHEN_PRESENT);
    }

    /** Takes tokens of these mints. */
    public static AdmissionPolicy of(MintUrl... mints) {
        return none().withMints(new LinkedHashSet<>(Arrays.asList(mints)));
    }

    /** Takes tokens of every mint: for tests, and for callers that decide themselves. */
    public static AdmissionPolicy ofAnyMint() {
        return new AdmissionPolicy(true, Set.of(), Set.of(), DEFAULT_MAX_PROOFS, null, Dleq.VERIFIED_WHEN_PRESENT);
    }

    public AdmissionPolicy withMints(Set<MintUrl> newMints) {
        return new AdmissionPolicy(false, newMints, units, maxProofs, maxValue, dleq);
    }

    public AdmissionPolicy withUnits(CurrencyUnit... newUnits) {
        return new AdmissionPolicy(anyMint, mints, Set.of(newUnits), maxProofs, maxValue, dleq);
    }

    public AdmissionPolicy withMaxProofs(int proofs) {
        return new AdmissionPolicy(anyMint, mints, units, proofs, maxValue, dleq);
    }

    public AdmissionPolicy withMaxValue(@Nullable Amount value) {
        return new AdmissionPolicy(anyMint, mints, units, maxProofs, value, dleq);
    }

    public AdmissionPolicy withDleq(Dleq newDleq) {
        return new AdmissionPolicy(anyMint, mints, units, maxProofs, maxValue, newDleq);
    }

    /** Whether tokens of {@code mint} are taken. */
    public boolean admits(MintUrl mint) {
        return anyMint || mints.contains(mint);
    }

    /** Whether tokens in {@code unit} are taken. */
    public boolean admits(CurrencyUnit unit) {
        return units.isEmpty() || units.contains(unit);
    }
}
