package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;

import io.nutflux.model.Balance;
import io.nutflux.store.Lifeline;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** One use of a wallet that a crash may cut short anywhere, and what must hold after recovery. */
abstract class CrashScenario {

    final TestMint mint;

    CrashScenario(TestMint mint) {
        this.mint = mint;
    }

    /** Whether {@link #given} does anything. */
    boolean hasPast() {
        return false;
    }

    /** What the wallet has before, done without faults. */
    void given(CashuWallet wallet) {}

    /** What the mint does to the use; planned before it begins, forgotten after it. */
    void plan() {}

    /** The use. May be cut short by an error. What is told after {@code life} has ended was not told. */
    abstract Publisher<?> act(CashuWallet wallet, Lifeline life);

    /** What the user does while the revived wallet recovers. */
    Publisher<?> resume(CashuWallet wallet, Lifeline life) {
        return Mono.empty();
    }

    /** What holds once recovery has nothing left to do. */
    void check(CashuWallet revived) {}

    /** The tokens that a caller got. */
    List<String> sent() {
        return List.of();
    }

    /** Value issued for tokens that nobody can redeem. */
    BigInteger worthless() {
        return BigInteger.ZERO;
    }

    static BigInteger pending(CashuWallet wallet) {
        BigInteger pending = wallet.balances()
                .map(Balance::pending)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .block(PATIENCE);
        return pending == null ? BigInteger.ZERO : pending;
    }

    static BigInteger held(CashuWallet wallet) {
        BigInteger held = wallet.balances()
                .map(balance -> balance.spendable().add(balance.reserved()).add(balance.pending()))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .block(PATIENCE);
        return held == null ? BigInteger.ZERO : held;
    }
}
