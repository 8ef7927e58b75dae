package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.error.WalletException;
import io.nutflux.error.WalletException.Reason;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Amount;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.OperationId;
import io.nutflux.model.Proof;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.model.Token;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredProof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Making plain tokens: of proofs that fit, else by a swap. */
final class SendFlow {

    /** How often proofs are chosen anew when another operation reserves one in the same moment. */
    private static final int MAX_CONFLICTS = 5;

    private final FlowContext context;
    private final OperationRunner runner;
    private final Counters counters;
    private final CatchUp catchUp;
    private final InputLimits limits;
    private final ChosenProofs chosenProofs;

    SendFlow(FlowContext context, OperationRunner runner, Counters counters, CatchUp catchUp, InputLimits limits) {
        this.context = context;
        this.runner = runner;
        this.counters = counters;
        this.catchUp = catchUp;
        this.limits = limits;
        this.chosenProofs = new ChosenProofs(context);
    }

    Mono<SentToken> send(SendRequest request) {
        // What a backup calls unspent may be worth nothing by now, and would be handed out without a question.
        return catchUp.unknown(request.mint(), request.unit())
                .flatMap(unknown ->
                        attempt(request, new Tries(unknown, MAX_CONFLICTS, Replanning.MAX_TRIES, Damage.NONE)));
    }

    private Mono<SentToken> attempt(SendRequest request, Tries left) {
        return Mono.zip(
                        left.damage()
                                .leftOutOf(context.store().spendable(context.wallet(), request.mint(), request.unit()))
                                .filter(proof -> !left.unknown().contains(proof.keyset()))
                                .collectList(),
                        context.directory().keysets(request.mint()))
                .publishOn(context.compute())
                .flatMap(known -> send(request, known.getT1(), known.getT2(), left))
                .onErrorMap(
                        ArithmeticException.class,
                        e -> new WalletException(Reason.AMOUNT_OUT_OF_RANGE, "the amount and its fees exceed 64 bits"))
                .onErrorResume(
                        StoreException.class,
                        e -> e.kind() == StoreException.Kind.CONFLICT && left.conflicts() > 0
                                ? attempt(request, left.lessAConflict())
                                : Mono.error(e));
    }

    private Mono<SentToken> send(SendRequest request, List<ProofInfo> available, MintKeysets keysets, Tries left) {
        if (available.isEmpty() && left.damage().error() != null) {
            return Mono.error(left.damage().error());
        }
        CoinSelection selection = new CoinSelection(keysets);
        // Who gets the token has to swap it, so it takes no more proofs than the mint does.
        Optional<CoinSelection.Selection> exact = selection
                .exact(available, request.amount(), request.includeFees())
                .filter(found -> found.proofs().size() <= limits.of(request.mint()));
        if (exact.isPresent()) {
            return withOpened(
                    request,
                    exact.get(),
                    left,
                    proofs -> catchUp.areUnspent(request.mint(), proofs)
                            .flatMap(unspent -> unspent ? handOut(request, proofs) : attempt(request, left)));
        }
        if (request.offline()) {
            return Mono.error(new WalletException(
                    Reason.NO_EXACT_MATCH,
                    "no proofs add up to " + request.amount() + " without asking the mint"
                            + left.damage().note()));
        }
        return counters.forOutputs(request.mint(), request.unit(), keysets)
                .flatMap(usable -> swap(request, available, usable, selection, left));
    }

    /** Opens what was chosen, and nothing else; chooses anew without what is damaged if some of it does not open. */
    private Mono<SentToken> withOpened(
            SendRequest request,
            CoinSelection.Selection chosen,
            Tries left,
            Function<List<StoredProof>, Mono<SentToken>> next) {
        return chosenProofs
                .open(chosen.proofs(), left.damage())
                .flatMap(opened -> opened.damage() == null
                        ? next.apply(opened.proofs())
                        : attempt(request, left.without(opened.damage())));
    }

    /**
     * How often a send may begin anew, and what it does without.
     *
     * @param unknown keysets whose proofs may be spent, for all that is known
     */
    private record Tries(Set<KeysetId> unknown, int conflicts, int plans, Damage damage) {

        Tries lessAConflict() {
            return new Tries(unknown, conflicts - 1, plans, damage);
        }

        Tries lessAPlan() {
            return new Tries(unknown, conflicts, plans - 1, damage);
        }

        Tries without(Damage found) {
            return new Tries(unknown, conflicts, plans, found);
        }
    }

    private Mono<SentToken> handOut(SendRequest request, List<StoredProof> chosen) {
        OperationId operation = context.randomness().operationId();
        List<Proof> proofs = chosen.stream().map(StoredProof::proof).toList();
        LedgerEntry entry = new LedgerEntry(
                context.now(),
                LedgerEntry.Kind.SENT,
                request.mint(),
                request.unit(),
                Amount.sum(proofs.stream().map(Proof::amount).toList()),
                Amount.ZERO,
                operation,
                context.owner());
        return context.store()
                .handOut(context.wallet(), chosen.stream().map(StoredProof::Y).toList(), entry)
                .onErrorResume(StoreException.class, e -> ReadBack.unlessDone(context, entry, e))
                .then(Mono.fromSupplier(() -> token(request, proofs, Amount.ZERO, operation)));
    }

    private Mono<SentToken> swap(
            SendRequest request, List<ProofInfo> available, MintKeysets keysets, CoinSelection selection, Tries left) {
        Keyset keyset = keysets.forOutputs(request.unit(), context.unixNow())
                .orElseThrow(
                        () -> new MintUnsupportedException(request.mint(), "no active keyset for " + request.unit()));
        List<Amount> toSend = amountsToSend(request, keyset);
        Amount sum = Amount.sum(toSend);
        CoinSelection.Selection inputs = selection
                .covering(available, sum, limits.of(request.mint()))
                .orElseThrow(() -> new WalletException(
                        Reason.INSUFFICIENT_FUNDS,
                        "spendable proofs do not cover " + sum + " " + request.unit() + " and the mint's fee"
                                + left.damage().note()));
        requireFew(request, inputs.proofs().size());
        Amount change = inputs.total().minus(inputs.fee()).minus(sum);
        OutputPlan outputs = plan(keyset, toSend, split(request, keyset, change));
        return withOpened(
                request,
                inputs,
                left,
                proofs -> swap(request, inputs, inOrder(proofs), outputs)
                        .flatMap(resolution ->
                                left.plans() > 0 && (Replanning.helps(resolution) || isOfTooManyInputs(resolution))
                                        ? attempt(request, left.lessAPlan())
                                        : outcome(request, resolution)));
    }

    private Mono<Resolution> swap(
            SendRequest request, CoinSelection.Selection inputs, List<StoredProof> proofs, OutputPlan outputs) {
        return counters.prepare(draft(request, inputs, proofs, outputs))
                .flatMap(
                        operation -> runner.run(new StoredOperation(operation, null, List.of(), proofs), RunMode.FRESH))
                .doOnNext(resolution -> {
                    if (isOfTooManyInputs(resolution)) {
                        limits.refused(request.mint(), proofs.size());
                    }
                });
    }

    private static boolean isOfTooManyInputs(Resolution resolution) {
        return resolution instanceof Resolution.Released released
                && released.why() instanceof MintRejectedException refusal
                && refusal.hasCode(MintRejectedException.TOO_MANY_INPUTS);
    }

    private void requireFew(SendRequest request, int inputs) {
        int most = limits.of(request.mint());
        if (inputs > most) {
            throw new WalletException(
                    Reason.TOO_MANY_PROOFS,
                    request.amount() + " " + request.unit() + " takes " + inputs + " proofs, and the mint swaps " + most
                            + " at once; send less at a time, which joins small proofs too");
        }
    }

    /** Denominations of the token: of the amount, and with {@code includeFees} of what redeeming them will cost too. */
    private List<Amount> amountsToSend(SendRequest request, Keyset keyset) {
        Amount wanted = request.amount();
        for (int round = 0; round < 8; round++) {
            List<Amount> parts = split(request, keyset, wanted);
            Amount net = request.includeFees()
                    ? request.amount()
                            .plus(Fees.of(Math.multiplyExact(
                                    parts.size(), keyset.info().inputFeePpk())))
                    : request.amount();
            if (!net.isGreaterThan(wanted)) {
                return request.includeFees() ? costing(parts, wanted.minus(request.amount()), keyset) : parts;
            }
            wanted = net;
        }
        throw new WalletException(
                Reason.AMOUNT_OUT_OF_RANGE, "no amount arrives as " + request.amount() + " after fees");
    }

    /** {@code parts}, halved here and there until they cost {@code fee} to redeem; as they are if that cannot be met. */
    private static List<Amount> costing(List<Amount> parts, Amount fee, Keyset keyset) {
        long ppk = keyset.info().inputFeePpk();
        List<Amount> more = new ArrayList<>(parts);
        while (ppk > 0 && Fees.of(Math.multiplyExact(more.size(), ppk)).isLessThan(fee)) {
            Optional<Amount> divisible = more.stream()
                    .filter(part -> (part.bits() & 1) == 0 && keyset.key(new Amount(part.bits() >>> 1)) != null)
                    .findFirst();
            if (divisible.isEmpty()) {
                return parts;
            }
            Amount half = new Amount(divisible.get().bits() >>> 1);
            more.remove(divisible.get());
            more.add(half);
            more.add(half);
        }
        return Fees.of(Math.multiplyExact(more.size(), ppk)).equals(fee) ? more : parts;
    }

    private List<Amount> split(SendRequest request, Keyset keyset, Amount amount) {
        return Denominations.split(amount, keyset, List.of(), context.redeem().maxOutputsPerSwap())
                .orElseThrow(() ->
                        new MintUnsupportedException(request.mint(), "its denominations do not add up to " + amount));
    }

    /** All outputs ascending, so that the mint cannot tell the token from the change (03.3). */
    private static OutputPlan plan(Keyset keyset, List<Amount> toSend, List<Amount> change) {
        record Part(Amount amount, boolean handedOut) {}
        List<Part> parts = new ArrayList<>();
        toSend.forEach(amount -> parts.add(new Part(amount, true)));
        change.forEach(amount -> parts.add(new Part(amount, false)));
        parts.sort(Comparator.comparing(Part::amount));
        return new OutputPlan(
                keyset.id(),
                0,
                parts.stream().map(Part::amount).toList(),
                parts.stream().map(Part::handedOut).toList());
    }

    private static List<StoredProof> inOrder(List<StoredProof> inputs) {
        return inputs.stream()
                .sorted(Comparator.comparing(
                                (StoredProof proof) -> proof.proof().amount())
                        .thenComparing(StoredProof::Y))
                .toList();
    }

    private OperationDraft draft(
            SendRequest request, CoinSelection.Selection inputs, List<StoredProof> proofs, OutputPlan outputs) {
        return new OperationDraft(
                context.randomness().operationId(),
                Operation.Kind.SEND,
                request.mint(),
                request.unit(),
                outputs,
                inputs.total(),
                inputs.fee(),
                null,
                context.now(),
                context.owner(),
                context.leaseEnd(),
                List.of(),
                proofs.stream().map(StoredProof::Y).toList());
    }

    private Mono<SentToken> outcome(SendRequest request, Resolution resolution) {
        Operation op = resolution.operation();
        if (resolution instanceof Resolution.Settled settled) {
            List<Proof> handedOut = new ArrayList<>();
            for (int i = 0; i < settled.proofs().size(); i++) {
                if (op.outputs().handedOut().get(i)) {
                    handedOut.add(settled.proofs().get(i));
                }
            }
            return Mono.just(token(request, handedOut, op.fee(), op.id()));
        }
        if (resolution instanceof Resolution.Released released) {
            MintException why = released.why();
            return Mono.error(Objects.requireNonNullElseGet(
                    why,
                    () -> new WalletException(
                            Reason.INSUFFICIENT_FUNDS,
                            "the mint says that proofs of this wallet were spent elsewhere; run a verification")));
        }
        return Mono.error(new WalletException(
                Reason.OUTCOME_PENDING,
                "the mint's answer is not known yet: " + ((Resolution.Unknown) resolution).why()));
    }

    private SentToken token(SendRequest request, List<Proof> proofs, Amount fee, OperationId operation) {
        String text = context.tokens().encode(Token.of(request.mint(), request.unit(), proofs, request.memo()));
        return new SentToken(
                text,
                request.mint(),
                request.unit(),
                Amount.sum(proofs.stream().map(Proof::amount).toList()),
                fee,
                operation);
    }
}
