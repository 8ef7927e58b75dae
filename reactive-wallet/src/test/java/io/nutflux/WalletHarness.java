package io.nutflux;

import io.nutflux.crypto.Mnemonic;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.flow.RedeemOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.Verification;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.TestMint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Opens wallets against a test mint, with short waits; closes all of them. */
public final class WalletHarness implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WORDS =
            "half depart obvious quality work element tank gorilla view sugar picture humble";

    /** Each harness has a seed of its own, since a seed's outputs are signed once by a mint; its wallets share it. */
    private final String passphrase = UUID.randomUUID().toString();

    private final List<CashuWallet> opened = new ArrayList<>();

    /** A wallet that takes tokens of {@code mint}, on a store that lives in memory. */
    public CashuWallet open(TestMint mint) {
        return open(mint, WalletStore.inMemory(), redeem -> redeem);
    }

    public CashuWallet open(TestMint mint, WalletStore store, UnaryOperator<RedeemOptions.Builder> change) {
        return open(store, options(MintUrl.of(mint.url())).withRedeem(change));
    }

    public CashuWallet open(WalletStore store, WalletOptions options) {
        return open(store, options, Clock.systemUTC());
    }

    public CashuWallet open(WalletStore store, WalletOptions options, Clock clock) {
        return open(store, options, clock, passphrase);
    }

    /** Somebody else's wallet: of another seed, and a store of its own. */
    public CashuWallet openOther(TestMint mint) {
        return open(
                WalletStore.inMemory(), options(MintUrl.of(mint.url())), Clock.systemUTC(), passphrase + " of another");
    }

    private CashuWallet open(WalletStore store, WalletOptions options, Clock clock, String seedOf) {
        CashuWallet wallet = Objects.requireNonNull(CashuWallet.builder()
                .store(store)
                .seed(Mnemonic.parse(WORDS).toSeed(seedOf))
                .options(options)
                .clock(clock)
                .open()
                .block(PATIENCE));
        opened.add(wallet);
        return wallet;
    }

    /** A store in memory that outlives the wallets on it, as a database does. */
    public static WalletStore lasting() {
        WalletStore store = WalletStore.inMemory();
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return Mono.empty();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Options with waits short enough for tests. */
    public static WalletOptions options(MintUrl... mints) {
        return WalletOptions.defaults()
                .withRedeem(redeem -> redeem.policy(AdmissionPolicy.of(mints)).linger(Duration.ofMillis(5)))
                .withRecovery(new RecoveryOptions(
                        Duration.ofSeconds(30),
                        Duration.ofMillis(50),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        16))
                .withInbox(inbox -> inbox.lease(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(50))
                        .minBackoff(Duration.ofMillis(20))
                        .maxBackoff(Duration.ofMillis(200)))
                .withHttp(http -> http.connectTimeout(Duration.ofSeconds(2))
                        .responseTimeout(Duration.ofSeconds(2))
                        .valueResponseTimeout(Duration.ofSeconds(2))
                        .totalTimeout(Duration.ofSeconds(3))
                        .valueTotalTimeout(Duration.ofSeconds(3))
                        .minBackoff(Duration.ofMillis(5))
                        .maxBackoff(Duration.ofMillis(20)));
    }

    /** Redeems all at once, under keys {@code k0, k1, …}; results by key. */
    public static Map<String, RedeemResult> redeem(CashuWallet wallet, List<String> tokens) {
        List<RedeemRequest> requests = IntStream.range(0, tokens.size())
                .mapToObj(i -> new RedeemRequest("k" + i, tokens.get(i)))
                .toList();
        List<RedeemResult> results = Objects.requireNonNull(
                wallet.redeem(Flux.fromIterable(requests)).collectList().block(PATIENCE));
        Map<String, RedeemResult> byKey = new LinkedHashMap<>();
        for (RedeemResult result : results) {
            if (byKey.put(result.key(), result) != null) {
                throw new AssertionError("two results for " + result.key());
            }
        }
        if (byKey.size() != tokens.size()) {
            throw new AssertionError(byKey.size() + " results for " + tokens.size() + " tokens");
        }
        return byKey;
    }

    /** As a service that is stopped ends it, with time for what is on its way. */
    public static void end(CashuWallet wallet) {
        wallet.close(Duration.ofSeconds(2)).block(PATIENCE);
    }

    /** What the inbox says to one token under {@code key}. */
    public static InboxAnswer accept(CashuWallet wallet, String key, String token) {
        return Objects.requireNonNull(
                wallet.inbox().accept(new RedeemRequest(key, token)).block(PATIENCE));
    }

    /** The outcome that {@code key} has, or gets by recovery or by the inbox's workers. */
    public static RedeemResult outcome(CashuWallet wallet, String key) {
        return Awaitility.await("outcome of " + key)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> wallet.outcome(key).block(PATIENCE),
                        result -> result != null
                                && !(result instanceof RedeemResult.Pending)
                                && !(result instanceof RedeemResult.Waiting));
    }

    /** The result of one token under {@code key}. */
    public static RedeemResult redeem(CashuWallet wallet, String key, String token) {
        return Objects.requireNonNull(
                wallet.redeem(new RedeemRequest(key, token)).block(PATIENCE));
    }

    public static Verification verify(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.verify().block(PATIENCE));
    }

    /** Puts {@code amount} sat into the wallet by a paid quote. */
    public static void fund(CashuWallet wallet, TestMint mint, long amount) {
        wallet.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(amount))
                .flatMap(quote -> wallet.awaitPaid(quote.id(), Duration.ofMillis(20)))
                .flatMap(quote -> wallet.mint(quote.id()))
                .block(PATIENCE);
    }

    /** Spendable sat at all mints. */
    public static BigInteger spendable(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.balances()
                .map(balance -> balance.spendable())
                .reduce(BigInteger.ZERO, BigInteger::add)
                .block(PATIENCE));
    }

    @Override
    public void close() {
        opened.forEach(wallet -> wallet.close(Duration.ofSeconds(2)).block(PATIENCE));
    }
}
