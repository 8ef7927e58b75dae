package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.MintCodec;
import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.Mnemonic;
import io.nutflux.crypto.OutputSecrets;
import io.nutflux.crypto.Randomness;
import io.nutflux.mint.MintClient;
import io.nutflux.mint.MintClientOptions;
import io.nutflux.mint.MintDirectory;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.Secret;
import io.nutflux.model.Token;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.token.TokenCodec;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

class TokenInspectionTest {

    private static final long NOW = 2_000_000_000;
    private static final MintUrl MINT = MintUrl.of("https://mint.example");
    private static final CurvePoint POINT = CurvePoint.fromHex("02" + "12".repeat(32));
    private static final KeysetId ID = new KeysetId("00" + "12".repeat(7));

    private final TokenInspection inspection = new TokenInspection(context());

    private static FlowContext context() {
        DecodeLimits limits = DecodeLimits.defaults();
        return new FlowContext(
                WalletId.DEFAULT,
                "test",
                WalletStore.inMemory(),
                unused(MintClient.class),
                unused(MintDirectory.class),
                CurveEngine.bouncyCastle(),
                OutputSecrets.fromSeed(Mnemonic.parse(
                                "half depart obvious quality work element tank gorilla view sugar picture humble")
                        .toSeed("")),
                new TokenCodec(limits),
                new MintCodec(limits),
                Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC),
                Randomness.secure(),
                RedeemOptions.builder().policy(AdmissionPolicy.ofAnyMint()).build(),
                RecoveryOptions.defaults(),
                InboxOptions.builder().build(),
                RestoreOptions.defaults(),
                MintClientOptions.defaults().allowPlainHttp(),
                Schedulers.immediate(),
                new EventHub(),
                new Tally());
    }

    private static <T> T unused(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, method, a) -> {
            throw new AssertionError("an inspection asks nobody: " + method);
        }));
    }

    private boolean isLocked(String secret) {
        return inspection.isLocked(Proof.of(Amount.of(1), ID, new Secret(secret), POINT));
    }

    private static String p2pk(String tags) {
        return "[\"P2PK\",{\"nonce\":\"ab\",\"data\":\"02" + "12".repeat(32) + "\",\"tags\":[" + tags + "]}]";
    }

    @Test
    void isLocked_plainSecrets_areNot() {
        assertThat(isLocked("ab".repeat(32))).isFalse();
        assertThat(isLocked("[not json")).isFalse();
        assertThat(isLocked("[\"OTHER\",{\"nonce\":\"ab\",\"data\":\"x\"}]")).isFalse();
    }

    @Test
    void isLocked_toAKeyOrAHash_is() {
        assertThat(isLocked(p2pk(""))).isTrue();
        assertThat(isLocked(p2pk("").replace("P2PK", "HTLC"))).isTrue();
    }

    @Test
    void isLocked_expiredWithoutRefund_isOpenToAnyone() {
        assertThat(isLocked(p2pk("[\"locktime\",\"" + (NOW - 61) + "\"]"))).isFalse();
        assertThat(isLocked(p2pk("[\"locktime\",\"" + (NOW - 60) + "\"]")))
                .as("the mint's clock may be behind")
                .isTrue();
        assertThat(isLocked(p2pk("[\"locktime\",\"" + (NOW + 1) + "\"]"))).isTrue();
    }

    @Test
    void isLocked_expiredWithRefund_belongsToTheSender() {
        assertThat(isLocked(p2pk("[\"locktime\",\"1\"],[\"refund\",\"02" + "34".repeat(32) + "\"]")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "99999999999999999999", "1.5"})
    void isLocked_unreadableLocktime_neverEnds(String locktime) {
        assertThat(isLocked(p2pk("[\"locktime\",\"" + locktime + "\"]"))).isTrue();
    }

    @Test
    void inspect_shortIdOfTwoKeysets_isAmbiguous() {
        String first8 = "01" + "ab".repeat(7);
        MintKeysets keysets =
                MintKeysets.of(List.of(info(first8 + "00".repeat(25)), info(first8 + "11".repeat(25))), List.of());
        Proof proof = Proof.of(Amount.of(1), new KeysetId(first8), new Secret("secret"), POINT);
        Token token = Token.of(MINT, CurrencyUnit.SAT, List.of(proof), null);
        assertThat(inspection.inspect("key", MINT, token, keysets, Map.of()))
                .isInstanceOfSatisfying(
                        TokenAdmission.Decision.Decided.class,
                        decided -> assertThat(decided.result())
                                .isInstanceOfSatisfying(
                                        RedeemResult.Invalid.class,
                                        invalid -> assertThat(invalid.reason())
                                                .isEqualTo(InvalidReason.AMBIGUOUS_KEYSET)));
    }

    private static KeysetInfo info(String id) {
        return new KeysetInfo(new KeysetId(id), CurrencyUnit.SAT, true, 0, null);
    }
}
