package io.nutflux.flow;

import io.nutflux.crypto.Digests;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.StoreException;
import io.nutflux.error.WalletException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.InboxDraft;
import io.nutflux.store.InboxReceipt;
import io.nutflux.store.InboxRoom;
import io.nutflux.store.Redemption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes tokens into the inbox: judges what needs no mint, and stores those that come together in one commit. */
final class InboxIntake {

    private static final int GROUP = 256;
    /** How often a group is stored afresh when another process stores one of its tokens in the same moment. */
    private static final int MAX_CONFLICTS = 5;

    private final FlowContext context;
    private final TokenAdmission admission;
    private final Redeemer redeemer;
    private final Runnable arrived;
    private final Grouping<InboxDraft, InboxReceipt> commits;

    /** @param arrived called when a token was stored */
    InboxIntake(FlowContext context, TokenAdmission admission, Redeemer redeemer, Runnable arrived) {
        this.context = context;
        this.admission = admission;
        this.redeemer = redeemer;
        this.arrived = arrived;
        this.commits = new Grouping<>(
                GROUP, context.inbox().maxWaiting(), this::full, drafts -> stored(drafts, MAX_CONFLICTS));
    }

    Flux<InboxAnswer> accept(Publisher<RedeemRequest> requests) {
        return Flux.from(requests).flatMap(this::accept, GROUP, 1);
    }

    Mono<InboxAnswer> accept(RedeemRequest request) {
        return Mono.fromCallable(() -> read(request))
                .subscribeOn(context.compute())
                .flatMap(read -> read instanceof Read.Good good
                        ? commits.submit(good.draft()).flatMap(receipt -> answer(good.draft(), receipt))
                        : declined(request, ((Read.Bad) read).why()));
    }

    private sealed interface Read {
        record Good(InboxDraft draft) implements Read {}

        record Bad(RedeemResult why) implements Read {}
    }

    private Read read(RedeemRequest request) {
        int longest = context.inbox().maxTokenLength();
        if (request.token().length() > longest) {
            return new Read.Bad(Results.tooLarge(
                    request.key(), new LimitExceededException(LimitExceededException.Limit.TOKEN_LENGTH, longest)));
        }
        TokenAdmission.Read read = admission.read(request);
        if (read instanceof TokenAdmission.Read.Done done) {
            return new Read.Bad(((TokenAdmission.Decision.Decided) done.decision()).result());
        }
        TokenAdmission.Read.Good good = (TokenAdmission.Read.Good) read;
        List<CurvePoint> Ys = context.pointsOf(good.proofs());
        String digest = Digests.token(good.mint(), good.proofs(), Ys);
        return new Read.Good(new InboxDraft(request.key(), digest, Ys, good.mint(), request.token()));
    }

    /** A refusal may be of today: a token that came when it was still allowed keeps its first answer. */
    private Mono<InboxAnswer> declined(RedeemRequest request, RedeemResult why) {
        InboxAnswer declined = new InboxAnswer.Declined(why.key(), why);
        return why instanceof RedeemResult.Refused
                ? redeemer.earlier(request)
                        .<InboxAnswer>map(known -> isReuse(known)
                                ? new InboxAnswer.Declined(why.key(), known)
                                : new InboxAnswer.Known(why.key(), known))
                        .defaultIfEmpty(declined)
                : Mono.just(declined);
    }

    /** Never an outcome: whoever has the key cannot have been refused for it. */
    private static boolean isReuse(RedeemResult known) {
        return known instanceof RedeemResult.Refused refused
                && refused.reason() == RedeemResult.RefusalReason.KEY_REUSED;
    }

    private Mono<InboxAnswer> answer(InboxDraft draft, InboxReceipt receipt) {
        String key = draft.key();
        if (receipt instanceof InboxReceipt.Known known) {
            List<Redemption> redemptions = known.redemptions();
            RedeemResult first = new FirstOutcomes(redemptions)
                    .of(key, draft.digest(), draft.Ys())
                    .orElseThrow(() -> new IllegalStateException("the store knows a token by nothing it has"));
            boolean itself = redemptions.stream()
                    .anyMatch(one -> one.key().equals(key) && one.digest().equals(draft.digest()));
            return Mono.just(itself ? new InboxAnswer.Known(key, first) : new InboxAnswer.Declined(key, first));
        }
        return receipt instanceof InboxReceipt.Full full
                ? Mono.error(() -> full.ofMint() ? fullOf(draft.mint()) : full())
                : Mono.just(new InboxAnswer.Stored(key));
    }

    private WalletException fullOf(MintUrl mint) {
        return new WalletException(
                WalletException.Reason.INBOX_FULL,
                "the inbox holds as many tokens of " + mint + " as it may of one mint, "
                        + context.inbox().maxWaitingPerMint() + "; try again when some are redeemed");
    }

    private WalletException full() {
        return new WalletException(
                WalletException.Reason.INBOX_FULL,
                "the inbox holds as many tokens as it may, " + context.inbox().maxWaiting()
                        + "; try again when some are redeemed");
    }

    private Mono<List<InboxReceipt>> stored(List<InboxDraft> drafts, int conflictsLeft) {
        return context.store()
                .acceptInbox(
                        context.wallet(),
                        drafts,
                        context.now(),
                        new InboxRoom(
                                context.inbox().maxWaiting(), context.inbox().maxWaitingPerMint()))
                .publishOn(context.compute())
                .doOnNext(receipts -> tell(drafts, receipts))
                .onErrorResume(
                        StoreException.class,
                        e -> e.kind() == StoreException.Kind.CONFLICT
                                ? afterConflict(drafts, conflictsLeft, e)
                                : Mono.error(e));
    }

    /** Another process stores the same tokens as fast as we look them up: in halves each of us gets on. */
    private Mono<List<InboxReceipt>> afterConflict(
            List<InboxDraft> drafts, int conflictsLeft, StoreException conflict) {
        if (conflictsLeft > 0) {
            return stored(drafts, conflictsLeft - 1);
        }
        int half = drafts.size() / 2;
        return half == 0
                ? Mono.error(conflict)
                : Flux.just(drafts.subList(0, half), drafts.subList(half, drafts.size()))
                        .concatMap(part -> stored(part, MAX_CONFLICTS))
                        .collect(ArrayList::new, List::addAll);
    }

    private void tell(List<InboxDraft> drafts, List<InboxReceipt> receipts) {
        boolean any = false;
        for (int i = 0; i < drafts.size(); i++) {
            if (receipts.get(i) instanceof InboxReceipt.Stored) {
                any = true;
                InboxDraft draft = Objects.requireNonNull(drafts.get(i));
                context.events().publish(new WalletEvent.TokenAccepted(draft.key(), draft.mint()));
            }
        }
        if (any) {
            arrived.run();
        }
    }
}
