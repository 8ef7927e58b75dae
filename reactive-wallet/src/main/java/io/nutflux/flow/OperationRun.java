package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.event.WalletEvent;
import io.nutflux.mint.Replay;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.Obstacle;
import io.nutflux.model.Obstacle.Reason;
import io.nutflux.model.Proof;
import io.nutflux.model.RequestBody;
import io.nutflux.store.Operation;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredProof;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Brings one prepared or sent operation as far as it will go: settled, released, or unknown for now.
 *
 * <p>A prepared operation is marked sent, then its request leaves. A clear answer ends it. After anything else (a lost
 * answer, a restart) nothing is freed before the mint was asked, in this order (protocol X.15):
 *
 * <ol>
 *   <li>How are the inputs? As they were: send the identical bytes once more; only a refusal of those, and a second look
 *       that still finds nothing spent, releases.
 *   <li>Gone: did it sign our outputs? Then the operation took place: settle. The states are asked for first: a request
 *       that is still on its way may come through between the two questions, and then "nothing signed" is only true of the
 *       time before.
 *   <li>Gone, and nothing of ours signed? Then somebody else was first: release.
 *   <li>Else wait, and ask again later.
 * </ol>
 *
 * <p>A run whose operation another process has taken over asks and sends nothing more. An answer that is on its way then is
 * still waited for, since the signatures in it may be had only once.
 */
final class OperationRun {

    private final FlowContext context;
    private final MintHealth health;
    private final Obstacles obstacles;
    private final Unblinder unblinder;
    private final OperationSteps steps;
    private final Hold hold;
    private final BlindedOutputs outputs;
    private final RunMode mode;
    private final OtherCopies copies;

    OperationRun(
            FlowContext context,
            MintHealth health,
            Obstacles obstacles,
            Unblinder unblinder,
            OperationSteps steps,
            Hold hold,
            BlindedOutputs outputs,
            RunMode mode) {
        this.context = context;
        this.health = health;
        this.obstacles = obstacles;
        this.unblinder = unblinder;
        this.steps = steps;
        this.hold = hold;
        this.outputs = outputs;
        this.mode = mode;
        this.copies = new OtherCopies(context, hold, mode);
    }

    /** Runs it once. Errors are {@link StoreException}s only. */
    Mono<Resolution> run() {
        boolean prepared = hold.operation().state() == Operation.State.PREPARED;
        return ended(prepared ? send() : resume());
    }

    private Mono<Resolution> ended(Mono<Resolution> work) {
        return work.onErrorResume(MintException.class, e -> {
                    obstacles.report(e);
                    return later(Resolution.Unknown.of(hold.operation(), e));
                })
                .onErrorResume(
                        e -> Obstacles.reasonOf(e) != null, e -> later(Resolution.Unknown.failed(hold.operation(), e)))
                // Refused though nobody took it over: the store finds fault with what was to be written.
                .onErrorResume(
                        e -> !hold.isLost() && StoreException.isConflict(e),
                        e -> later(new Resolution.Unknown(
                                hold.operation(), "the store refuses it: " + e.getMessage(), null, null, false)));
    }

    /** What was another's meanwhile is not given back as if it had never been. */
    private RunMode mode() {
        return hold.wasElsewhere() ? mode.inRecovery() : mode;
    }

    /** Goes on with {@code next} if the operation is still this process's. */
    private Mono<Resolution> ifOurs(Mono<Resolution> next) {
        return hold.confirm()
                .publishOn(context.compute())
                .then(Mono.defer(
                        () -> hold.isLost() ? Mono.just(Resolution.Unknown.takenOver(hold.operation())) : next));
    }

    /** What another seed derives is neither asked for nor sent: the answers would be about outputs that were never in it. */
    private Mono<Resolution> resume() {
        return Mono.fromCallable(() -> steps.body(hold.stored(), outputs)
                        .equals(Objects.requireNonNull(hold.stored().requestBody())))
                .subscribeOn(context.compute())
                .flatMap(ours -> ours
                        ? findOut(null)
                        : unknown(Reason.SEED_MISMATCH, "its stored request is not what this wallet's seed derives"));
    }

    // ---- sending

    /** The intent and the exact bytes are durable before the request leaves; then it goes on without its subscriber. */
    private Mono<Resolution> send() {
        return Mono.fromCallable(() -> steps.body(hold.stored(), outputs))
                .subscribeOn(context.compute())
                .flatMap(hold::markSent)
                .publishOn(context.compute())
                .flatMap(sent -> hold.toItsEnd(ended(post(this::acceptFirst, this::afterFirst))));
    }

    /** Sends the bytes. Only what went wrong with that is for {@code onError}, not what follows a good answer. */
    private Mono<Resolution> post(
            Function<List<BlindSignature>, Mono<Resolution>> onAnswer,
            Function<MintException, Mono<Resolution>> onError) {
        return post().map(onAnswer)
                .onErrorResume(MintException.class, e -> Mono.just(onError.apply(e)))
                .flatMap(Function.identity());
    }

    private Mono<List<BlindSignature>> post() {
        Operation op = hold.operation();
        RequestBody body = Objects.requireNonNull(hold.stored().requestBody());
        // Whose it is, is the last question: a request of a process that was slow could come after a release.
        return replay().flatMap(replay -> hold.confirm()
                .publishOn(context.compute())
                .then(Mono.defer(() -> {
                    if (hold.isLost()) {
                        return Mono.error(new StoreException(
                                StoreException.Kind.CONFLICT, op.id() + " was taken over before it was sent", null));
                    }
                    context.events().publish(new WalletEvent.OperationSent(op.id(), Kinds.of(op), op.mint()));
                    return steps.post(hold.stored(), body, replay);
                })));
    }

    /** What the mint allows for repeats; a mint that does not tell now gets none. */
    private Mono<Replay> replay() {
        return context.directory()
                .info(hold.operation().mint())
                .map(info -> Replay.of(info, steps.path()))
                .onErrorReturn(MintException.class, Replay.NEVER);
    }

    /** An answer that cannot be used is as good as none: the mint has acted, and has to be asked what it did. */
    private Mono<Resolution> acceptFirst(List<BlindSignature> signatures) {
        return accept(signatures, true).onErrorResume(MintException.class, e -> {
            obstacles.report(e);
            return findOutUnanswered();
        });
    }

    private Mono<Resolution> afterFirst(MintException e) {
        obstacles.report(e);
        if (e instanceof MintRejectedException refusal) {
            return !refusal.isUnderstood()
                    // Perhaps a trouble of the mint's own, such as a locked database: the same bytes once more.
                    ? findOut(null)
                    : ifOurs(refusal.mayHaveActed() ? refusedFirst(refusal) : undone(refusal));
        }
        return !e.mayHaveActed() && mode().fresh() ? ifOurs(steps.neverSent(hold, e)) : findOutUnanswered();
    }

    private Mono<Resolution> findOutUnanswered() {
        copies.oneIsUnanswered();
        return findOut(null);
    }

    /**
     * Refused, with a code that could tell of another copy of the request, which is perhaps being worked on: look, then
     * believe it. Here too the states come first, or that copy could come through between the two questions.
     */
    private Mono<Resolution> refusedFirst(MintRejectedException refusal) {
        return standing()
                .flatMap(standing -> restored()
                        .onErrorReturn(MintUnsupportedException.class, Unblinder.Restored.NOTHING)
                        .flatMap(found -> ifOurs(found.isComplete() ? findOut(refusal) : undone(standing, refusal))));
    }

    private Mono<Resolution> sendAgain() {
        return hold.toItsEnd(post(
                signatures -> accept(signatures, true),
                e -> e instanceof MintRejectedException refusal ? findOut(refusal) : Mono.error(e)));
    }

    // ---- finding out

    /**
     * Finds out what became of an operation that was sent.
     *
     * @param refusal the mint's latest answer, if it was a refusal of these bytes; else they may be sent once more
     */
    private Mono<Resolution> findOut(@Nullable MintRejectedException refusal) {
        return ifOurs(standing().flatMap(standing -> ifOurs(judge(standing, refusal))));
    }

    private Mono<Standing> standing() {
        return steps.standing(hold.stored())
                .doOnNext(standing -> health.answered(hold.operation().mint()))
                .doOnError(MintException.class, health::failed)
                .onErrorReturn(MintUnsupportedException.class, Standing.of(Standing.Verdict.NOT_TOLD));
    }

    private Mono<Resolution> judge(Standing standing, @Nullable MintRejectedException refusal) {
        return switch (standing.verdict()) {
            case BUSY -> unknown(Reason.IN_USE_AT_MINT, "the mint is still working on the inputs");
            // What is signed all the same was signed for others: a counter used twice.
            case UNTOUCHED -> again(standing, refusal);
            case TAKEN, NOT_TOLD, FORGOTTEN ->
                restored()
                        .map(Optional::of)
                        .onErrorReturn(MintUnsupportedException.class, Optional.empty())
                        .flatMap(found -> ifOurs(
                                found.isPresent()
                                        ? decide(standing, found.get(), refusal)
                                        : withoutRestore(standing, refusal)));
        };
    }

    private Mono<Resolution> decide(
            Standing standing, Unblinder.Restored found, @Nullable MintRejectedException refusal) {
        if (found.isComplete()) {
            // A restored signature may lack its DLEQ proof (09.7).
            return accept(found.signatures(), false);
        }
        return switch (standing.verdict()) {
            case TAKEN ->
                found.isEmpty()
                        ? takenByOthers(standing, refusal)
                        : unknown(
                                Reason.SIGNED_BUT_NOT_RESTORABLE,
                                "the inputs are taken, and the mint restores a part of the outputs only");
            case FORGOTTEN -> refusal == null ? sendAgain() : forgotten(refusal);
            default -> again(standing, refusal);
        };
    }

    /** That nothing is signed is no proof if the mint has dropped the keyset with what it signed. */
    private Mono<Resolution> takenByOthers(Standing standing, @Nullable MintRejectedException refusal) {
        Operation op = hold.operation();
        return context.mints()
                .keysets(op.mint())
                .publishOn(context.compute())
                .flatMap(listed -> ifOurs(
                        listed.stream()
                                        .anyMatch(info ->
                                                info.id().equals(op.outputs().keyset()))
                                ? undone(standing, refusal)
                                : unknown(
                                        Reason.KEYSET_GONE,
                                        "the inputs are taken, and the mint no longer lists keyset "
                                                + op.outputs().keyset()
                                                + ", so that it may have signed and forgotten")));
    }

    private Mono<Resolution> forgotten(MintRejectedException refusal) {
        return unknown(Reason.QUOTE_FORGOTTEN, "the mint does not know the quote: " + refusal.detail());
    }

    private Mono<Resolution> again(Standing standing, @Nullable MintRejectedException refusal) {
        return refusal != null ? undone(standing, refusal) : sendAgain();
    }

    /** A mint without NUT-09 can only be asked by sending the same bytes; its word for spent inputs proves nothing. */
    private Mono<Resolution> withoutRestore(Standing standing, @Nullable MintRejectedException refusal) {
        if (refusal == null) {
            return sendAgain();
        }
        if (standing.verdict() == Standing.Verdict.FORGOTTEN) {
            return forgotten(refusal);
        }
        return standing.isNotOurDoing()
                ? undone(standing, refusal)
                : unknown(
                        Reason.SIGNED_BUT_NOT_RESTORABLE,
                        "the inputs are taken and the mint, lacking NUT-09, cannot tell by whom");
    }

    /** A mint without NUT-07 has told by its refusal all that it will. */
    private Mono<Resolution> undone(MintRejectedException refusal) {
        return standing()
                .flatMap(standing -> standing.verdict() == Standing.Verdict.TAKEN
                        // By a copy of the request, perhaps, which another replica sent.
                        ? findOut(refusal)
                        : ifOurs(undone(standing, refusal)));
    }

    private Mono<Resolution> undone(Standing standing, @Nullable MintRejectedException refusal) {
        if (standing.verdict() == Standing.Verdict.BUSY
                && hold.stored().tokens().isEmpty()) {
            // Nobody but this wallet has the inputs: it is a copy of the request that the mint works on.
            return unknown(Reason.IN_USE_AT_MINT, "the mint is still working on the inputs");
        }
        if (refusal == null) {
            return release(standing, null);
        }
        Reason doubt = copies.doubt(standing, refusal);
        if (doubt != null) {
            return unknown(doubt, "the mint refuses it for what may pass: " + Results.words(refusal));
        }
        return standing.verdict() == Standing.Verdict.UNTOUCHED && copies.mayBeOnTheirWay()
                ? lastLook(standing, refusal)
                : release(standing, refusal);
    }

    /** What is on its way may have come through since the states were asked for: signatures would tell. */
    private Mono<Resolution> lastLook(Standing standing, MintRejectedException refusal) {
        return restored()
                // A mint that knows no such keyset has not signed with it. Any other refusal leaves the question open.
                .onErrorReturn(
                        e -> e instanceof MintUnsupportedException
                                || (e instanceof MintRejectedException asked && Obstacles.isAboutKeysets(asked)),
                        Unblinder.Restored.NOTHING)
                .flatMap(found -> found.isComplete() ? standing() : Mono.just(standing))
                .flatMap(now -> ifOurs(
                        now.verdict() == Standing.Verdict.UNTOUCHED ? release(now, refusal) : judge(now, refusal)));
    }

    private Mono<Resolution> release(Standing standing, @Nullable MintRejectedException refusal) {
        return steps.undone(hold, standing, refusal, mode())
                .flatMap(resolution ->
                        resolution instanceof Resolution.Unknown unknown ? later(unknown) : Mono.just(resolution));
    }

    private Mono<Unblinder.Restored> restored() {
        return context.mints()
                .restore(hold.operation().mint(), outputs.messages())
                .publishOn(context.compute())
                .map(restored -> Unblinder.ordered(outputs.messages(), restored));
    }

    // ---- ends

    private Mono<Resolution> unknown(Reason reason, String why) {
        return later(Resolution.Unknown.because(hold.operation(), reason, why));
    }

    /** Leaves the operation for later, by the version of this run: who lost it must not move it under the new owner. */
    private Mono<Resolution> later(Resolution.Unknown unknown) {
        if (hold.isLost()) {
            return Mono.just(Resolution.Unknown.takenOver(hold.operation()));
        }
        Operation op = hold.operation();
        context.events().publish(new WalletEvent.OperationUnknown(op.id(), Kinds.of(op), op.mint(), unknown.why()));
        Obstacle obstacle = obstacles.of(op, unknown.reason());
        obstacles.tell(op, obstacle, unknown.why());
        return hold.leaveUntil(obstacles.nextTry(op), obstacle)
                .onErrorResume(StoreException.class, e -> Mono.empty())
                .then(Mono.fromSupplier(() ->
                        hold.isLost() ? Resolution.Unknown.takenOver(hold.operation()) : unknown.at(hold.operation())));
    }

    /** @param dleqNeeded whether a signature without a DLEQ proof is refused where the mint announces NUT-12 */
    private Mono<Resolution> accept(List<BlindSignature> signatures, boolean dleqNeeded) {
        Operation op = hold.operation();
        Mono<Boolean> dleqRequired = context.directory()
                .info(op.mint())
                .map(info -> dleqNeeded && info.supports(12))
                .onErrorReturn(MintException.class, false);
        return Mono.zip(context.directory().keyset(op.mint(), op.outputs().keyset()), dleqRequired)
                .publishOn(context.compute())
                .map(keys -> unblinder.unblind(op.mint(), outputs, signatures, keys.getT1(), keys.getT2()))
                .flatMap(proofs -> steps.settlement(
                                hold.stored(), outputs, proofs, hold.isAbandoned() ? mode.inRecovery() : mode)
                        .flatMap(settlement -> hold.settle(settlement)
                                .publishOn(context.compute())
                                .then(Mono.fromSupplier(() -> settled(settlement, proofs)))));
    }

    private Resolution settled(Settlement settlement, List<Proof> proofs) {
        Operation op = hold.operation();
        Amount stored = Amount.sum(proofs.stream().map(Proof::amount).toList());
        Amount handedOut = Amount.sum(settlement.newProofs().stream()
                .filter(proof -> proof.state() == StoredProof.State.SENT)
                .map(proof -> proof.proof().amount())
                .toList());
        context.events()
                .publish(new WalletEvent.OperationSettled(
                        op.id(), Kinds.of(op), op.mint(), op.unit(), stored, handedOut, op.fee()));
        return new Resolution.Settled(op, settlement.outcomes(), proofs);
    }
}
