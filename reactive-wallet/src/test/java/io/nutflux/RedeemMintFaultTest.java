package io.nutflux;

import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestMintBuilder;
import io.nutflux.testmint.TestProof;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Whatever a mint answers: one result a token, no hanging, and in the end no sat lost and none counted twice. */
class RedeemMintFaultTest {

    private static final List<String> PATHS =
            List.of("/v1/swap", "/v1/checkstate", "/v1/keys", "/v1/keysets", "/v1/restore", "/v1/info");

    private final WalletHarness wallets = new WalletHarness();

    @AfterEach
    void close() {
        wallets.close();
    }

    private static TestMintBuilder mintWithCache(boolean cached) {
        TestMintBuilder builder = TestMint.builder().feePpk(100).recordBodies(50);
        return cached ? builder : builder.noCachedResponses();
    }

    private CashuWallet open(TestMint mint) {
        return wallets.open(
                WalletStore.inMemory(),
                WalletHarness.options(MintUrl.of(mint.url()))
                        .withHttp(http -> http.responseTimeout(Duration.ofMillis(300))
                                .valueResponseTimeout(Duration.ofMillis(300))
                                .totalTimeout(Duration.ofMillis(600))
                                .valueTotalTimeout(Duration.ofMillis(600))));
    }

    static List<Fault> faults() {
        return List.of(
                Fault.dropBefore(),
                Fault.dropAfter(),
                Fault.delayBefore(Duration.ofMillis(50)),
                Fault.delayAfter(Duration.ofMillis(50)),
                Fault.holdBefore(Mono.never()),
                Fault.holdAfter(Mono.never()),
                Fault.statusBefore(500),
                Fault.statusBefore(400),
                Fault.statusBefore(404),
                Fault.statusAfter(503),
                Fault.statusAfter(400),
                Fault.tooManyRequests(Duration.ZERO),
                Fault.tooManyRequests(Duration.ofHours(1)),
                Fault.error(0, "who knows"),
                Fault.error(10001, "says no to anything"),
                Fault.error(11001, "says spent to anything"),
                Fault.error(11002, "says pending to anything"),
                Fault.error(11003, "says signed to anything"),
                Fault.error(12002, "says inactive to anything"),
                Fault.html(502),
                Fault.html(404),
                Fault.html(200),
                Fault.redirect("http://127.0.0.1:1/"),
                Fault.garbage(),
                Fault.truncated(),
                Fault.oversized(9_000_000),
                Fault.drip(64, Duration.ofMillis(1)));
    }

    static Stream<Arguments> faultsOnPaths() {
        List<Arguments> all = new ArrayList<>();
        for (String path : PATHS) {
            faults().forEach(fault -> all.add(Arguments.of(path, fault, true)));
        }
        // Whether answers are cached (NUT-19) matters only where value moves.
        for (String path : List.of("/v1/swap", "/v1/restore")) {
            faults().forEach(fault -> all.add(Arguments.of(path, fault, false)));
        }
        return all.stream();
    }

    /** Every fault where value moves; elsewhere each in some place, and every one everywhere in the long run. */
    static Stream<Arguments> someFaultsOnPaths() {
        List<Arguments> all = faultsOnPaths().toList();
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).get()[0].equals("/v1/swap") || i % 4 == 0)
                .mapToObj(all::get);
    }

    @ParameterizedTest(name = "{0} {1} cached={2}")
    @MethodSource("someFaultsOnPaths")
    void redeem_faultOnEachPath_losesNothing(String path, Fault fault, boolean cached) {
        redeemWithFault(path, fault, cached);
    }

    @ParameterizedTest(name = "{0} {1} cached={2}")
    @MethodSource("faultsOnPaths")
    @Tag("deep")
    void redeem_everyFaultOnEachPath_losesNothing(String path, Fault fault, boolean cached) {
        redeemWithFault(path, fault, cached);
    }

    /** Twice: on the first swap with its questions, and again where the wallet looks for what became of it. */
    private void redeemWithFault(String path, Fault fault, boolean cached) {
        try (TestMint mint = mintWithCache(cached).start()) {
            CashuWallet wallet = open(mint);
            if (path.equals("/v1/restore")) {
                mint.faults().on("/v1/swap").always(Fault.dropAfter());
            }
            mint.faults().on(path).times(2, fault);
            assertSettles(mint, wallet);
        }
    }

    /** 09.3, 00.15. */
    @ParameterizedTest(name = "{0} cached={1}")
    @MethodSource("lies")
    void redeem_lieOnce_isFoundOutAndLosesNothing(Lie lie, boolean cached) {
        try (TestMint mint = mintWithCache(cached).start()) {
            CashuWallet wallet = open(mint);
            switch (lie) {
                case NOTHING_RESTORED, EXTRA_RESTORED, REORDERED_RESTORED, UNEVEN_RESTORED -> {
                    mint.faults().on("/v1/swap").always(Fault.dropAfter());
                    mint.faults().on("/v1/restore").next(Fault.lie(lie));
                }
                case REORDERED_STATES, MISSING_STATE, WRONG_Y, ALL_SPENT, ALL_UNSPENT, UNKNOWN_STATE ->
                    mint.faults().on("/v1/checkstate").next(Fault.lie(lie));
                case WITHOUT_RESTORE -> mint.faults().on("/v1/info").next(Fault.lie(lie));
                case OTHER_KEYS -> mint.faults().on("/v1/keys").next(Fault.lie(lie));
                default -> mint.faults().on("/v1/swap").next(Fault.lie(lie));
            }
            if (lie == Lie.NOTHING_RESTORED) {
                assertTheftIsNoticed(mint, wallet);
            } else {
                assertSettles(mint, wallet);
            }
            assertThat(mint.faults().fired(lie)).isEqualTo(1);
        }
    }

    static Stream<Arguments> lies() {
        return Stream.of(Lie.values()).flatMap(lie -> Stream.of(Arguments.of(lie, true), Arguments.of(lie, false)));
    }

    /** A mint that takes the inputs and denies the outputs has the money; the books of the wallet stay right. */
    private static void assertTheftIsNoticed(TestMint mint, CashuWallet wallet) {
        redeem(wallet, mint.tokens(4, 8, 4, 2));
        for (int i = 0; i < 4; i++) {
            assertThat(outcome(wallet, "k" + i))
                    .isInstanceOfAny(RedeemResult.AlreadySpent.class, RedeemResult.Redeemed.class);
        }
        assertThat(verify(wallet).conserved()).isTrue();
    }

    /** One result a token; what is pending settles; what was refused can be brought again; no value is lost. */
    private static void assertSettles(TestMint mint, CashuWallet wallet) {
        List<String> tokens = mint.tokens(4, 8, 4, 2);
        Map<String, RedeemResult> results = redeem(wallet, tokens);
        for (int i = 0; i < tokens.size(); i++) {
            RedeemResult result = results.get("k" + i);
            if (result instanceof RedeemResult.Pending) {
                result = outcome(wallet, "k" + i);
            }
            for (int retry = 0; retry < 6 && !(result instanceof RedeemResult.Redeemed); retry++) {
                String key = "again" + retry + "-" + i;
                result = redeem(wallet, key, tokens.get(i));
                if (result instanceof RedeemResult.Pending) {
                    result = outcome(wallet, key);
                }
                if (result instanceof RedeemResult.Duplicate duplicate
                        && duplicate.first() instanceof RedeemResult.Invalid) {
                    // The mint said of a good token that it is false, for good: nobody lost it, and that is all.
                    break;
                }
            }
        }
        assertThat(wallet.pending().collectList().block(WalletHarness.PATIENCE)).isEmpty();
        mint.faults().calm();
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
        BigInteger unredeemed = mint.outstanding().subtract(spendable(wallet));
        assertThat(unredeemed.mod(BigInteger.valueOf(14)))
                .as("whole tokens that the mint declared false, or none")
                .isZero();
        assertSameBytesOnReplay(mint);
    }

    /** Each outputs' request, once sent, is repeated with the same bytes only. */
    private static void assertSameBytesOnReplay(TestMint mint) {
        Set<String> bodies = new HashSet<>();
        Set<String> firstOutputs = new HashSet<>();
        for (byte[] body : mint.bodies("/v1/swap")) {
            String text = new String(body, UTF_8);
            if (bodies.add(text)) {
                int at = text.indexOf("\"B_\":\"");
                assertThat(at).isPositive();
                assertThat(firstOutputs.add(text.substring(at, at + 72)))
                        .as("outputs appear in one request only")
                        .isTrue();
            }
        }
    }

    /** 09.6. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void redeem_swapAnswersAlwaysLost_settlesByRestoreWithoutASecondSwap(boolean cached) {
        try (TestMint mint = mintWithCache(cached).start()) {
            CashuWallet wallet = open(mint);
            mint.faults().on("/v1/swap").always(Fault.dropAfter());
            Map<String, RedeemResult> results = redeem(wallet, mint.tokens(10, 8, 4));
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(mint.outstanding()).isEqualTo(spendable(wallet));
            Set<String> distinct = new HashSet<>();
            mint.bodies("/v1/swap").forEach(body -> distinct.add(HexFormat.of().formatHex(body)));
            assertThat(mint.requests("/v1/swap")).isEqualTo(distinct.size() * (cached ? 4 : 1));
            assertThat(mint.cacheHits()).isEqualTo(distinct.size() * (cached ? 3 : 0));
        }
    }

    /** 03.5. */
    @Test
    void redeem_mintGoneAfterTheSwap_isPendingUntilItIsBack() {
        try (TestMint mint = mintWithCache(false).start()) {
            CashuWallet wallet = open(mint);
            mint.faults().on("/v1/swap").always(Fault.dropAfter());
            mint.faults().on("/v1/restore").always(Fault.statusBefore(503));
            Map<String, RedeemResult> results = redeem(wallet, mint.tokens(10, 8, 4));
            assertThat(results.values()).allMatch(RedeemResult.Pending.class::isInstance);
            assertThat(wallet.pending().collectList().block(WalletHarness.PATIENCE))
                    .allMatch(operation -> operation.sent());
            assertThat(spendable(wallet)).isZero();
            assertThat(verify(wallet).conserved()).isTrue();
            mint.faults().calm();
            for (int i = 0; i < 10; i++) {
                assertThat(outcome(wallet, "k" + i)).isInstanceOf(RedeemResult.Redeemed.class);
            }
            assertThat(mint.outstanding()).isEqualTo(spendable(wallet));
            assertThat(wallet.counts().pending()).isEqualTo(10);
        }
    }

    // ---- mints that lack a NUT

    /** X.20. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/checkstate", "/v1/restore", "both"})
    void redeem_mintWithoutStatesOrRestore_redeemsTheGoodBesideTheBad(String missing) {
        try (TestMint mint = mintWithCache(true).start()) {
            lack(mint, missing);
            CashuWallet wallet = open(mint);
            List<String> tokens = new ArrayList<>(mint.tokens(8, 8, 4));
            tokens.set(
                    3,
                    mint.tokenV4(
                            List.of(mint.issueProofs(8).get(0).withoutDleq().withWrongSignature())));
            Map<String, RedeemResult> results = redeem(wallet, tokens);
            assertThat(results.remove("k3")).isInstanceOf(RedeemResult.Invalid.class);
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void redeem_mintWithoutStatesOrRestore_tellsSpentApart(boolean cached) {
        try (TestMint mint = mintWithCache(cached).start()) {
            lack(mint, "/v1/checkstate");
            CashuWallet wallet = open(mint);
            List<String> tokens = new ArrayList<>(mint.tokens(8, 8, 4));
            List<TestProof> spent = mint.issueProofs(8);
            mint.markSpent(spent);
            tokens.set(3, mint.tokenV4(spent));
            Map<String, RedeemResult> results = redeem(wallet, tokens);
            assertThat(results.remove("k3")).isInstanceOf(RedeemResult.AlreadySpent.class);
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        }
    }

    /** The second attempt is told "spent", by the first one's doing; without NUT-09 nobody can tell, so nothing is said. */
    @Test
    void redeem_replayToldSpentAndNoRestore_isNotTakenForSomebodyElsesSpending() {
        try (TestMint mint = mintWithCache(true).start()) {
            lack(mint, "/v1/restore");
            CashuWallet wallet = open(mint);
            mint.faults().on("/v1/swap").next(Fault.after(mint::clearCache).and(Fault.dropAfter()));
            assertThat(redeem(wallet, "key", mint.token(8, 4))).isInstanceOf(RedeemResult.Pending.class);
            assertThat(wallet.outcome("key").block(WalletHarness.PATIENCE)).isInstanceOf(RedeemResult.Pending.class);
            mint.faults().calm();
            assertThat(outcome(wallet, "key")).isInstanceOf(RedeemResult.Redeemed.class);
        }
    }

    private static void lack(TestMint mint, String missing) {
        for (String path : List.of("/v1/checkstate", "/v1/restore")) {
            if (missing.equals(path) || missing.equals("both")) {
                mint.faults().on(path).always(Fault.html(404));
            }
        }
    }
}
