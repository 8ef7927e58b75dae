package io.nutflux.flow;

import io.nutflux.crypto.Digests;
import io.nutflux.crypto.DleqStatement;
import io.nutflux.flow.TokenAdmission.Decision;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.model.Token;
import io.nutflux.store.ClaimedToken;
import io.nutflux.token.WellKnownSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks into a token whose mint's keysets are at hand. Computes only; runs on the compute scheduler. */
final class TokenInspection {

    private static final Set<String> LOCKS = Set.of("P2PK", "HTLC");
    /** The mint's clock decides when a lock ends, so ours must be past it by a margin (11.10). */
    private static final long LOCKTIME_MARGIN_SECONDS = 60;

    private final FlowContext context;

    TokenInspection(FlowContext context) {
        this.context = context;
    }

    /**
     * Whether the proof is locked in a way that needs a key or a preimage. A lock that has expired and names nobody for
     * refund is open to anyone (11.9).
     */
    boolean isLocked(Proof proof) {
        if (!proof.secret().text().startsWith("[")) {
            return false;
        }
        return WellKnownSecret.parse(proof.secret())
                .filter(secret -> LOCKS.contains(secret.kind()))
                .map(secret -> !isOpen(secret))
                .orElse(false);
    }

    private boolean isOpen(WellKnownSecret secret) {
        Optional<Long> locktime = secret.tags().stream()
                .filter(tag -> tag.get(0).equals("locktime") && tag.size() == 2)
                .flatMap(tag -> parse(tag.get(1)).stream())
                .findFirst();
        boolean refund = secret.tags().stream().anyMatch(tag -> tag.get(0).equals("refund"));
        return !refund
                && locktime.map(time -> time + LOCKTIME_MARGIN_SECONDS < context.unixNow())
                        .orElse(false);
    }

    private static Optional<Long> parse(String digits) {
        try {
            return digits.length() > 12 ? Optional.empty() : Optional.of(Long.parseUnsignedLong(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Resolves ids, checks unit, denominations and value, verifies DLEQ proofs.
     *
     * @param keysets what the mint lists
     * @param keys the keysets of the token's proofs, with keys
     */
    Decision inspect(String key, MintUrl mint, Token token, MintKeysets keysets, Map<KeysetId, Keyset> keys) {
        List<Proof> proofs = new ArrayList<>();
        CurrencyUnit unit = null;
        for (Proof proof : token.proofs().toList()) {
            List<KeysetId> meant = keysets.meantBy(proof.id());
            if (meant.size() > 1) {
                return Decision.invalid(
                        key, InvalidReason.AMBIGUOUS_KEYSET, "short keyset id " + proof.id() + " has several meanings");
            }
            Keyset keyset = meant.isEmpty() ? null : keys.get(meant.get(0));
            if (keyset == null) {
                return Decision.invalid(
                        key, InvalidReason.UNKNOWN_KEYSET, "keyset " + proof.id() + " is not one of the mint's");
            }
            if (unit != null && !unit.equals(keyset.unit())) {
                return Decision.invalid(key, InvalidReason.UNIT_MISMATCH, "proofs of several units");
            }
            unit = keyset.unit();
            if (keyset.key(proof.amount()) == null) {
                return Decision.invalid(
                        key,
                        InvalidReason.UNKNOWN_DENOMINATION,
                        "keyset " + keyset.id() + " has no key for " + proof.amount());
            }
            proofs.add(proof.withId(keyset.id()));
        }
        return judge(key, mint, token.unit(), Objects.requireNonNull(unit), proofs, keysets, keys);
    }

    private Decision judge(
            String key,
            MintUrl mint,
            @Nullable CurrencyUnit label,
            CurrencyUnit unit,
            List<Proof> proofs,
            MintKeysets keysets,
            Map<KeysetId, Keyset> keys) {
        AdmissionPolicy policy = context.redeem().policy();
        if (label != null && !label.equals(unit)) {
            return Decision.invalid(
                    key, InvalidReason.UNIT_MISMATCH, "labelled " + label + ", but its keysets are of " + unit);
        }
        if (!policy.admits(unit)) {
            return Decision.refused(key, RefusalReason.UNIT_NOT_ALLOWED, unit + " is not an allowed unit");
        }
        Amount value;
        try {
            value = Amount.sum(proofs.stream().map(Proof::amount).toList());
        } catch (ArithmeticException e) {
            return Decision.invalid(key, InvalidReason.INVALID_AMOUNT, "the sum exceeds 64 bits");
        }
        Amount most = policy.maxValue();
        if (most != null && value.isGreaterThan(most)) {
            return Decision.refused(
                    key, RefusalReason.VALUE_TOO_HIGH, value + " " + unit + ", at most " + most + " are taken");
        }
        long ppk = Fees.ppk(proofs, keysets);
        if (Fees.of(ppk).isGreaterThan(value)) {
            return Decision.refused(
                    key, RefusalReason.DUST, "the mint's fee of " + Fees.of(ppk) + " exceeds its value of " + value);
        }
        return verified(key, mint, unit, proofs, keys);
    }

    private Decision verified(
            String key, MintUrl mint, CurrencyUnit unit, List<Proof> proofs, Map<KeysetId, Keyset> keys) {
        List<CurvePoint> Ys = context.pointsOf(proofs);
        AdmissionPolicy.Dleq policy = context.redeem().policy().dleq();
        if (policy != AdmissionPolicy.Dleq.LEFT_TO_SWAP) {
            List<DleqStatement> statements = new ArrayList<>();
            for (int i = 0; i < proofs.size(); i++) {
                Proof proof = proofs.get(i);
                if (proof.dleq() != null && proof.dleq().r() != null) {
                    CurvePoint A = Objects.requireNonNull(
                            Objects.requireNonNull(keys.get(proof.id())).key(proof.amount()));
                    statements.add(new DleqStatement.OnProof(A, Ys.get(i), proof.C(), proof.dleq()));
                } else if (policy == AdmissionPolicy.Dleq.REQUIRED) {
                    return Decision.refused(key, RefusalReason.DLEQ_MISSING, "a proof lacks its DLEQ proof");
                }
            }
            if (context.curve().verify(statements).contains(false)) {
                return Decision.invalid(key, InvalidReason.BAD_DLEQ, "a DLEQ proof is false");
            }
        }
        // The mint gets neither DLEQ proofs nor blinded-lock keys, so the claim need not keep them.
        List<Proof> bare = proofs.stream().map(proof -> proof.withDleq(null)).toList();
        return new Decision.Admitted(
                new AdmittedToken(mint, unit, new ClaimedToken(key, Digests.token(mint, proofs, Ys), bare, Ys)));
    }
}
