package io.nutflux.flow;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.MintCodec;
import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.OutputSecrets;
import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.error.MintException;
import io.nutflux.mint.MintClient;
import io.nutflux.mint.MintDirectory;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.token.TokenCodec;
import java.lang.reflect.Proxy;
import java.time.Clock;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What operations work with, for tests of their parts: a real store, and a mint that fails. */
final class FlowContexts {

    private FlowContexts() {}

    static FlowContext of(
            WalletStore store,
            String owner,
            MintException failure,
            Clock clock,
            RecoveryOptions recovery,
            Scheduler compute) {
        DecodeLimits limits = DecodeLimits.defaults();
        return new FlowContext(
                WalletId.DEFAULT,
                owner,
                store,
                failing(MintClient.class, failure),
                failing(MintDirectory.class, failure),
                CurveEngine.bouncyCastle(),
                OutputSecrets.fromSeed(Seed.of(new byte[Seed.LENGTH])),
                new TokenCodec(limits),
                new MintCodec(limits),
                clock,
                Randomness.secure(),
                RedeemOptions.builder().build(),
                recovery,
                InboxOptions.builder().build(),
                RestoreOptions.defaults(),
                false,
                compute,
                new EventHub(),
                new Tally());
    }

    private static <T> T failing(Class<T> type, MintException failure) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> Mono.error(failure)));
    }
}
