package io.nutflux.flow;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.MintException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.TokenException;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.model.Secret;
import io.nutflux.model.Token;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Decides whether a token is taken at all, cheapest question first: is it a token, does policy allow it, are its keysets
 * known, is what it claims consistent, do its DLEQ proofs hold.
 */
final class TokenAdmission {

    private final FlowContext context;
    private final TokenInspection inspection;
    private final MintHealth health;
    private final YoungKeysets young;

    TokenAdmission(FlowContext context, MintHealth health) {
        this.context = context;
        this.health = health;
        this.inspection = new TokenInspection(context);
        this.young = new YoungKeysets(context);
    }

    /** A token that is taken, or its result. */
    sealed interface Decision {
        record Admitted(AdmittedToken token) implements Decision {}

        record Decided(RedeemResult result) implements Decision {}

        static Decision invalid(String key, InvalidReason reason, String detail) {
            return new Decided(new RedeemResult.Invalid(key, reason, detail));
        }

        static Decision refused(String key, RefusalReason reason, String detail) {
            return new Decided(new RedeemResult.Refused(key, reason, detail, false));
        }
    }

    /** One decision, on the compute scheduler. */
    Mono<Decision> admit(RedeemRequest request) {
        return Mono.fromCallable(() -> read(request))
                .subscribeOn(context.compute())
                .flatMap(read -> read instanceof Read.Done decided
                        ? Mono.just(decided.decision())
                        : resolve(request.key(), (Read.Good) read));
    }

    // ---- what needs nobody's help

    /** What a token's text says, judged by what needs no mint. */
    sealed interface Read {
        /** {@code proofs} with keyset ids as they came, short ones included; no secret twice. */
        record Good(MintUrl mint, Token token, List<Proof> proofs) implements Read {}

        record Done(Decision decision) implements Read {}

        static Read invalid(String key, InvalidReason reason, String detail) {
            return new Done(Decision.invalid(key, reason, detail));
        }

        static Read refused(String key, RefusalReason reason, String detail) {
            return new Done(Decision.refused(key, reason, detail));
        }
    }

    /** Computes only; for the compute scheduler. */
    Read read(RedeemRequest request) {
        String key = request.key();
        Token token;
        try {
            token = context.tokens().decode(request.token());
        } catch (TokenException e) {
            return new Read.Done(new Decision.Decided(Results.unreadable(key, e)));
        } catch (LimitExceededException e) {
            return new Read.Done(new Decision.Decided(Results.tooLarge(key, e)));
        }
        return judge(key, token);
    }

    private Read judge(String key, Token token) {
        AdmissionPolicy policy = context.redeem().policy();
        MintUrl mint = token.entries().get(0).mint();
        if (token.entries().stream().anyMatch(entry -> !entry.mint().equals(mint))) {
            return Read.refused(key, RefusalReason.SEVERAL_MINTS, "a token of several mints; split it by mint");
        }
        if (!policy.admits(mint)) {
            return Read.refused(key, RefusalReason.MINT_NOT_ALLOWED, mint + " is not an allowed mint");
        }
        if (mint.isPlainHttp() && !mint.isLoopback() && !context.allowPlainHttp()) {
            return Read.refused(key, RefusalReason.INSECURE_MINT_URL, mint + " is not https");
        }
        if (token.proofCount() > policy.maxProofs()) {
            return Read.refused(
                    key,
                    RefusalReason.TOO_MANY_PROOFS,
                    token.proofCount() + " proofs, at most " + policy.maxProofs() + " are taken");
        }
        if (token.unit() != null && !policy.admits(token.unit())) {
            return Read.refused(key, RefusalReason.UNIT_NOT_ALLOWED, token.unit() + " is not an allowed unit");
        }
        List<Proof> proofs = token.proofs().toList();
        Set<Secret> secrets = new HashSet<>();
        for (Proof proof : proofs) {
            if (proof.amount().isZero()) {
                return Read.invalid(key, InvalidReason.INVALID_AMOUNT, "a proof of amount 0");
            }
            if (!secrets.add(proof.secret())) {
                return Read.invalid(key, InvalidReason.DUPLICATE_PROOF, "the same secret twice");
            }
            if (inspection.isLocked(proof)) {
                return Read.refused(
                        key, RefusalReason.LOCKED, "locked by a spending condition this wallet has no key for");
            }
        }
        return new Read.Good(mint, token, proofs);
    }

    // ---- what needs the mint's keysets

    private Mono<Decision> resolve(String key, Read.Good read) {
        Optional<MintException> paused = health.pausedBy(read.mint());
        if (paused.isPresent()) {
            return Mono.just(new Decision.Decided(Results.mintFailed(key, paused.get())));
        }
        return context.directory()
                .keysets(read.mint())
                .flatMap(keysets ->
                        orElse(keysets, read, () -> context.directory().refresh(read.mint())))
                // A keyset may be younger than a listing of this very second.
                .flatMap(keysets -> orElse(keysets, read, () -> young.refreshed(read.mint())))
                .flatMap(keysets -> orElse(keysets, read, () -> confirmed(read.mint(), keysets, read.proofs())))
                .flatMap(keysets -> loaded(read.mint(), fullIds(keysets, read.proofs()), keysets)
                        .publishOn(context.compute())
                        .map(keys -> inspection.inspect(key, read.mint(), read.token(), keysets, keys)))
                .onErrorResume(MintException.class, e -> Mono.just(new Decision.Decided(Results.mintFailed(key, e))));
    }

    private static Mono<MintKeysets> orElse(MintKeysets keysets, Read.Good read, Supplier<Mono<MintKeysets>> other) {
        return knowsAll(keysets, read.proofs()) ? Mono.just(keysets) : other.get();
    }

    private static boolean knowsAll(MintKeysets keysets, List<Proof> proofs) {
        return unknown(keysets, proofs).isEmpty();
    }

    private static List<KeysetId> unknown(MintKeysets keysets, List<Proof> proofs) {
        return proofs.stream()
                .map(Proof::id)
                .distinct()
                .filter(id -> keysets.meantBy(id).isEmpty())
                .toList();
    }

    /** What is not known of a mint that is away may be known to it all the same: then the mint's absence is the error. */
    private Mono<MintKeysets> confirmed(MintUrl mint, MintKeysets keysets, List<Proof> proofs) {
        return Flux.fromIterable(unknown(keysets, proofs))
                .concatMap(id -> context.directory().keyset(mint, id))
                .then(Mono.defer(() -> context.directory().keysets(mint)))
                .onErrorReturn(MintUnsupportedException.class, keysets);
    }

    private static List<KeysetId> fullIds(MintKeysets keysets, List<Proof> proofs) {
        return proofs.stream()
                .map(Proof::id)
                .distinct()
                .map(keysets::meantBy)
                .filter(full -> full.size() == 1)
                .map(full -> full.get(0))
                .toList();
    }

    private Mono<Map<KeysetId, Keyset>> loaded(MintUrl mint, List<KeysetId> ids, MintKeysets keysets) {
        Map<KeysetId, Keyset> known = new LinkedHashMap<>();
        ids.forEach(id -> {
            Keyset keyset = keysets.loaded().get(id);
            if (keyset != null) {
                known.put(id, keyset);
            }
        });
        if (known.size() == ids.size()) {
            return Mono.just(known);
        }
        return Flux.fromIterable(ids)
                .filter(id -> !known.containsKey(id))
                .concatMap(id -> context.directory().keyset(mint, id))
                .collect(() -> known, (map, keyset) -> map.put(keyset.id(), keyset));
    }
}
