package io.nutflux.flow;

import io.nutflux.codec.MintCodec;
import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.OutputSecrets;
import io.nutflux.crypto.Randomness;
import io.nutflux.mint.MintClient;
import io.nutflux.mint.MintDirectory;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Proof;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.token.TokenCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.scheduler.Scheduler;

/**
 * What the operations of one wallet work with.
 *
 * @param owner names this process in leases
 * @param compute where curve work and encoding run, so that neither event loops nor the store's thread do it
 */
public record FlowContext(
        WalletId wallet,
        String owner,
        WalletStore store,
        MintClient mints,
        MintDirectory directory,
        CurveEngine curve,
        OutputSecrets secrets,
        TokenCodec tokens,
        MintCodec bodies,
        Clock clock,
        Randomness randomness,
        RedeemOptions redeem,
        RecoveryOptions recovery,
        InboxOptions inbox,
        RestoreOptions restore,
        boolean allowPlainHttp,
        Scheduler compute,
        EventHub events,
        Tally tally) {

    Instant now() {
        return clock.instant();
    }

    long unixNow() {
        return clock.instant().getEpochSecond();
    }

    Instant leaseEnd() {
        return now().plus(recovery.lease());
    }

    /** Half of {@code millis} to all of it, so that not everybody who waits tries again in the same moment. */
    Duration jittered(long millis) {
        return Duration.ofMillis(millis / 2 + randomness.below(millis / 2 + 1));
    }

    /** {@code Y} of each proof of others, in order (00.2). A computation. */
    List<CurvePoint> pointsOf(List<Proof> proofs) {
        return curve.hashToCurve(
                proofs.stream().map(proof -> proof.secret().utf8()).toList());
    }

    @Override
    public String toString() {
        return "FlowContext[" + wallet + ", " + owner + "]";
    }
}
