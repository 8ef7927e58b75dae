package io.nutflux.flow;

import io.nutflux.model.Amount;
import io.nutflux.model.Balance;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.InboxCounts;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Minted;
import io.nutflux.model.OpenQuote;
import io.nutflux.model.OperationId;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RestoreProgress;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.model.UnfinishedOperation;
import io.nutflux.model.Verification;
import io.nutflux.model.WalletHealth;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All operations of one wallet, wired together: what the front door calls. */
public final class Operations {

    private static final Duration IDLE_CHECK = Duration.ofMillis(20);

    private final FlowContext context;
    private final Lanes lanes;
    private final Redeemer redeemer;
    private final MintFlow minting;
    private final SendFlow sending;
    private final ReclaimFlow reclaiming;
    private final CatchUp catchUp;
    private final RestoreFlow restoring;
    private final Recovery recovery;
    private final Auditor auditor;
    private final InboxWorker worker;
    private final InboxIntake intake;
    private final OperationRunner runner;
    private final Background background;
    private final HealthCheck health;

    private Operations(FlowContext context) {
        this.context = context;
        InputLimits limits = new InputLimits(context.redeem().maxInputsPerSwap());
        MintHealth mintHealth = new MintHealth(context.clock());
        LostProofs lostProofs = new LostProofs(context);
        KeysetScan scan = new KeysetScan(context, lostProofs);
        StuckKeysets stuckKeysets = new StuckKeysets(context);
        this.catchUp = new CatchUp(
                context,
                new KeysetCatchUp(context, scan, mintHealth, stuckKeysets),
                stuckKeysets,
                lostProofs,
                mintHealth);
        this.restoring = new RestoreFlow(context, scan);
        Counters counters = new Counters(context, catchUp);
        SwapPlanner planner = new SwapPlanner(context);
        Map<Operation.Kind, OperationSteps> steps = new EnumMap<>(Operation.Kind.class);
        steps.put(Operation.Kind.REDEEM, new RedeemSteps(context, planner, limits, counters));
        steps.put(Operation.Kind.MINT, new MintSteps(context));
        steps.put(Operation.Kind.SEND, new SendSteps(context));
        Obstacles obstacles = new Obstacles(context);
        Awaited awaited = new Awaited(context);
        this.runner = new OperationRunner(context, mintHealth, obstacles, steps);
        RedeemRun run = new RedeemRun(context, runner, awaited);
        this.lanes = new Lanes(context, new BatchRedeemer(context, mintHealth, planner, counters, run), limits);
        TokenAdmission admission = new TokenAdmission(context, mintHealth);
        this.redeemer = new Redeemer(context, admission, lanes);
        this.worker = new InboxWorker(context, redeemer);
        this.intake = new InboxIntake(context, admission, redeemer, worker::wake);
        this.minting = new MintFlow(context, runner, counters);
        this.sending = new SendFlow(context, runner, counters, catchUp, limits);
        this.reclaiming = new ReclaimFlow(context, lanes);
        this.recovery = new Recovery(context, runner, run, obstacles, awaited, mintHealth, catchUp);
        this.auditor = new Auditor(context);
        this.background = new Background(context);
        this.health = new HealthCheck(
                context, background, stuckKeysets, List.of(mintHealth::paused, recovery::paused, worker::paused));
    }

    /** Wires the operations and starts recovery, catching up after a backup was loaded, and, unless it only accepts, the worker of the inbox. */
    public static Operations start(FlowContext context) {
        Operations operations = new Operations(context);
        operations.recovery.start(operations.background);
        operations.catchUp.start(operations.background);
        operations.worker.start(operations.background);
        return operations;
    }

    public Flux<RedeemResult> redeem(Publisher<RedeemRequest> requests) {
        return redeemer.redeem(requests);
    }

    public Mono<RedeemResult> redeem(RedeemRequest request) {
        return redeemer.redeem(request);
    }

    public Mono<RedeemResult> outcome(String key) {
        return redeemer.outcome(key);
    }

    public Mono<InboxAnswer> accept(RedeemRequest request) {
        return intake.accept(request);
    }

    public Flux<InboxAnswer> accept(Publisher<RedeemRequest> requests) {
        return intake.accept(requests);
    }

    public Mono<InboxEntry> inboxEntry(String key) {
        return context.store().inboxEntry(context.wallet(), key);
    }

    public Flux<InboxEntry> waitingInbox(int limit) {
        return context.store().waitingInbox(context.wallet(), limit);
    }

    public Mono<InboxCounts> inboxCounts() {
        return context.store().inboxCounts(context.wallet());
    }

    public Mono<MintQuote> requestMint(MintUrl mint, CurrencyUnit unit, Amount amount) {
        return minting.request(mint, unit, amount);
    }

    public Mono<MintQuote> quote(String quoteId) {
        return minting.quote(quoteId);
    }

    public Flux<OpenQuote> openQuotes(Duration expiredFor) {
        return minting.open(expiredFor);
    }

    public Mono<MintQuote> awaitPaid(String quoteId, Duration interval) {
        return minting.awaitPaid(quoteId, interval);
    }

    public Mono<Minted> mint(String quoteId) {
        return minting.mint(quoteId);
    }

    public Mono<SentToken> send(SendRequest request) {
        return sending.send(request);
    }

    public Mono<RedeemResult> reclaim(String token) {
        return reclaiming.token(token);
    }

    public Mono<RedeemResult> reclaim(OperationId send) {
        return reclaiming.operation(send);
    }

    public Flux<RedeemResult> reclaimAll(MintUrl mint) {
        return reclaiming.all(mint);
    }

    public Flux<Balance> balances() {
        return context.store()
                .balances(context.wallet())
                .map(held -> new Balance(held.mint(), held.unit(), held.unspent(), held.reserved(), held.sent()));
    }

    public Flux<UnfinishedOperation> pending() {
        return context.store().unfinished(context.wallet()).map(Recovery::unfinished);
    }

    public Flux<RecoveryReport> recover() {
        return recovery.all();
    }

    public Flux<RestoreProgress> restore(MintUrl mint) {
        return restoring.restore(mint);
    }

    public Flux<LedgerEntry> latestLedgerEntries(int limit) {
        return context.store().ledger(context.wallet(), limit);
    }

    public Flux<LedgerEntry> ledger() {
        return context.store().ledger(context.wallet());
    }

    public Mono<WalletHealth> health() {
        return health.look();
    }

    public Mono<Verification> verify() {
        return auditor.verify();
    }

    /**
     * Takes no more tokens, stops recovery, and completes when the lanes are empty, the worker of the inbox holds nothing, no
     * operation is worked on and all callers have their results; when {@code grace} is over, what is left is given up, each
     * token with a result.
     *
     * @param callersServed whether all callers have what they wait for
     */
    public Mono<Void> stop(Duration grace, BooleanSupplier callersServed) {
        return Mono.fromRunnable(() -> {
                    worker.stop();
                    lanes.close();
                    recovery.stop();
                    catchUp.stop();
                })
                .thenMany(Flux.interval(Duration.ZERO, IDLE_CHECK, context.compute()))
                .takeUntil(tick -> lanes.isIdle() && worker.isIdle() && runner.isIdle() && callersServed.getAsBoolean())
                .take(grace, context.compute())
                .then(Mono.fromRunnable(catchUp::end))
                .then(lanes.abandon())
                .then(worker.release());
    }
}
