package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.error.WalletException;
import io.nutflux.error.WalletException.Reason;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Minted;
import io.nutflux.model.OpenQuote;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredQuote;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Minting: quote, payment, ecash (NUT-04, NUT-23). */
final class MintFlow {

    private static final String METHOD = "bolt11";

    private final FlowContext context;
    private final OperationRunner runner;
    private final Counters counters;
    private final InCommon<Minted> inHand = new InCommon<>();

    MintFlow(FlowContext context, OperationRunner runner, Counters counters) {
        this.context = context;
        this.runner = runner;
        this.counters = counters;
    }

    Mono<MintQuote> request(MintUrl mint, CurrencyUnit unit, Amount amount) {
        return context.directory()
                .info(mint)
                .flatMap(info -> checkLimits(mint, info, unit, amount))
                .then(Mono.defer(() -> context.mints().requestMintQuote(mint, amount, unit)))
                .flatMap(quote -> {
                    if (!quote.unit().equals(unit) || !quote.amount().equals(amount)) {
                        return Mono.error(new MintMisbehavedException(
                                mint,
                                MintMisbehavedException.Kind.QUOTE_MISMATCH,
                                "the quote is for another amount or unit than was asked for"));
                    }
                    return context.store()
                            .saveQuote(context.wallet(), mint, quote)
                            .thenReturn(quote);
                });
    }

    private static Mono<Void> checkLimits(MintUrl mint, MintInfo info, CurrencyUnit unit, Amount amount) {
        MintInfo.Method method = info.mintMethod(METHOD, unit).orElse(null);
        if (method == null) {
            return Mono.error(new MintUnsupportedException(mint, "does not mint " + unit + " for " + METHOD));
        }
        boolean below = method.minAmount() != null && amount.isLessThan(method.minAmount());
        boolean above = method.maxAmount() != null && amount.isGreaterThan(method.maxAmount());
        if (amount.isZero() || below || above) {
            return Mono.error(new WalletException(
                    Reason.AMOUNT_OUT_OF_RANGE,
                    "the mint takes " + (method.minAmount() == null ? "1" : method.minAmount()) + " to "
                            + (method.maxAmount() == null ? "any amount" : method.maxAmount()) + ", not " + amount));
        }
        return Mono.empty();
    }

    /** The quote as the mint has it now; its state is stored. */
    Mono<MintQuote> quote(String quoteId) {
        return stored(quoteId).flatMap(this::refreshed);
    }

    private Mono<StoredQuote> stored(String quoteId) {
        return context.store()
                .quote(context.wallet(), quoteId)
                .switchIfEmpty(
                        Mono.error(() -> new WalletException(Reason.QUOTE_UNKNOWN, "this wallet has no such quote")));
    }

    private Mono<MintQuote> refreshed(StoredQuote stored) {
        if (stored.quote().state() == MintQuote.State.ISSUED) {
            return Mono.just(stored.quote());
        }
        return context.mints().mintQuote(stored.mint(), stored.quote().id()).flatMap(now -> {
            if (!now.id().equals(stored.quote().id())) {
                return Mono.error(new MintMisbehavedException(
                        stored.mint(),
                        MintMisbehavedException.Kind.QUOTE_MISMATCH,
                        "the answer is about another quote"));
            }
            // Amount, unit and invoice are what they were when the invoice was shown; only the state is news. That
            // the mint says ISSUED is not taken as our own doing: only a settled operation stores that.
            MintQuote.State state = now.state() == MintQuote.State.ISSUED ? MintQuote.State.PAID : now.state();
            return context.store()
                    .saveQuote(context.wallet(), stored.mint(), stored.quote().withState(state))
                    .thenReturn(stored.quote().withState(now.state()));
        });
    }

    /** Quotes that may still give money; those that are not known to be paid as long as they expired so long ago at most. */
    Flux<OpenQuote> open(Duration expiredFor) {
        return Flux.defer(() -> context.store()
                        .openQuotes(context.wallet(), context.now().minus(expiredFor)))
                .map(stored -> new OpenQuote(stored.mint(), stored.quote()));
    }

    Mono<MintQuote> awaitPaid(String quoteId, Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the interval between two questions is positive");
        }
        return Mono.defer(() -> quote(quoteId))
                .onErrorResume(MintUnavailableException.class, e -> Mono.empty())
                .flatMap(quote -> switch (quote.state()) {
                    case PAID, ISSUED -> Mono.just(quote);
                    case UNPAID ->
                        isExpired(quote)
                                ? Mono.<MintQuote>error(new WalletException(
                                        Reason.QUOTE_EXPIRED, "the invoice expired without being paid"))
                                : Mono.<MintQuote>empty();
                    case UNKNOWN -> Mono.<MintQuote>empty();
                })
                .repeatWhenEmpty(Integer.MAX_VALUE, tries -> tries.delayElements(interval, context.compute()));
    }

    private boolean isExpired(MintQuote quote) {
        return quote.expiry() != null && quote.expiry() <= context.unixNow();
    }

    Mono<Minted> mint(String quoteId) {
        return inHand.run(quoteId, mintOnce(quoteId));
    }

    private Mono<Minted> mintOnce(String quoteId) {
        return stored(quoteId)
                .flatMap(stored -> refreshed(stored).flatMap(quote -> switch (quote.state()) {
                    case UNPAID, UNKNOWN ->
                        Mono.error(new WalletException(Reason.QUOTE_NOT_PAID, "the quote is not paid yet"));
                    // ISSUED to us if so stored; else perhaps by an answer of ours that was lost: the operation finds
                    // out.
                    case PAID, ISSUED ->
                        stored.quote().state() == MintQuote.State.ISSUED
                                ? Mono.just(minted(stored.mint(), quote))
                                : issue(stored.mint(), quote, Replanning.MAX_TRIES);
                }));
    }

    private static Minted minted(MintUrl mint, MintQuote quote) {
        return new Minted(quote.id(), mint, quote.unit(), quote.amount());
    }

    private Mono<Minted> issue(MintUrl mint, MintQuote quote, int triesLeft) {
        return context.directory()
                .keysets(mint)
                .flatMap(keysets -> counters.forOutputs(mint, quote.unit(), keysets))
                .map(keysets -> draft(mint, quote, keysets))
                .flatMap(counters::prepare)
                .flatMap(operation ->
                        runner.run(new StoredOperation(operation, null, List.of(), List.of()), RunMode.FRESH))
                .flatMap(resolution -> triesLeft > 0 && Replanning.helps(resolution)
                        ? issue(mint, quote, triesLeft - 1)
                        : outcome(mint, quote, resolution))
                .onErrorResume(
                        StoreException.class,
                        e -> e.kind() == StoreException.Kind.CONFLICT ? underWay(mint, quote, e) : Mono.error(e));
    }

    /** Recovery or another process is at it, or was faster. What this process has in hand is waited for. */
    private Mono<Minted> underWay(MintUrl mint, MintQuote quote, StoreException conflict) {
        return context.store()
                .unfinished(context.wallet())
                .filter(operation -> quote.id().equals(operation.quoteId()))
                .next()
                .flatMap(operation -> runner.join(operation.id()))
                .flatMap(resolution -> outcome(mint, quote, resolution))
                .switchIfEmpty(Mono.defer(() -> stored(quote.id())
                        .flatMap(stored -> stored.quote().state() == MintQuote.State.ISSUED
                                ? Mono.just(minted(mint, quote))
                                : Mono.error(new WalletException(
                                        Reason.OUTCOME_PENDING,
                                        "the quote is being minted: " + conflict.getMessage())))));
    }

    private static Mono<Minted> outcome(MintUrl mint, MintQuote quote, Resolution resolution) {
        if (resolution instanceof Resolution.Settled) {
            return Mono.just(minted(mint, quote));
        }
        if (resolution instanceof Resolution.Released released) {
            MintException why = released.why();
            return Mono.error(
                    why != null && !saysIssued(why)
                            ? why
                            : new WalletException(
                                    Reason.QUOTE_ISSUED_ELSEWHERE,
                                    "the mint says that the quote was issued, and signed none of our outputs"));
        }
        return Mono.error(new WalletException(
                Reason.OUTCOME_PENDING,
                "the mint's answer is not known yet: " + ((Resolution.Unknown) resolution).why()));
    }

    private static boolean saysIssued(MintException why) {
        return why instanceof MintRejectedException refusal
                && refusal.hasCode(MintRejectedException.QUOTE_ALREADY_ISSUED);
    }

    private OperationDraft draft(MintUrl mint, MintQuote quote, MintKeysets keysets) {
        Keyset keyset = keysets.forOutputs(quote.unit(), context.unixNow())
                .orElseThrow(() -> new MintUnsupportedException(mint, "no active keyset for " + quote.unit()));
        List<Amount> amounts = Denominations.split(
                        quote.amount(),
                        keyset,
                        context.redeem().targetDenominations(),
                        context.redeem().maxOutputsPerSwap())
                .orElseThrow(
                        () -> new MintUnsupportedException(mint, "denominations do not add up to " + quote.amount()));
        return new OperationDraft(
                context.randomness().operationId(),
                Operation.Kind.MINT,
                mint,
                quote.unit(),
                OutputPlan.keep(keyset.id(), amounts),
                quote.amount(),
                Amount.ZERO,
                quote.id(),
                context.now(),
                context.owner(),
                context.leaseEnd(),
                List.of(),
                List.of());
    }
}
