package io.nutflux.sim;

import java.util.List;

/** Mistakes in the inbox that the simulation must find. */
final class InboxMutants {

    private static final String INTAKE = "flow/InboxIntake.java";
    private static final String WORKER = "flow/InboxWorker.java";
    private static final String VERDICTS = "flow/InboxVerdicts.java";
    private static final String STORE = "store/MemoryInbox.java";
    private static final String REDEMPTIONS = "store/MemoryRedemptions.java";

    private InboxMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "answer accept before the commit",
                        INTAKE,
                        "? commits.submit(good.draft()).flatMap(receipt -> answer(good.draft(), receipt))",
                        """
                        ? Mono.<InboxAnswer>fromSupplier(() -> {
                            commits.submit(good.draft()).subscribe(receipt -> {}, e -> {});
                            return new InboxAnswer.Stored(request.key());
                        })
                        """),
                Mutant.of(
                        "mix up the answers of a group",
                        "flow/Grouping.java",
                        "items.get(i).answer().tryEmitValue(answers.get(i));",
                        "items.get(i).answer().tryEmitValue(answers.get(items.size() - 1 - i));"),
                Mutant.of(
                        "take entries over before their lease ends",
                        STORE,
                        "one -> !one.due().isAfter(now) && !excluded",
                        "one -> !excluded"),
                Mutant.of(
                        "never take over what a dead worker holds",
                        STORE,
                        "one -> !one.due().isAfter(now) && !excluded",
                        "one -> one.owner() == null && !one.due().isAfter(now) && !excluded"),
                Mutant.of(
                        "begin again what is under way",
                        WORKER,
                        "if (inFlight.putIfAbsent(task.key(), task.mint()) == null) {",
                        "inFlight.put(task.key(), task.mint()); {"),
                Mutant.of(
                        "try a worthless token for ever",
                        VERDICTS,
                        "return new InboxVerdict.Done(task.key(), result);",
                        """
                        return result instanceof RedeemResult.Redeemed
                                ? new InboxVerdict.Done(task.key(), result)
                                : later(task, "WORTHLESS");
                        """),
                Mutant.of(
                        "end an entry by a refusal of today",
                        VERDICTS,
                        "boolean waits = refused.retryable() || PASSING.contains(refused.reason());",
                        "boolean waits = PASSING.contains(refused.reason());"),
                Mutant.of(
                        "end an entry when the store fails",
                        VERDICTS,
                        """
                        return new InboxVerdict.Later(
                                task.key(),
                                nextTry(task),
                                "FAILED: " + error.getClass().getSimpleName(),
                                task.refusedSince());
                        """,
                        "return new InboxVerdict.Done(task.key(), Results.shuttingDown(task.key()));"),
                Mutant.of(
                        "keep no claims for a waiting token",
                        REDEMPTIONS,
                        "hold(journal, draft.key(), draft.Ys());",
                        ""),
                Mutant.of(
                        "leave a token pending that an operation gives back",
                        REDEMPTIONS,
                        "journal.put(rows, token.key(), new Row(token.key(), token.digest(), waiting, true));",
                        ""));
    }
}
