package io.nutflux.vault;

import static io.nutflux.vault.KeyProviderContract.assertFails;
import static io.nutflux.vault.KeyProviderContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.WalletId;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordKeysTest {

    private static final KeyContext CONTEXT = new KeyContext(new WalletId("shop"), 1);
    private static final String SALT = "A".repeat(24);
    private static final String WRAPPED = "A".repeat(80);

    private final DataKey key = DataKey.generate(Randomness.secure());

    @Nested
    class Contract extends KeyProviderContract {
        @Override
        protected KeyProvider openProvider() {
            return TestKeys.provider();
        }

        @Override
        protected KeyProvider openOtherProvider() {
            return TestKeys.provider("another password");
        }
    }

    @Test
    void wrap_defaultCost_storesItAndOpensAgain() {
        KeyProvider provider = KeyProvider.password("correct horse".toCharArray());
        WrappedKey wrapped = get(provider.wrap(CONTEXT, key));
        assertThat(wrapped.provider()).isEqualTo("password");
        assertThat(wrapped.text()).matches("argon2id\\$m=65536,t=3,p=4\\$[\\w-]{24}\\$[\\w-]{80}");
        assertThat(get(provider.unwrap(CONTEXT, wrapped)).toBytes()).isEqualTo(key.toBytes());
        provider.close();
    }

    @Test
    void unwrap_wrongPassword_saysSo() {
        WrappedKey wrapped = get(TestKeys.provider().wrap(CONTEXT, key));
        assertThatThrownBy(() -> get(TestKeys.provider("wrong").unwrap(CONTEXT, wrapped)))
                .hasMessage("the password is wrong, or the stored key was edited or is another wallet's")
                .hasMessageNotContaining("argon2id$");
    }

    @Test
    void wrap_manyKeys_deriveOnce() {
        KeyProvider provider = TestKeys.provider();
        String first = get(provider.wrap(CONTEXT, key)).text();
        String second =
                get(provider.wrap(new KeyContext(new WalletId("till"), 1), key)).text();
        assertThat(salt(first)).isEqualTo(salt(second));
    }

    @Test
    void wrap_afterUnwrappingAtThisCost_derivesNothingNew() {
        WrappedKey stored = get(TestKeys.provider().wrap(CONTEXT, key));
        KeyProvider restarted = TestKeys.provider();
        get(restarted.unwrap(CONTEXT, stored));
        assertThat(salt(get(restarted.wrap(CONTEXT, key)).text())).isEqualTo(salt(stored.text()));
    }

    @Test
    void wrap_twoProviders_haveTwoSalts() {
        assertThat(salt(get(TestKeys.provider().wrap(CONTEXT, key)).text()))
                .isNotEqualTo(salt(get(TestKeys.provider().wrap(CONTEXT, key)).text()));
    }

    @Test
    void isCurrent_lowerCost_isFalseAndWrappingAnewRaisesIt() {
        WrappedKey cheap = get(TestKeys.provider("p").wrap(CONTEXT, key));
        KeyProvider dearer = PasswordKeys.of("p".toCharArray(), new PasswordCost(16, 2, 1));
        DataKey opened = get(dearer.unwrap(CONTEXT, cheap));
        assertThat(dearer.isCurrent(cheap)).isFalse();
        WrappedKey raised = get(dearer.wrap(CONTEXT, opened));
        assertThat(raised.text()).startsWith("argon2id$m=16,t=2,p=1$");
        assertThat(dearer.isCurrent(raised)).isTrue();
        assertThat(get(TestKeys.provider("p").unwrap(CONTEXT, raised)).toBytes())
                .isEqualTo(key.toBytes());
    }

    @Test
    void isCurrent_wrappedWithOldPasswordAtSameCost_isFalse() {
        WrappedKey old = get(TestKeys.provider("old").wrap(CONTEXT, key));
        KeyProvider changed = KeyProvider.rotating(TestKeys.provider("new"), TestKeys.provider("old"));
        assertThat(changed.isCurrent(old)).isFalse();
        get(changed.unwrap(CONTEXT, old));
        assertThat(changed.isCurrent(old)).isFalse();
        WrappedKey now = get(changed.wrap(CONTEXT, key));
        assertThat(get(TestKeys.provider("new").unwrap(CONTEXT, now)).toBytes()).isEqualTo(key.toBytes());
        assertFails(Kind.WRONG_KEY, TestKeys.provider("old").unwrap(CONTEXT, now));
    }

    @Test
    void rotating_noneOpens_tellsWhatEachSaid() {
        WrappedKey lost = get(TestKeys.provider("lost").wrap(CONTEXT, key));
        assertThatThrownBy(() -> get(KeyProvider.rotating(TestKeys.provider("new"), TestKeys.provider("old"))
                        .unwrap(CONTEXT, lost)))
                .hasMessageStartingWith("no configured key source opens the stored key: (1) the password is wrong")
                .hasMessageContaining(" (2) the password is wrong");
    }

    /** The first of each is just above what is allowed at a cost below the default: four times the default. */
    @ParameterizedTest
    @ValueSource(
            strings = {"m=262145,t=1,p=1", "m=4194304,t=1,p=1", "m=64,t=13,p=1", "m=64,t=1000,p=1", "m=1024,t=1,p=17"})
    void unwrap_costFarAboveTheConfigured_isRefusedBeforeItIsPaid(String cost) {
        WrappedKey edited = new WrappedKey("password", "argon2id$" + cost + "$" + SALT + "$" + WRAPPED);
        assertThatThrownBy(() -> get(TestKeys.provider().unwrap(CONTEXT, edited)))
                .hasMessageContaining("asks for Argon2id with " + cost);
        assertFails(Kind.WRONG_KEY, TestKeys.provider().unwrap(CONTEXT, edited));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=999999999,t=1,p=1",
                "m=99999999999999999999,t=1,p=1",
                "m=0,t=1,p=1",
                "m=7,t=1,p=1",
                "m=-8,t=1,p=1",
                "m=08,t=1,p=1",
                "m=8,t=0,p=1",
                "m=8,t=1,p=0",
                "m=8,t=1",
                ""
            })
    void unwrap_impossibleCost_isNoPasswordsKey(String cost) {
        WrappedKey edited = new WrappedKey("password", "argon2id$" + cost + "$" + SALT + "$" + WRAPPED);
        assertThatThrownBy(() -> get(TestKeys.provider().unwrap(CONTEXT, edited)))
                .hasMessageContaining("not one that a password opens");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1001})
    void cost_iterationsOutOfRange_areRefused(int iterations) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordCost(64, iterations, 1));
    }

    @Test
    void cost_memoryAndLanesOutOfRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordCost(31, 1, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordCost(4 * 1024 * 1024 + 1, 1, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordCost(64, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordCost(1024, 1, 65));
    }

    @Test
    void of_callersArrayWipedAfterwards_keepsThePassword() {
        char[] password = "secret words".toCharArray();
        KeyProvider provider = PasswordKeys.of(password, TestKeys.CHEAP);
        Arrays.fill(password, '\0');
        WrappedKey wrapped = get(provider.wrap(CONTEXT, key));
        assertThat(get(TestKeys.provider("secret words").unwrap(CONTEXT, wrapped))
                        .toBytes())
                .isEqualTo(key.toBytes());
    }

    @Test
    void of_sameWordComposedDifferently_isOnePassword() {
        WrappedKey wrapped = get(TestKeys.provider("Zu\u0308rich").wrap(CONTEXT, key));
        assertThat(get(TestKeys.provider("Z\u00fcrich").unwrap(CONTEXT, wrapped))
                        .toBytes())
                .isEqualTo(key.toBytes());
    }

    @Test
    void of_noPasswordOrHalfACharacter_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyProvider.password(new char[0]))
                .withMessage("the password is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyProvider.password(new char[] {'a', '\ud800'}))
                .withMessage("the password is not Unicode text");
    }

    @Test
    void wrap_result_arrivesOnTheProvidersThread() {
        AtomicReference<String> thread = new AtomicReference<>();
        get(TestKeys.provider()
                .wrap(CONTEXT, key)
                .doOnNext(wrapped -> thread.set(Thread.currentThread().getName())));
        assertThat(thread).hasValue("nutflux-keys");
    }

    @Test
    void close_whileCallsWait_endsThemAll() {
        KeyProvider provider = PasswordKeys.of("p".toCharArray(), new PasswordCost(4096, 1, 1));
        var waiting = reactor.core.publisher.Flux.range(1, 200)
                .flatMap(
                        i -> provider.wrap(new KeyContext(new WalletId("shop"), i), key)
                                .materialize(),
                        200)
                .collectList()
                .toFuture();
        provider.close();
        assertThat(waiting.join()).hasSizeGreaterThanOrEqualTo(200);
    }

    private static String salt(String text) {
        return text.replaceAll("^argon2id\\$[^$]*\\$([^$]*)\\$.*$", "$1");
    }
}
