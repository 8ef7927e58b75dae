package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.OTHER_MINT;

import io.nutflux.model.Amount;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.model.WalletId;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.InboxDraft;
import io.nutflux.store.InboxReceipt;
import io.nutflux.store.InboxRoom;
import io.nutflux.store.InboxVerdict;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoreView;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.RandomCommands.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;

/** Commands for the inbox, as intakes and workers give them, and some as none should. */
final class RandomInbox {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Random random;
    private final Supplier<ClaimedToken> tokens;
    private final StoreView view;
    private final Map<WalletId, List<String>> waiting = new HashMap<>();

    /** @param tokens fresh ones mostly; they are remembered, so that operations take them up too */
    RandomInbox(Random random, Supplier<ClaimedToken> tokens, StoreView view) {
        this.random = random;
        this.tokens = tokens;
        this.view = view;
    }

    void learn(WalletStore model, WalletId wallet) {
        waiting.put(
                wallet,
                model.waitingInbox(wallet, Integer.MAX_VALUE)
                        .map(InboxEntry::key)
                        .sort()
                        .collectList()
                        .block(LONG));
    }

    Command next(WalletId wallet, Instant now) {
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> accept(wallet, now);
            case 3, 4 -> claim(wallet, now);
            case 5, 6 -> conclude(wallet, now);
            case 7 -> release(wallet, now);
            default -> purge(wallet, now);
        };
    }

    private Command accept(WalletId wallet, Instant now) {
        List<InboxDraft> drafts = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            InboxDraft draft = StoreSamples.waiting(tokens.get(), random.nextInt(4) == 0 ? OTHER_MINT : MINT);
            view.add(draft);
            drafts.add(draft);
        }
        int most = random.nextInt(5) == 0 ? random.nextInt(8) : 1_000;
        InboxRoom room = new InboxRoom(most, most - most / 3);
        return new Command(
                "acceptInbox",
                store -> store.acceptInbox(wallet, drafts, now, room)
                        .map(receipts ->
                                receipts.stream().map(RandomInbox::shown).toList()));
    }

    /** What is known comes in no order. */
    private static String shown(InboxReceipt receipt) {
        return receipt instanceof InboxReceipt.Known known
                ? known.redemptions().stream()
                        .map(one -> one.key() + " " + one.result() + " "
                                + one.shared().stream().sorted().toList() + " " + one.binding())
                        .sorted()
                        .toList()
                        .toString()
                : receipt.toString();
    }

    private Command claim(WalletId wallet, Instant now) {
        String owner = owner();
        Instant until = now.plusSeconds(random.nextInt(60));
        int limit = random.nextInt(6);
        boolean some = random.nextInt(4) == 0;
        return new Command(
                "claimInbox",
                store -> store.claimInbox(wallet, owner, now, until, limit, some ? List.of(OTHER_MINT) : List.of())
                        .flatMap(task -> Flux.just(task.toString(), task.token(), task.acceptedAt())));
    }

    private Command conclude(WalletId wallet, Instant now) {
        String owner = owner();
        List<InboxVerdict> verdicts = new ArrayList<>();
        for (String key : waiting.getOrDefault(wallet, List.of())) {
            if (random.nextBoolean()) {
                verdicts.add(verdict(key, now));
            }
        }
        verdicts.add(verdict("nobody's", now));
        return new Command(
                "concludeInbox",
                store -> store.concludeInbox(wallet, owner, now, verdicts)
                        .map(keys -> keys.stream().sorted().toList()));
    }

    private InboxVerdict verdict(String key, Instant now) {
        return switch (random.nextInt(4)) {
            case 0 -> new InboxVerdict.Later(key, now.plusSeconds(random.nextInt(20)), "not yet");
            case 1 ->
                new InboxVerdict.Done(
                        key,
                        new RedeemResult.Invalid(key, RedeemResult.InvalidReason.BAD_DLEQ, "a DLEQ proof is false"));
            case 2 ->
                new InboxVerdict.Done(
                        key,
                        new RedeemResult.AlreadySpent(key, MINT, StoreSamples.SAT, Amount.of(random.nextInt(100))));
            default ->
                new InboxVerdict.Done(key, new RedeemResult.Refused(key, RefusalReason.DUST, "too small", false));
        };
    }

    private Command release(WalletId wallet, Instant now) {
        String owner = owner();
        List<String> keys = waiting.getOrDefault(wallet, List.of());
        if (random.nextBoolean()) {
            return new Command("renewInbox", store -> store.renewInbox(wallet, owner, keys, now.plusSeconds(60)));
        }
        return new Command("releaseInbox", store -> store.releaseInbox(wallet, owner, now));
    }

    private Command purge(WalletId wallet, Instant now) {
        int limit = random.nextInt(4);
        Instant before = now.minusSeconds(random.nextInt(200));
        return new Command("purgeInbox", store -> store.purgeInbox(wallet, before, limit));
    }

    private String owner() {
        return "worker " + random.nextInt(2);
    }
}
