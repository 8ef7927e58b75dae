package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** One use of a wallet that a crash may cut short anywhere, and what must hold after recovery. */
abstract class CrashScenario {

    final TestMint mint;

    CrashScenario(TestMint mint) {
        this.mint = mint;
    }

    /** The mint's path that moves the value. */
    abstract String path();

    /** What the wallet has before, done without faults. */
    void given(CashuWallet wallet) {}

    /** The use. May be cut short by an error of the store; must end. */
    abstract void act(CashuWallet wallet);

    /** What holds once recovery has nothing left to do; {@code other} is somebody else. */
    abstract void check(CashuWallet revived, CashuWallet other);

    /** Value issued for tokens that nobody can redeem. */
    BigInteger worthless() {
        return BigInteger.ZERO;
    }

    static BigInteger held(CashuWallet wallet) {
        BigInteger held = wallet.balances()
                .map(balance -> balance.spendable().add(balance.reserved()).add(balance.pending()))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .block(PATIENCE);
        return held == null ? BigInteger.ZERO : held;
    }

    /** Redeeming a batch in which one token has a false signature, so that the batch is split. */
    static final class Redeeming extends CrashScenario {

        private static final int BAD = 2;
        private final List<RedeemRequest> requests;
        private final Map<String, RedeemResult> told = new ConcurrentHashMap<>();

        Redeeming(TestMint mint) {
            super(mint);
            List<String> tokens = new ArrayList<>(mint.tokens(3, 8, 2));
            TestProof bad = mint.issueProofs(4).get(0).withWrongSignature().withoutDleq();
            tokens.add(BAD, mint.tokenV4(List.of(bad)));
            requests = IntStream.range(0, tokens.size())
                    .mapToObj(i -> new RedeemRequest("k" + i, tokens.get(i)))
                    .toList();
        }

        @Override
        String path() {
            return "/v1/swap";
        }

        @Override
        BigInteger worthless() {
            return BigInteger.valueOf(4);
        }

        @Override
        void act(CashuWallet wallet) {
            wallet.redeem(Flux.fromIterable(requests))
                    .doOnNext(result -> told.put(result.key(), result))
                    .onErrorComplete()
                    .blockLast(PATIENCE);
        }

        @Override
        void check(CashuWallet revived, CashuWallet other) {
            for (RedeemResult result : told.values()) {
                if (result instanceof RedeemResult.Pending || result instanceof RedeemResult.Redeemed) {
                    assertThat(revived.outcome(result.key()).block(PATIENCE))
                            .as("what became of %s", result)
                            .isNotNull()
                            .isNotInstanceOf(RedeemResult.Pending.class);
                }
            }
            Map<String, RedeemResult> again = new LinkedHashMap<>();
            revived.redeem(Flux.fromIterable(requests))
                    .doOnNext(result -> again.put(result.key(), result))
                    .blockLast(PATIENCE);
            assertThat(again).hasSize(requests.size());
            again.forEach((key, result) -> assertThat(result)
                    .isInstanceOf(key.equals("k" + BAD) ? RedeemResult.Invalid.class : RedeemResult.Redeemed.class));
            again.forEach((key, result) -> {
                if (told.get(key) instanceof RedeemResult.Redeemed first) {
                    assertThat(((RedeemResult.Redeemed) result).replayed()).isTrue();
                    assertThat(((RedeemResult.Redeemed) result).amount()).isEqualTo(first.amount());
                }
            });
        }
    }

    /** Asking for a quote and minting it. */
    static final class Minting extends CrashScenario {

        private volatile @Nullable String quoteId;

        Minting(TestMint mint) {
            super(mint);
        }

        @Override
        String path() {
            return "/v1/mint/bolt11";
        }

        @Override
        void act(CashuWallet wallet) {
            wallet.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(21))
                    .doOnNext(quote -> quoteId = quote.id())
                    .flatMap(quote -> wallet.awaitPaid(quote.id(), Duration.ofMillis(5)))
                    .flatMap(quote -> wallet.mint(quote.id()))
                    .onErrorComplete()
                    .block(PATIENCE);
        }

        @Override
        void check(CashuWallet revived, CashuWallet other) {
            String known = quoteId;
            if (known == null) {
                assertThat(held(revived)).isZero();
                return;
            }
            revived.awaitPaid(known, Duration.ofMillis(5))
                    .flatMap(quote -> revived.mint(known))
                    .block(PATIENCE);
            assertThat(held(revived)).isEqualTo(21);
        }
    }

    /** Making a token, of proofs at hand or by a swap. */
    static final class Sending extends CrashScenario {

        private final boolean offline;
        private volatile @Nullable SentToken sent;

        Sending(TestMint mint, boolean offline) {
            super(mint);
            this.offline = offline;
        }

        @Override
        String path() {
            return "/v1/swap";
        }

        @Override
        void given(CashuWallet wallet) {
            long amount = offline ? 64 + 8 + 2 : 64;
            WalletHarness.fund(wallet, mint, amount);
        }

        @Override
        void act(CashuWallet wallet) {
            SendRequest request =
                    new SendRequest(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(10), offline, false, null);
            sent = wallet.send(request).onErrorComplete().block(PATIENCE);
        }

        @Override
        void check(CashuWallet revived, CashuWallet other) {
            SentToken token = sent;
            if (token == null) {
                return;
            }
            RedeemResult taken = WalletHarness.redeem(other, "taken", token.token());
            assertThat(taken).isInstanceOf(RedeemResult.Redeemed.class);
            WalletHarness.verify(revived);
            assertThat(revived.balances().blockFirst(PATIENCE))
                    .satisfies(balance -> assertThat(balance.pending()).isZero());
        }
    }
}
