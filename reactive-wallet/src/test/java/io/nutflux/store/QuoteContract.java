package io.nutflux.store;

import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.OTHER_MINT;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintQuote.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mint quotes, and the minting of them once. */
public abstract class QuoteContract extends StoreContract {

    @Test
    void quote_unknown_empty() {
        assertThat(get(store.quote(WALLET, "q"))).isNull();
    }

    @Test
    void saveQuote_thenQuote_givesItBack() {
        MintQuote quote = new MintQuote("q", "lnbc", CurrencyUnit.SAT, Amount.MAX, State.UNKNOWN, Long.MAX_VALUE);
        get(store.saveQuote(WALLET, MINT, quote));

        assertThat(get(store.quote(WALLET, "q"))).isEqualTo(new StoredQuote(MINT, quote));
        assertThat(get(store.quote(OTHER_WALLET, "q"))).isNull();
    }

    @Test
    void saveQuote_again_changesItsStateOnly() {
        MintQuote quote = samples.quote("q", State.UNPAID, 5L);
        get(store.saveQuote(WALLET, MINT, quote));
        get(store.saveQuote(
                WALLET, MINT, new MintQuote("q", "other", CurrencyUnit.AUTH, Amount.MAX, State.PAID, null)));

        assertThat(get(store.quote(WALLET, "q"))).isEqualTo(new StoredQuote(MINT, quote.withState(State.PAID)));
    }

    @Test
    void saveQuote_issued_staysIssued() {
        get(store.saveQuote(WALLET, MINT, samples.quote("q", State.ISSUED, null)));
        get(store.saveQuote(WALLET, MINT, samples.quote("q", State.PAID, null)));

        assertThat(get(store.quote(WALLET, "q")).quote().state()).isEqualTo(State.ISSUED);
    }

    @Test
    void saveQuote_sameIdOfAnotherMint_conflicts() {
        get(store.saveQuote(WALLET, MINT, samples.quote("q", State.UNPAID, null)));
        StoreView view = viewOf();
        view.addQuote("q");

        assertConflict(view, store.saveQuote(WALLET, OTHER_MINT, samples.quote("q", State.PAID, null)));
    }

    @Test
    void openQuotes_leavesOutIssuedAndExpiredButNotPaid() {
        long now = NOW.getEpochSecond();
        List<MintQuote> open = List.of(
                samples.quote("unpaid", State.UNPAID, now),
                samples.quote("unknown", State.UNKNOWN, now + 1),
                samples.quote("for ever", State.UNPAID, null),
                samples.quote("paid", State.PAID, now - 1));
        List<MintQuote> over = List.of(
                samples.quote("issued", State.ISSUED, null),
                samples.quote("expired", State.UNPAID, now - 1),
                samples.quote("expired unknown", State.UNKNOWN, now - 1));
        open.forEach(quote -> get(store.saveQuote(WALLET, MINT, quote)));
        over.forEach(quote -> get(store.saveQuote(WALLET, MINT, quote)));

        assertThat(all(store.openQuotes(WALLET, NOW)))
                .extracting(StoredQuote::quote)
                .containsExactlyInAnyOrderElementsOf(open);
        assertThat(all(store.openQuotes(OTHER_WALLET, NOW))).isEmpty();
    }

    @Test
    void prepare_mintOfIssuedQuote_conflicts() {
        get(store.saveQuote(WALLET, MINT, samples.quote("q", State.ISSUED, null)));
        OperationDraft draft = samples.mint("q", plan(1));
        assertConflict(viewOf(draft), store.prepare(WALLET, draft));
    }

    @Test
    void prepare_secondMintOfOneQuote_conflictsUntilTheFirstIsReleased() {
        get(store.saveQuote(WALLET, MINT, samples.quote("q", State.PAID, null)));
        OperationDraft first = samples.mint("q", plan(1));
        OperationDraft second = samples.mint("q", plan(1));
        prepareAndSend(first);

        assertConflict(viewOf(first, second), store.prepare(WALLET, second));
        get(store.prepare(OTHER_WALLET, second));
        get(store.release(WALLET, first.id(), 2, Release.all()));
        assertThat(prepare(second).quoteId()).isEqualTo("q");
    }

    @Test
    void release_mintWithSuccessor_successorMayMintTheSameQuote() {
        OperationDraft first = samples.mint("q", plan(1));
        OperationDraft second = samples.mint("q", plan(1));
        prepare(first);

        List<Operation> successors = get(store.release(WALLET, first.id(), 1, new Release(List.of(), List.of(second))));
        assertThat(successors).containsExactly(second.prepared(1, first.id()));
    }

    @Test
    void settle_mint_issuesTheQuoteForGood() {
        get(store.saveQuote(WALLET, MINT, samples.quote("q", State.PAID, null)));
        settle(samples.mint("q", plan(1, 4, 16)));

        assertThat(get(store.quote(WALLET, "q")).quote().state()).isEqualTo(State.ISSUED);
        OperationDraft again = samples.mint("q", plan(1));
        assertConflict(viewOf(again), store.prepare(WALLET, again));
    }

    @Test
    void settle_mintOfUnknownQuote_keepsTheMoney() {
        Settlement settled = settle(samples.mint("forgotten", plan(1, 2)));
        assertThat(in(StoredProof.State.UNSPENT)).containsExactlyInAnyOrderElementsOf(points(settled.newProofs()));
    }
}
