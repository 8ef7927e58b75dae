package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import io.nutflux.model.ProofState;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.Redemption;
import io.nutflux.store.StoredOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Redeems the tokens that one lane gathered: looks up what is known of them, asks the mint for their states, records one
 * intent for those that remain, and runs it.
 */
final class BatchRedeemer {

    /** How often a batch is looked up afresh when another process claims one of its tokens in the same moment. */
    private static final int MAX_CONFLICTS = 3;

    private final FlowContext context;
    private final MintHealth health;
    private final SwapPlanner planner;
    private final Counters counters;
    private final RedeemRun run;

    BatchRedeemer(FlowContext context, MintHealth health, SwapPlanner planner, Counters counters, RedeemRun run) {
        this.context = context;
        this.health = health;
        this.planner = planner;
        this.counters = counters;
        this.run = run;
    }

    /**
     * One result for each token, as they are decided. Errors are {@link StoreException}s.
     *
     * <p>Other tokens that share a proof are looked for only where there is a sign of one: a proof that the mint does not
     * call unspent, or a claim that the store refuses. Most proofs are new, and there are eight of them to a token.
     */
    Flux<RedeemResult> redeem(MintUrl mint, CurrencyUnit unit, List<ClaimedToken> tokens) {
        return redeem(mint, unit, tokens, this::knownByName, MAX_CONFLICTS);
    }

    private Flux<RedeemResult> redeem(
            MintUrl mint,
            CurrencyUnit unit,
            List<ClaimedToken> tokens,
            Function<List<ClaimedToken>, Mono<Sorted>> look,
            int conflictsLeft) {
        return look.apply(tokens)
                .flatMapMany(known -> known.andThen(rest -> checked(mint, unit, rest)
                        .flatMapMany(checked -> checked.andThen(good -> swap(mint, unit, good)
                                .onErrorResume(
                                        StoreException.class,
                                        e -> e.kind() == StoreException.Kind.CONFLICT
                                                ? afterConflict(mint, unit, good, conflictsLeft, e)
                                                : Flux.error(e))))));
    }

    /** Another process claims tokens of ours as fast as we look them up: in halves each of us gets on. */
    private Flux<RedeemResult> afterConflict(
            MintUrl mint, CurrencyUnit unit, List<ClaimedToken> tokens, int conflictsLeft, StoreException conflict) {
        if (conflictsLeft > 0) {
            return redeem(mint, unit, tokens, this::known, conflictsLeft - 1);
        }
        return tokens.size() == 1
                ? Flux.error(conflict)
                : Flux.fromIterable(SwapPlanner.halves(tokens))
                        .concatMap(half -> redeem(mint, unit, half, this::known, MAX_CONFLICTS));
    }

    /** Some results, and the tokens that go on. */
    private record Sorted(List<RedeemResult> results, List<ClaimedToken> rest) {

        Flux<RedeemResult> andThen(Function<List<ClaimedToken>, Flux<RedeemResult>> next) {
            return Flux.concat(Flux.fromIterable(results), rest.isEmpty() ? Flux.empty() : next.apply(rest));
        }
    }

    // ---- what the store knows

    /** The token's first outcome, or that it is being redeemed; empty if the store knows nothing of it. */
    Mono<RedeemResult> firstOutcome(ClaimedToken token) {
        return known(List.of(token))
                .flatMap(known -> Mono.justOrEmpty(known.results().stream().findFirst()));
    }

    /** By all that a token shares with one of before: key, text, any proof. */
    private Mono<Sorted> known(List<ClaimedToken> tokens) {
        return known(
                tokens, tokens.stream().flatMap(token -> token.Ys().stream()).toList());
    }

    private Mono<Sorted> knownByName(List<ClaimedToken> tokens) {
        return known(tokens, List.of());
    }

    private Mono<Sorted> known(List<ClaimedToken> tokens, List<CurvePoint> Ys) {
        return context.store()
                .findRedemptions(
                        context.wallet(),
                        tokens.stream().map(ClaimedToken::key).toList(),
                        tokens.stream().map(ClaimedToken::digest).toList(),
                        Ys)
                .collectList()
                .publishOn(context.compute())
                .map(known -> sortKnown(tokens, known));
    }

    /** First outcomes; of tokens that have none, {@code otherwise}. */
    private Mono<List<RedeemResult>> knownOr(
            List<ClaimedToken> tokens, Function<ClaimedToken, RedeemResult> otherwise) {
        return known(tokens).map(known -> {
            List<RedeemResult> results = new ArrayList<>(known.results());
            known.rest().stream().map(otherwise).forEach(results::add);
            return results;
        });
    }

    private static Sorted sortKnown(List<ClaimedToken> tokens, List<Redemption> known) {
        if (known.isEmpty()) {
            return new Sorted(List.of(), tokens);
        }
        FirstOutcomes first = new FirstOutcomes(known);
        List<RedeemResult> results = new ArrayList<>();
        List<ClaimedToken> rest = new ArrayList<>();
        for (ClaimedToken token : tokens) {
            first.of(token.key(), token.digest(), token.Ys())
                    // What waits in the inbox under this very key waits for just this.
                    .filter(result -> !(result instanceof RedeemResult.Waiting))
                    .ifPresentOrElse(results::add, () -> rest.add(token));
        }
        return new Sorted(results, rest);
    }

    // ---- what the mint says

    private Mono<Sorted> checked(MintUrl mint, CurrencyUnit unit, List<ClaimedToken> tokens) {
        Optional<MintException> paused = health.pausedBy(mint);
        if (paused.isPresent()) {
            return failed(tokens, paused.get());
        }
        List<CurvePoint> Ys =
                tokens.stream().flatMap(token -> token.Ys().stream()).toList();
        return context.mints()
                .checkState(mint, Ys)
                .doOnNext(states -> health.answered(mint))
                .doOnError(MintException.class, health::failed)
                .publishOn(context.compute())
                .flatMap(states -> sortChecked(mint, unit, tokens, Standing.of(states)))
                .onErrorResume(MintUnsupportedException.class, e -> Mono.just(new Sorted(List.of(), tokens)))
                .onErrorResume(MintException.class, e -> failed(tokens, e));
    }

    private Mono<Sorted> failed(List<ClaimedToken> tokens, MintException e) {
        return knownOr(tokens, token -> Results.mintFailed(token.key(), e))
                .map(results -> new Sorted(results, List.of()));
    }

    private Mono<Sorted> sortChecked(MintUrl mint, CurrencyUnit unit, List<ClaimedToken> tokens, Standing standing) {
        List<ClaimedToken> free = new ArrayList<>();
        List<ClaimedToken> taken = new ArrayList<>();
        for (ClaimedToken token : tokens) {
            boolean isTaken = standing.any(token.Ys(), state -> state != ProofState.State.UNSPENT);
            (isTaken ? taken : free).add(token);
        }
        if (taken.isEmpty()) {
            return Mono.just(new Sorted(List.of(), free));
        }
        // It may have been another replica of this wallet that took them, since we looked.
        return knownOr(taken, token -> takenByOthers(mint, unit, token, standing))
                .map(results -> new Sorted(results, free));
    }

    private RedeemResult takenByOthers(MintUrl mint, CurrencyUnit unit, ClaimedToken token, Standing standing) {
        if (standing.any(token.Ys(), state -> state == ProofState.State.SPENT)) {
            RedeemResult spent = new RedeemResult.AlreadySpent(token.key(), mint, unit, token.value());
            context.events().publish(new WalletEvent.TokenDecided(spent));
            return spent;
        }
        return new RedeemResult.Refused(
                token.key(),
                RefusalReason.PENDING_ELSEWHERE,
                "the mint says that a proof is in use in another transaction",
                true);
    }

    // ---- the swap

    private Flux<RedeemResult> swap(MintUrl mint, CurrencyUnit unit, List<ClaimedToken> tokens) {
        return context.directory()
                .keysets(mint)
                .flatMap(keysets -> keysets.forOutputs(unit, context.unixNow()).isPresent()
                        ? Mono.just(keysets)
                        : context.directory().refresh(mint))
                .flatMap(keysets -> counters.forOutputs(mint, unit, keysets))
                .publishOn(context.compute())
                .map(keysets -> planner.plan(mint, unit, tokens, keysets, context.leaseEnd()))
                .onErrorResume(
                        MintException.class,
                        e -> Mono.just(new SwapPlanner.Plan.Impossible(
                                RefusalReason.MINT_UNREACHABLE, String.valueOf(e.getMessage()))))
                .flatMapMany(plan -> {
                    if (plan instanceof SwapPlanner.Plan.Ready ready) {
                        return counters.prepare(ready.draft())
                                .flatMapMany(operation ->
                                        run.run(new StoredOperation(operation, null, tokens, List.of()), RunMode.FRESH))
                                .onErrorResume(
                                        MintException.class,
                                        e -> failed(tokens, e).flatMapIterable(Sorted::results));
                    }
                    SwapPlanner.Plan.Impossible impossible = (SwapPlanner.Plan.Impossible) plan;
                    if (tokens.size() > 1 && impossible.reason() != RefusalReason.MINT_UNREACHABLE) {
                        // What cannot be done at once may be done in parts; no token shall fail by its neighbours.
                        return Flux.fromIterable(SwapPlanner.halves(tokens)).concatMap(half -> swap(mint, unit, half));
                    }
                    return Flux.fromIterable(tokens).map(token -> Results.impossible(token.key(), impossible));
                });
    }
}
