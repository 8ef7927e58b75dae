package io.nutflux;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.flow.InboxOptions;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.flow.RedeemOptions;
import io.nutflux.flow.RestoreOptions;
import io.nutflux.mint.MintClientOptions;
import java.util.function.UnaryOperator;

/**
 * All options of a wallet, immutable.
 *
 * @param redeem policy and batching
 * @param recovery how unfinished operations are settled
 * @param inbox how tokens wait that were accepted to be redeemed later
 * @param restore how keysets are looked through for what the seed owns there
 * @param http timeouts, retries and bounds of the talk with mints
 * @param limits bounds on what is decoded
 */
public record WalletOptions(
        RedeemOptions redeem,
        RecoveryOptions recovery,
        InboxOptions inbox,
        RestoreOptions restore,
        MintClientOptions http,
        DecodeLimits limits) {

    public static WalletOptions defaults() {
        return new WalletOptions(
                RedeemOptions.builder().build(),
                RecoveryOptions.defaults(),
                InboxOptions.builder().build(),
                RestoreOptions.defaults(),
                MintClientOptions.defaults(),
                DecodeLimits.defaults());
    }

    public WalletOptions withRedeem(UnaryOperator<RedeemOptions.Builder> change) {
        return new WalletOptions(change.apply(redeem.mutate()).build(), recovery, inbox, restore, http, limits);
    }

    public WalletOptions withRecovery(RecoveryOptions newRecovery) {
        return new WalletOptions(redeem, newRecovery, inbox, restore, http, limits);
    }

    public WalletOptions withRecovery(UnaryOperator<RecoveryOptions.Builder> change) {
        return withRecovery(change.apply(recovery.mutate()).build());
    }

    public WalletOptions withInbox(UnaryOperator<InboxOptions.Builder> change) {
        return new WalletOptions(redeem, recovery, change.apply(inbox.mutate()).build(), restore, http, limits);
    }

    public WalletOptions withHttp(UnaryOperator<MintClientOptions.Builder> change) {
        return new WalletOptions(
                redeem, recovery, inbox, restore, change.apply(http.mutate()).build(), limits);
    }

    public WalletOptions withLimits(DecodeLimits newLimits) {
        return new WalletOptions(redeem, recovery, inbox, restore, http, newLimits);
    }

    public WalletOptions withRestore(RestoreOptions newRestore) {
        return new WalletOptions(redeem, recovery, inbox, newRestore, http, limits);
    }

    /** Whether mints may be spoken to without TLS elsewhere than on loopback; never by default. */
    public WalletOptions withPlainHttp(boolean allowed) {
        return withHttp(builder -> builder.allowPlainHttp(allowed));
    }
}
