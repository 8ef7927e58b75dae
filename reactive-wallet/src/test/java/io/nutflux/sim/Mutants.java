package io.nutflux.sim;

import java.util.List;
import java.util.stream.Stream;

/** Mistakes that the simulation must find: in what decides about answers, in the plans, in the books and in the store. */
final class Mutants {

    private static final String RUN = "flow/OperationRun.java";
    private static final String REDEEM = "flow/RedeemSteps.java";
    private static final String SEND = "flow/SendSteps.java";
    private static final String STORE = "store/MemoryWallet.java";
    private static final String ERRORS = "mint/ErrorMapping.java";

    private Mutants() {}

    static List<Mutant> all() {
        return Stream.of(answers(), replays(), books(), store(), words(), InboxMutants.all())
                .flatMap(List::stream)
                .toList();
    }

    /** What an answer, or none, says of the request. */
    private static List<Mutant> answers() {
        return List.of(
                Mutant.of(
                        "free on timeout",
                        RUN,
                        "return !e.mayHaveActed() && mode().fresh() ?",
                        "return mode().fresh() ?"),
                Mutant.of(
                                "believe a refusal without looking for signatures",
                                RUN,
                                "refusal.mayHaveActed() ? refusedFirst(refusal) : undone(refusal)",
                                "standing().flatMap(standing -> ifOurs(undone(standing, refusal)))")
                        .seenBy(196),
                Mutant.of(
                                "believe a clear refusal although the inputs are taken",
                                RUN,
                                "standing.verdict() == Standing.Verdict.TAKEN // By a copy",
                                "false // By a copy")
                        .seenBy(196),
                Mutant.of("after a refusal, ask for signatures before states", RUN, """
                        return standing().flatMap(standing -> restored()
                                .onErrorReturn(MintUnsupportedException.class, Unblinder.Restored.NOTHING)
                                .flatMap(found -> ifOurs(found.isComplete() ? findOut(refusal) : undone(standing, refusal))));
                        """, """
                        return restored()
                                .onErrorReturn(MintUnsupportedException.class, Unblinder.Restored.NOTHING)
                                .flatMap(found -> standing().flatMap(standing ->
                                        ifOurs(found.isComplete() ? findOut(refusal) : undone(standing, refusal))));
                        """)
                        .seenBy(1_193),
                Mutant.of(
                                "in recovery, ask for signatures before states",
                                RUN,
                                "return ifOurs(standing().flatMap(standing -> ifOurs(judge(standing, refusal))));",
                                """
                        return ifOurs(restored().flatMap(found -> standing().flatMap(standing ->
                                standing.verdict() == Standing.Verdict.TAKEN
                                        ? ifOurs(decide(standing, found, refusal))
                                        : ifOurs(judge(standing, refusal)))));
                        """)
                        .seenBy(85),
                Mutant.of(
                        "release when the states say PENDING",
                        RUN,
                        "case BUSY -> unknown(Reason.IN_USE_AT_MINT, \"the mint is still working on the inputs\");",
                        "case BUSY -> steps.undone(hold, Standing.of(Standing.Verdict.UNTOUCHED), refusal, mode);"),
                Mutant.of(
                                "free own inputs that the mint is working on",
                                RUN,
                                "if (standing.verdict() == Standing.Verdict.BUSY && hold.stored().tokens().isEmpty()) {",
                                "if (false) {")
                        .seenBy(1_065),
                Mutant.of(
                                "release in recovery for a mint's passing trouble",
                                RUN,
                                "if (doubt != null) {",
                                "if (false) {")
                        .seenBy(236),
                Mutant.of(
                                "believe a refusal while another request is unanswered",
                                "flow/OtherCopies.java",
                                "return unanswered || hold.wasElsewhere() ||",
                                "return")
                        .seenBy(5_552),
                Mutant.of(
                        "call a token false that its mint refuses for another reason",
                        REDEEM,
                        "if (why.hasCode(MintRejectedException.PROOF_VERIFICATION_FAILED)) {",
                        "if (true) {"),
                Mutant.of(
                        "release what is taken without looking for signatures",
                        RUN,
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
                                "call a broken connection one that never was",
                                ERRORS,
                                "if (!left && call.kind().changesTheMint()) {",
                                "if (call.kind().changesTheMint()) {")
                        .seenBy(607));
    }

    /** Which bytes are sent, and when. */
    private static List<Mutant> replays() {
        return List.of(
                Mutant.of("send before the intent is stored", RUN, """
                        .flatMap(hold::markSent)
                        .publishOn(context.compute())
                        .flatMap(sent -> hold.toItsEnd(ended(post(this::acceptFirst, this::afterFirst))));
                        """, """
                        .flatMap(body -> replay().flatMap(replay -> steps.post(hold.stored(), body, replay))
                                .materialize()
                                .flatMap(answer -> hold.markSent(body)
                                        .publishOn(context.compute())
                                        .flatMap(sent -> answer.isOnError()
                                                ? afterFirst((MintException) answer.getThrowable())
                                                : acceptFirst(answer.get()))));
                        """),
                Mutant.of(
                        "sort the outputs before replay",
                        RUN,
                        "RequestBody body = Objects.requireNonNull(hold.stored().requestBody());",
                        """
                        RequestBody body = mode.fresh()
                                ? Objects.requireNonNull(hold.stored().requestBody())
                                : steps.body(hold.stored(), new BlindedOutputs(
                                        outputs.plan(),
                                        outputs.messages().stream()
                                                .sorted(java.util.Comparator.comparing(message -> message.B_()))
                                                .toList(),
                                        outputs.derived(),
                                        outputs.Ys()));
                        """),
                Mutant.of(
                        "take new counters in recovery",
                        "flow/OperationRunner.java",
                        "outputMaker.make(hold.operation().outputs())",
                        """
                        outputMaker.make(mode.fresh()
                                ? hold.operation().outputs()
                                : hold.operation().outputs().withFirstCounter(
                                        hold.operation().outputs().firstCounter() + 1_000))
                        """),
                Mutant.of(
                                "write to an operation that another took over",
                                "flow/Hold.java",
                                "now.state() != known.state() || !now.owner().equals(context.owner())",
                                "now.state() != known.state()")
                        .seenBy(2_089));
    }

    /** What is written down, and for whom. */
    private static List<Mutant> books() {
        return List.of(
                Mutant.of(
                        "count the fee twice",
                        REDEEM,
                        "op.gross(), op.fee(), op.id(), context.owner()));",
                        "op.gross(), op.fee().plus(op.fee()), op.id(), context.owner()));"),
                Mutant.of(
                        "tell the face value as what was gained",
                        REDEEM,
                        "token.value().minus(share), share,",
                        "token.value(), share,"),
                Mutant.of("drop the tokens that have to wait", REDEEM, "all.addAll(waiting);", "")
                        .seenBy(79),
                Mutant.of(
                        "call a token spent whose proofs are in use",
                        REDEEM,
                        "state -> state == ProofState.State.SPENT)) { outcomes",
                        "state -> state != ProofState.State.UNSPENT)) { outcomes"),
                Mutant.of("swap once more what is in use", REDEEM, "busy.add(token);", "free.add(token);")
                        .seenBy(330),
                Mutant.of(
                                "take a lost answer of the store for a failure",
                                "flow/ReadBack.java",
                                "if (failure.kind() != StoreException.Kind.UNAVAILABLE) {",
                                "if (true) {")
                        .seenBy(140),
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
                Mutant.of("no version check", STORE, "|| held.operation().version() != version", "")
                        .seenBy(903),
                Mutant.of(
                                "advance the counter after the answer",
                                STORE,
                                "counters.take(journal, draft.mint(), draft.outputs().keyset(), draft.outputs().size());",
                                "counters.of(draft.mint(), draft.outputs().keyset()).next();")
                        .and("Map<String, RedeemResult> outcomes = byKey(settlement.outcomes());", """
                                counters.raise(
                                        journal,
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
                                        givenBack,
                                        held.operation().outputs().keyset(),
                                        held.operation().outputs().firstCounter());
                                """)
                        .and("final MemoryCounters counters = new MemoryCounters();", """
                                final MemoryCounters counters = new MemoryCounters();
                                private final Map<KeysetId, Long> givenBack = new HashMap<>();
                                """)
                        .and(
                                "counters.take(journal, draft.mint(), draft.outputs().keyset(), draft.outputs().size());",
                                """
                                java.util.Objects.requireNonNullElseGet(
                                        givenBack.remove(draft.outputs().keyset()),
                                        () -> counters.take(
                                                journal,
                                                draft.mint(),
                                                draft.outputs().keyset(),
                                                draft.outputs().size()));
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
                                "")
                        .seenBy(1_055),
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
                        ".filter(operation -> false)"),
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
                        return knownOr(taken, token -> takenByOthers(mint, unit, token, standing))
                                .map(results -> new Sorted(results, free));
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
                                ".flatMap(keysets -> orElse(keysets, read, () -> confirmed(read.mint(), keysets, read.proofs())))",
                                "")
                        .seenBy(1_327),
                Mutant.of(
                                "pause a mint until a clock that was set back is there again",
                                "flow/MintPauses.java",
                                "return !now.isBefore(from) && now.isBefore(until);",
                                "return now.isBefore(until);")
                        .seenBy(6_005));
    }
}
