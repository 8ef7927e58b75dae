package io.nutflux.sim;

import io.nutflux.model.Amount;
import io.nutflux.model.MintQuote;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.testmint.TestProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/** What is asked of the wallet while things go wrong, and what its callers were told. */
final class Workload {

    private static final List<Long> AMOUNTS = List.of(4L, 8L, 16L, 32L);
    private static final Duration NOTHING = Duration.ZERO;
    private static final Duration RETRY_SOONEST = Duration.ofMillis(10);
    private static final Duration RETRY_LATEST = Duration.ofSeconds(60);
    private static final int MAX_RETRIES = 3;

    private final World world;
    private final Calls calls;
    private final Dice dice;
    private final Duration window;
    private final List<Coin> coins = new ArrayList<>();
    private final Map<String, List<Told>> told = new LinkedHashMap<>();
    private final List<MintQuote> quotes = new ArrayList<>();
    private final List<SentToken> sent = new ArrayList<>();
    private final InboxCallers inbox;

    Workload(World world, Calls calls, Dice dice, Duration window) {
        this.world = world;
        this.calls = calls;
        this.dice = dice;
        this.window = window;
        this.inbox = new InboxCallers(world, calls, dice);
    }

    InboxCallers inbox() {
        return inbox;
    }

    Calls calls() {
        return calls;
    }

    List<Coin> coins() {
        return coins;
    }

    /** What a caller was told, and the loop's time when it had asked and when it was told. */
    record Told(RedeemResult result, long asked, long told) {}

    /** Results by key, in the order in which callers got them. */
    Map<String, List<Told>> told() {
        return told;
    }

    /** Quotes that callers were given. */
    List<MintQuote> quotes() {
        return quotes;
    }

    /** Tokens that callers were given. */
    List<SentToken> sent() {
        return sent;
    }

    void plan() {
        Coin purse = makePurse();
        coins.add(purse);
        world.loop().after(NOTHING, () -> present(purse, 0));
        int count = dice.between(2, 7);
        for (int i = 0; i < count; i++) {
            if (world.chaos().strikes(FaultKind.KEYSET_ROTATED, 5)) {
                // So that coins are of keysets which no replica has seen.
                world.rotate();
            }
            coins.add(makeCoin(i));
        }
        int bursts = dice.between(1, 3);
        List<Duration> momentous = new ArrayList<>();
        for (int burst = 0; burst < bursts; burst++) {
            Duration at = anyTime();
            momentous.add(at);
            for (Coin coin : coins) {
                if (dice.chance(burst == 0 ? 0.8 : 0.4)) {
                    world.loop().after(at.plus(dice.between(NOTHING, Duration.ofMillis(60))), () -> present(coin, 0));
                }
            }
            if (dice.chance(0.3)) {
                world.loop().after(at, this::presentAsStream);
            }
        }
        for (Coin coin : coins) {
            if (coin.kind() == Coin.Kind.GOOD && world.chaos().strikes(FaultKind.TOKEN_SPENT_ELSEWHERE)) {
                Duration soon = dice.skewed(Duration.ofMillis(10), Duration.ofSeconds(1));
                Duration at =
                        dice.chance(0.5) ? anyTime() : dice.oneOf(momentous).plus(soon);
                world.loop().after(at, () -> useElsewhere(coin));
            }
        }
        times(0, 2, this::requestQuote);
        times(1, 5, this::sendPerhapsTwice);
        times(0, 1, () -> calls.any("verify", operations -> operations.verify(), verification -> {}));
        times(0, 2, () -> calls.any("recover", operations -> operations.recover(), report -> {}));
    }

    private void times(int least, int most, Runnable action) {
        int count = dice.between(least, most);
        for (int i = 0; i < count; i++) {
            world.loop().after(anyTime(), action);
        }
    }

    private Duration anyTime() {
        return dice.between(NOTHING, window);
    }

    // ---- redeeming

    /** Large coins, so that what is sent has to be swapped. */
    private Coin makePurse() {
        List<TestProof> proofs =
                List.of(world.mint().issue(128, "purse-0"), world.mint().issue(64, "purse-1"));
        return new Coin("purse", Coin.Kind.GOOD, proofs, world.mint().token(proofs));
    }

    private Coin makeCoin(int number) {
        List<Coin> good =
                coins.stream().filter(coin -> coin.kind() == Coin.Kind.GOOD).toList();
        int roll = dice.below(100);
        Coin.Kind kind = roll < 70
                ? Coin.Kind.GOOD
                : roll < 80 ? Coin.Kind.SPENT : roll < 87 || good.isEmpty() ? Coin.Kind.FALSE : Coin.Kind.SHARED;
        List<TestProof> proofs = new ArrayList<>();
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            TestProof proof = world.mint().issue(dice.oneOf(AMOUNTS), "coin-" + number + "-" + i);
            proofs.add(proof);
        }
        if (kind == Coin.Kind.SHARED) {
            proofs.add(dice.oneOf(dice.oneOf(good).proofs()));
        }
        if (kind == Coin.Kind.FALSE) {
            TestProof first = proofs.get(0);
            proofs.add(new TestProof(first.amount(), first.id(), "false-" + number, first.C(), null, null));
        }
        Coin coin = new Coin("coin" + number, kind, proofs, world.mint().token(proofs));
        if (kind == Coin.Kind.SPENT) {
            world.mint().spendElsewhere(proofs);
        }
        world.loop().note("there is " + coin);
        return coin;
    }

    /** Another wallet has the coin in a transaction for a while, and spends it or not. */
    private void useElsewhere(Coin coin) {
        List<String> held = world.mint().hold(coin.proofs());
        if (!held.isEmpty()) {
            world.loop().note(coin + " is in use elsewhere");
            world.loop().after(dice.skewed(RETRY_SOONEST, RETRY_LATEST), () -> {
                world.mint().release(held);
                world.loop().note(coin + " is not in use any more");
                if (dice.chance(0.5)) {
                    spendElsewhere(coin);
                }
            });
        }
    }

    private void spendElsewhere(Coin coin) {
        if (world.mint().spendElsewhere(coin.proofs())) {
            coin.spentElsewhere();
            world.loop().note(coin + " is spent elsewhere");
        }
    }

    private void present(Coin coin, int retries) {
        String key = coin.key(dice);
        bring(coin, key, retries);
        if (dice.chance(0.25)) {
            // At once, and perhaps to another replica, under the same key or another.
            bring(coin, coin.key(dice), MAX_RETRIES);
        }
    }

    /** To be redeemed at once, or to the inbox. */
    private void bring(Coin coin, String key, int retries) {
        if (world.hasInbox() && inbox.take()) {
            inbox.accept(new RedeemRequest(key, coin.text()), this::told);
            if (retries < MAX_RETRIES && dice.chance(0.3)) {
                world.loop().after(dice.skewed(RETRY_SOONEST, RETRY_LATEST), () -> bring(coin, key, retries + 1));
            }
        } else {
            redeem(coin, key, retries);
        }
    }

    private void redeem(Coin coin, String key, int retries) {
        long asked = world.loop().nanos();
        calls.any(
                "redeem " + key,
                operations -> operations.redeem(new RedeemRequest(key, coin.text())),
                result -> told(result, asked));
        if (retries < MAX_RETRIES && dice.chance(0.6)) {
            world.loop().after(dice.skewed(RETRY_SOONEST, RETRY_LATEST), () -> redeem(coin, key, retries + 1));
        }
    }

    private void presentAsStream() {
        long asked = world.loop().nanos();
        List<RedeemRequest> requests = coins.stream()
                .map(coin -> new RedeemRequest(coin.key(dice), coin.text()))
                .toList();
        if (world.hasInbox() && inbox.take()) {
            inbox.acceptAll(requests, this::told);
            return;
        }
        calls.<RedeemResult>any(
                "redeem all",
                operations -> operations.redeem(Flux.fromIterable(requests)),
                result -> told(result, asked));
    }

    /** A caller has a result. */
    void told(RedeemResult result, long asked) {
        long now = world.loop().nanos();
        world.loop().note("caller is told: " + result);
        told.computeIfAbsent(result.key(), any -> new ArrayList<>()).add(new Told(result, asked, now));
    }

    // ---- minting and sending

    private void requestQuote() {
        Amount amount = Amount.of(dice.between(1, 60));
        calls.any(
                "a quote for " + amount,
                operations -> operations.requestMint(World.MINT, World.UNIT, amount),
                quote -> {
                    quotes.add(quote);
                    world.loop().after(dice.skewed(RETRY_SOONEST, RETRY_LATEST), () -> pay(quote));
                });
    }

    private void pay(MintQuote quote) {
        world.loop().note("caller pays " + quote.id());
        world.mint().pay(quote.id());
        int tries = dice.between(1, 4);
        for (int i = 0; i < tries; i++) {
            world.loop().after(dice.skewed(RETRY_SOONEST, RETRY_LATEST), () -> {
                mint(quote);
                if (dice.chance(0.4)) {
                    mint(quote);
                }
            });
        }
    }

    /** Turns a paid quote into ecash. */
    void mint(MintQuote quote) {
        calls.any(
                "mint " + quote.id(),
                operations -> operations.mint(quote.id()),
                minted -> world.loop().note("caller is told: minted " + minted));
    }

    private void sendPerhapsTwice() {
        send();
        if (dice.chance(0.3)) {
            send();
        }
    }

    private void send() {
        Amount amount = Amount.of(dice.between(1, 30));
        SendRequest request = new SendRequest(World.MINT, World.UNIT, amount, dice.chance(0.2), dice.chance(0.3), null);
        calls.any("send " + amount, operations -> operations.send(request), token -> {
            world.loop().note("caller is given " + token);
            sent.add(token);
            if (dice.chance(0.5)) {
                world.loop().after(dice.skewed(RETRY_SOONEST, RETRY_LATEST), () -> redeemOwn(token));
            }
        });
    }

    /** The token comes back to the wallet that made it. */
    private void redeemOwn(SentToken token) {
        String key = "own-" + token.operation();
        if (world.hasInbox() && inbox.take()) {
            inbox.accept(new RedeemRequest(key, token.token()), this::told);
            return;
        }
        calls.any(
                "redeem own " + token.operation(),
                operations -> operations.redeem(new RedeemRequest(key, token.token())),
                result -> world.loop().note("caller is told: " + result));
    }
}
