package io.nutflux.sim;

import java.util.List;
import java.util.stream.Stream;

/** Mistakes that the simulation must find: in what decides about answers, in the plans, in the books and in the store. */
final class Mutants {

    private static final String RUNNER = "flow/OperationRunner.java";
    private static final String REDEEM = "flow/RedeemSteps.java";
    private static final String SEND = "flow/SendSteps.java";
    private static final String STORE = "store/MemoryWallet.java";
    private static final String ERRORS = "mint/ErrorMapping.java";

    private Mutants() {}

    static List<Mutant> all() {
        return Stream.of(answers(), replays(), books(), store(), words())
                .flatMap(List::stream)
                .toList();
    }

    /** What an answer, or none, says of the request. */
    private static List<Mutant> answers() {
        return List.of(
                Mutant.of(
                        "free on timeout",
                        RUNNER,
                        "return !e.mayHaveActed() && mode.fresh() ?",
                        "return mode.fresh() ?"),
                Mutant.of(
                        "believe a refusal without looking for signatures",
                        RUNNER,
                        "refusal.mayHaveActed() ? refusedFirst(refusal) : undone(refusal)",
                        "undone(refusal)"),
                Mutant.of("after a refusal, ask for signatures before states", RUNNER, """
                        return standing()
                                .flatMap(standing -> restored()
                                        .onErrorReturn(MintUnsupportedException.class, Unblinder.Restored.NOTHING)
                                        .flatMap(found -> found.isComplete() ? findOut(refusal) : undone(standing, refusal)));
                        """, """
                        return restored()
                                .onErrorReturn(MintUnsupportedException.class, Unblinder.Restored.NOTHING)
                                .flatMap(found -> found.isComplete() ? findOut(refusal) : undone(refusal));
                        """),
                Mutant.of("in recovery, ask for signatures before states", RUNNER, """
                        return standing()
                                .flatMap(standing -> restored()
                                        .map(Optional::of)
                                        .onErrorReturn(MintUnsupportedException.class, Optional.empty())
                                        .flatMap(found -> found.isPresent()
                                                ? decide(standing, found.get(), refusal)
                                                : withoutRestore(standing, refusal)));
                        """, """
                        return restored()
                                .map(Optional::of)
                                .onErrorReturn(MintUnsupportedException.class, Optional.empty())
                                .flatMap(found -> standing().flatMap(standing -> found.isPresent()
                                        ? decide(standing, found.get(), refusal)
                                        : withoutRestore(standing, refusal)));
                        """),
                Mutant.of(
                        "release when the states say PENDING",
                        RUNNER,
                        "case BUSY -> unknown(\"the mint is still working on the inputs\");",
                        "case BUSY -> steps.undone(operation, Standing.of(Standing.Verdict.UNTOUCHED), refusal, mode);"),
                Mutant.of(
                        "release what is taken without looking for signatures",
                        RUNNER,
                        "if (found.isComplete()) { // A restored signature may lack its DLEQ proof (09.7).",
                        "if (false) {"),
                Mutant.of(
                        "treat 429 as a refusal",
                        ERRORS,
                        "if (status == 408 || status == 425 || status == 429 || status >= 500) {",
                        """
                        if (status == 429) {
                            return lasting(new MintRejectedException(mint, status, 11005, "slow down"));
                        }
                        if (status == 408 || status == 425 || status >= 500) {
                        """),
                Mutant.of(
                        "treat a server's error as a refusal",
                        ERRORS,
                        "if (status == 408 || status == 425 || status == 429 || status >= 500) {",
                        """
                        if (status >= 500) {
                            return lasting(new MintRejectedException(mint, status, 11005, "out of order"));
                        }
                        if (status == 408 || status == 425 || status == 429) {
                        """),
                Mutant.of(
                        "believe a refusal of a repeat",
                        ERRORS,
                        "if (!earlierMayHaveActed || (error.mayHaveActed() && !isAnswer)) {",
                        "if (isAnswer || !earlierMayHaveActed) {"),
                Mutant.of(
                        "take an unreadable answer for a refusal",
                        ERRORS,
                        "return lasting(new MintResponseException(mint, \"the answer cannot be read\", cause));",
                        "return lasting(new MintRejectedException(mint, 400, 11005, \"unreadable\"));"),
                Mutant.of(
                        "call a broken connection one that never was",
                        ERRORS,
                        "if (!left && call.kind().changesTheMint()) {",
                        "if (call.kind().changesTheMint()) {"));
    }

    /** Which bytes are sent, and when. */
    private static List<Mutant> replays() {
        return List.of(
                Mutant.of("send before the intent is stored", RUNNER, """
                        .flatMap(body -> context.store()
                                .markSent(
                                        context.wallet(),
                                        operation.operation().id(),
                                        operation.operation().version(),
                                        body)
                                .publishOn(context.compute())
                                .map(sent -> operation = operation.sent(sent, body)))
                        .flatMap(sent -> post(this::acceptFirst, this::afterFirst));
                        """, """
                        .flatMap(body -> {
                            operation = operation.sent(operation.operation(), body);
                            return post().materialize().flatMap(answer -> context.store()
                                    .markSent(
                                            context.wallet(),
                                            operation.operation().id(),
                                            operation.operation().version(),
                                            body)
                                    .publishOn(context.compute())
                                    .map(sent -> operation = operation.sent(sent, body))
                                    .flatMap(sent -> answer.isOnError()
                                            ? afterFirst((MintException) answer.getThrowable())
                                            : acceptFirst(answer.get())));
                        });
                        """),
                Mutant.of(
                        "sort the outputs before replay",
                        RUNNER,
                        "RequestBody body = Objects.requireNonNull(operation.requestBody());",
                        """
                        RequestBody body = mode.fresh()
                                ? Objects.requireNonNull(operation.requestBody())
                                : steps.body(operation, new BlindedOutputs(
                                        outputs.plan(),
                                        outputs.messages().stream()
                                                .sorted(java.util.Comparator.comparing(message -> message.B_().toHex()))
                                                .toList(),
                                        outputs.derived(),
                                        outputs.Ys()));
                        """),
                Mutant.of(
                        "take new counters on replay",
                        RUNNER,
                        "RequestBody body = Objects.requireNonNull(operation.requestBody());",
                        """
                        RequestBody body = mode.fresh()
                                ? Objects.requireNonNull(operation.requestBody())
                                : steps.body(operation, outputMaker.make(operation.operation().outputs().withFirstCounter(
                                        operation.operation().outputs().firstCounter() + 1_000)));
                        """));
    }

    /** What is written down, and for whom. */
    private static List<Mutant> books() {
        return List.of(
                Mutant.of(
                        "count the fee twice",
                        REDEEM,
                        "op.gross(), op.fee(), op.id()));",
                        "op.gross(), op.fee().plus(op.fee()), op.id()));"),
                Mutant.of(
                        "tell the face value as what was gained",
                        REDEEM,
                        "token.value().minus(share), share,",
                        "token.value(), share,"),
                Mutant.of("drop the tokens that have to wait", REDEEM, "all.addAll(waiting);", ""),
                Mutant.of(
                        "call a token spent whose proofs are in use",
                        REDEEM,
                        "state -> state == ProofState.State.SPENT)) { outcomes",
                        "state -> state != ProofState.State.UNSPENT)) { outcomes"),
                Mutant.of("swap once more what is in use", REDEEM, "busy.add(token);", "free.add(token);"),
                Mutant.of(
                        "store a token of a caller who is gone as handed out",
                        SEND,
                        "boolean out = mode.fresh() && op.outputs().handedOut().get(i);",
                        "boolean out = op.outputs().handedOut().get(i);"),
                Mutant.of(
                        "keep as spendable what is handed out",
                        SEND,
                        "out ? StoredProof.State.SENT : StoredProof.State.UNSPENT",
                        "StoredProof.State.UNSPENT"));
    }

    /** Claims, counters, versions and leases. */
    private static List<Mutant> store() {
        return List.of(
                Mutant.of("no version check", STORE, "|| held.operation().version() != version", ""),
                Mutant.of(
                                "advance the counter after the answer",
                                STORE,
                                "journal.put(counters, keyset, Math.addExact(first, draft.outputs().size()));",
                                "")
                        .and("Map<String, RedeemResult> outcomes = byKey(settlement.outcomes());", """
                                journal.put(
                                        counters,
                                        held.operation().outputs().keyset(),
                                        held.operation().outputs().firstCounter()
                                                + held.operation().outputs().size());
                                Map<String, RedeemResult> outcomes = byKey(settlement.outcomes());
                                """),
                Mutant.of(
                        "give the counters of a released operation back",
                        STORE,
                        "proofs.free(journal, held.ownInputs());",
                        """
                        proofs.free(journal, held.ownInputs());
                        journal.put(
                                counters,
                                held.operation().outputs().keyset(),
                                held.operation().outputs().firstCounter());
                        """),
                Mutant.of(
                        "drop successors' claims",
                        STORE,
                        "redemptions.claim(journal, draft);",
                        "if (parent == null) { redemptions.claim(journal, draft); }"),
                Mutant.of(
                        "keep own inputs reserved after a release",
                        STORE,
                        "proofs.free(journal, held.ownInputs());",
                        ""),
                Mutant.of(
                        "keep own inputs spendable while they are swapped",
                        STORE,
                        "proofs.reserve(journal, draft.ownInputs());",
                        ""),
                Mutant.of("let two operations mint one quote", STORE, "requireMintable(draft);", ""),
                Mutant.of(
                        "take operations over before their lease ends",
                        STORE,
                        ".filter(operation -> !operation.leaseUntil().isAfter(now))",
                        ""),
                Mutant.of(
                        "never take operations over",
                        STORE,
                        ".filter(operation -> !operation.leaseUntil().isAfter(now))",
                        ".filter(operation -> operation.owner().equals(owner))"),
                Mutant.of(
                        "keep half of a command that failed", "store/Journal.java", "undo.pop().run();", "undo.pop();"),
                Mutant.of(
                        "free the proofs of a redeemed token",
                        "store/MemoryRedemptions.java",
                        "if (!(outcome instanceof RedeemResult.Redeemed)) {",
                        "{"));
    }

    /** What callers are told. */
    private static List<Mutant> words() {
        return List.of(
                Mutant.of("call spent what another replica has just redeemed", "flow/BatchRedeemer.java", """
                        return known(taken).map(known -> {
                            List<RedeemResult> results = new ArrayList<>(known.results());
                            known.rest().forEach(token -> results.add(takenByOthers(mint, unit, token, standing)));
                            return new Sorted(results, free);
                        });
                        """, """
                        List<RedeemResult> results = new ArrayList<>();
                        taken.forEach(token -> results.add(takenByOthers(mint, unit, token, standing)));
                        return Mono.just(new Sorted(results, free));
                        """),
                Mutant.of(
                        "send a token away without a last look",
                        "flow/Lanes.java",
                        "return judged(token).flatMap(result -> lastLook(token, result));",
                        "return judged(token);"),
                Mutant.of(
                        "call a keyset unknown while the mint is away",
                        "flow/TokenAdmission.java",
                        ".flatMap(fresh -> confirmed(read.mint(), fresh, read.proofs()))",
                        ""),
                Mutant.of(
                        "pause a mint until a clock that was set back is there again",
                        "flow/MintHealth.java",
                        "return !now.isBefore(from) && now.isBefore(until);",
                        "return now.isBefore(until);"),
                Mutant.of(
                        "take a listing of the future for fresh",
                        "mint/CachingMintDirectory.java",
                        "&& listing.begunAt() <= clock.millis()",
                        ""));
    }
}
