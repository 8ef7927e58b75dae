package io.nutflux;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.MintCodec;
import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.OutputSecrets;
import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.event.WalletEvent;
import io.nutflux.flow.EventHub;
import io.nutflux.flow.FlowContext;
import io.nutflux.flow.Operations;
import io.nutflux.flow.Tally;
import io.nutflux.mint.KeysetArchive;
import io.nutflux.mint.MintClient;
import io.nutflux.mint.MintDirectory;
import io.nutflux.model.Amount;
import io.nutflux.model.Balance;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetInfo;
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
import io.nutflux.model.WalletCounts;
import io.nutflux.model.WalletHealth;
import io.nutflux.model.WalletId;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.WalletStore;
import io.nutflux.token.TokenCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The wallet: owns its scheduler and its HTTP connections, and hands every call to the operations. */
final class DefaultWallet implements CashuWallet {

    private static final Logger log = LoggerFactory.getLogger(DefaultWallet.class);

    private final Mono<Void> storeClosing;
    private final MintClient client;
    private final MintDirectory directory;
    private final Scheduler compute;
    private final EventHub events;
    private final Tally tally;
    private final Operations operations;
    private final Inbox inbox;
    private final WalletEvent.Started started;
    private final Closing closing;
    private final UntilClosed untilClosed = new UntilClosed();

    private DefaultWallet(
            WalletStore store,
            Mono<Void> storeClosing,
            Seed seed,
            WalletId id,
            WalletOptions options,
            Clock clock,
            Randomness randomness) {
        DecodeLimits limits = options.limits();
        CurveEngine curve = CurveEngine.standard();
        MintCodec bodies = new MintCodec(limits);
        this.storeClosing = storeClosing;
        this.events = new EventHub();
        this.tally = new Tally();
        this.started = new WalletEvent.Started(randomness.describe());
        this.compute =
                Schedulers.newParallel("nutflux-compute", Runtime.getRuntime().availableProcessors(), true);
        this.closing = new Closing(compute::dispose);
        this.client = MintClient.create(options.http(), bodies, compute, clock);
        this.directory = MintDirectory.create(
                client,
                curve,
                archiveIn(store),
                options.http(),
                clock,
                compute,
                e -> events.publish(
                        new WalletEvent.MintMisbehaved(e.mint(), e.kind(), String.valueOf(e.getMessage()))));
        this.operations = Operations.start(new FlowContext(
                id,
                randomness.operationId().value(),
                store,
                client,
                directory,
                curve,
                OutputSecrets.fromSeed(seed),
                new TokenCodec(limits),
                bodies,
                clock,
                randomness,
                options.redeem(),
                options.recovery(),
                options.inbox(),
                options.restore(),
                options.http().allowPlainHttp(),
                compute,
                events,
                tally));
        this.inbox = new DefaultInbox(operations, compute, untilClosed);
        log.info("wallet {} is open; randomness: {}", id, started.randomness());
    }

    /**
     * Emits the wallet on a thread of its own: what comes from a store comes on the store's.
     *
     * @param storeClosing what is left to do with the store when the wallet is closed
     */
    static Mono<CashuWallet> open(
            WalletStore store,
            Mono<Void> storeClosing,
            Seed seed,
            WalletId id,
            WalletOptions options,
            Clock clock,
            Randomness randomness) {
        DefaultWallet wallet = new DefaultWallet(store, storeClosing, seed, id, options, clock, randomness);
        return Mono.<CashuWallet>just(wallet).publishOn(wallet.compute);
    }

    private static KeysetArchive archiveIn(WalletStore store) {
        return new KeysetArchive() {
            @Override
            public Flux<Keyset> load(MintUrl mint) {
                return store.keysets(mint);
            }

            @Override
            public Mono<Void> save(MintUrl mint, Collection<Keyset> keysets) {
                return store.saveKeysets(mint, keysets);
            }
        };
    }

    @Override
    public Flux<RedeemResult> redeem(Publisher<RedeemRequest> requests) {
        return untilClosed.stream(requests, operations::redeem);
    }

    @Override
    public Mono<RedeemResult> redeem(RedeemRequest request) {
        return untilClosed.inHandIfOpen(operations.redeem(request));
    }

    @Override
    public Mono<RedeemResult> outcome(String key) {
        return untilClosed.of(operations.outcome(key).publishOn(compute));
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public Mono<MintQuote> requestMint(MintUrl mint, CurrencyUnit unit, Amount amount) {
        return untilClosed.inHand(operations.requestMint(mint, unit, amount).publishOn(compute));
    }

    @Override
    public Mono<MintQuote> quote(String quoteId) {
        return untilClosed.of(operations.quote(quoteId).publishOn(compute));
    }

    @Override
    public Flux<OpenQuote> openQuotes(Duration expiredFor) {
        return untilClosed.of(operations.openQuotes(expiredFor).publishOn(compute));
    }

    @Override
    public Mono<MintQuote> awaitPaid(String quoteId, Duration interval) {
        return untilClosed.of(operations.awaitPaid(quoteId, interval).publishOn(compute));
    }

    @Override
    public Mono<Minted> mint(String quoteId) {
        return untilClosed.inHand(operations.mint(quoteId).publishOn(compute));
    }

    @Override
    public Mono<SentToken> send(SendRequest request) {
        return untilClosed.inHand(operations.send(request).publishOn(compute));
    }

    @Override
    public Mono<RedeemResult> reclaim(String token) {
        return untilClosed.inHand(operations.reclaim(token).publishOn(compute));
    }

    @Override
    public Mono<RedeemResult> reclaim(OperationId send) {
        return untilClosed.inHand(operations.reclaim(send).publishOn(compute));
    }

    @Override
    public Flux<RedeemResult> reclaimAll(MintUrl mint) {
        return untilClosed.inHand(operations.reclaimAll(mint).publishOn(compute));
    }

    @Override
    public Flux<Balance> balances() {
        return untilClosed.of(operations.balances().publishOn(compute));
    }

    @Override
    public Flux<UnfinishedOperation> pending() {
        return untilClosed.of(operations.pending().publishOn(compute));
    }

    @Override
    public Flux<RecoveryReport> recover() {
        return untilClosed.of(operations.recover().publishOn(compute));
    }

    @Override
    public Flux<RestoreProgress> restore(MintUrl mint) {
        return untilClosed.of(operations.restore(mint).publishOn(compute, 1));
    }

    @Override
    public Flux<LedgerEntry> latestLedgerEntries(int limit) {
        return untilClosed.of(operations.latestLedgerEntries(limit).publishOn(compute));
    }

    @Override
    public Flux<LedgerEntry> ledger() {
        return untilClosed.of(operations.ledger().publishOn(compute));
    }

    @Override
    public Mono<Verification> verify() {
        return untilClosed.of(operations.verify().publishOn(compute));
    }

    @Override
    public Mono<MintOverview> mintOverview(MintUrl mint) {
        return untilClosed.of(Mono.zip(directory.info(mint), directory.refresh(mint))
                .map(known -> new MintOverview(
                        mint,
                        known.getT1(),
                        known.getT2().infos().values().stream()
                                .sorted(Comparator.comparing(KeysetInfo::id))
                                .toList()))
                .publishOn(compute));
    }

    @Override
    public Flux<WalletEvent> events() {
        return events.events(compute).startWith(started);
    }

    @Override
    public Mono<WalletHealth> health() {
        return untilClosed.of(operations.health().publishOn(compute));
    }

    @Override
    public WalletCounts counts() {
        return tally.counts();
    }

    @Override
    public Mono<Void> close(Duration grace) {
        return closing.run(List.of(
                Mono.fromRunnable(untilClosed::begin),
                operations.stop(grace, untilClosed::isIdle),
                Mono.fromRunnable(untilClosed::end),
                storeClosing,
                events.close(compute),
                client.close()));
    }
}
