package io.nutflux;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.flow.RedeemOptions;
import java.util.function.UnaryOperator;

/**
 * All options of a wallet, immutable.
 *
 * @param redeem policy and batching
 * @param recovery how unfinished operations are settled
 * @param limits bounds on outside input
 * @param allowPlainHttp whether mints may be spoken to without TLS elsewhere than on loopback
 */
public record WalletOptions(
        RedeemOptions redeem, RecoveryOptions recovery, DecodeLimits limits, boolean allowPlainHttp) {

    public static WalletOptions defaults() {
        return new WalletOptions(
                RedeemOptions.builder().build(), RecoveryOptions.defaults(), DecodeLimits.defaults(), false);
    }

    public WalletOptions withRedeem(UnaryOperator<RedeemOptions.Builder> change) {
        return new WalletOptions(change.apply(redeem.mutate()).build(), recovery, limits, allowPlainHttp);
    }

    public WalletOptions withRecovery(RecoveryOptions newRecovery) {
        return new WalletOptions(redeem, newRecovery, limits, allowPlainHttp);
    }

    public WalletOptions withLimits(DecodeLimits newLimits) {
        return new WalletOptions(redeem, recovery, newLimits, allowPlainHttp);
    }

    public WalletOptions withPlainHttp(boolean allowed) {
        return new WalletOptions(redeem, recovery, limits, allowed);
    }
}
