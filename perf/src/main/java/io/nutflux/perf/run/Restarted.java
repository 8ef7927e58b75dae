package io.nutflux.perf.run;

import com.sun.management.OperatingSystemMXBean;
import io.nutflux.CashuWallet;
import io.nutflux.WalletOptions;
import io.nutflux.crypto.Seed;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.Hex;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** A process that opens a store, redeems one token and prints how many seconds that took, and of CPU since its start: see {@link Restarter}. */
final class Restarted {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Restarted() {}

    /**
     * Opens, redeems, prints.
     *
     * @param args kind of store, its place, the mint's URL, the seed in hexadecimal, a token
     */
    public static void main(String[] args) {
        MintUrl mint = MintUrl.of(args[2]);
        WalletOptions options = WalletOptions.defaults().withRedeem(redeem -> redeem.policy(AdmissionPolicy.of(mint)));
        long begun = System.nanoTime();
        CashuWallet wallet = StoreKind.valueOf(args[0])
                .openAt(args[1])
                .flatMap(store -> CashuWallet.builder()
                        .store(store)
                        .seed(Seed.of(Hex.decode(args[3])))
                        .options(options)
                        .open())
                .blockOptional(PATIENCE)
                .orElseThrow();
        RedeemResult result = wallet.redeem(new RedeemRequest("restarted-" + begun, args[4]))
                .blockOptional(PATIENCE)
                .orElseThrow();
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpuSeconds = SYSTEM.getProcessCpuTime() / 1e9;
        if (!(result instanceof RedeemResult.Redeemed)) {
            throw new IllegalStateException("not redeemed: " + result);
        }
        System.out.println(seconds + " " + cpuSeconds);
        wallet.close(Duration.ofSeconds(1)).block(PATIENCE);
        System.exit(0);
    }
}
