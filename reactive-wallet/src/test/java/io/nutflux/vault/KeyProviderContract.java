package io.nutflux.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.Hex;
import io.nutflux.model.WalletId;
import io.nutflux.vault.KeyContext.Use;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What every {@link KeyProvider} does. Extend it to try one of your own. */
public abstract class KeyProviderContract {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final KeyContext CONTEXT = new KeyContext(new WalletId("shop"), 2);

    private final DataKey key = DataKey.generate(Randomness.secure());
    protected KeyProvider provider;

    /** A provider; each call gives one that is configured like the others. */
    protected abstract KeyProvider openProvider();

    /** A provider of the same kind, with another key. */
    protected abstract KeyProvider openOtherProvider();

    @BeforeEach
    void open() {
        provider = openProvider();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void unwrap_whatWasWrapped_givesTheKey() {
        assertSame(get(provider.unwrap(CONTEXT, wrap())));
    }

    @Test
    void unwrap_byAnotherInstance_givesTheKey() {
        KeyProvider restarted = openProvider();
        assertSame(get(restarted.unwrap(CONTEXT, wrap())));
        restarted.close();
    }

    @Test
    void wrap_sameKeyTwice_givesTwoTextsThatBothOpen() {
        WrappedKey one = wrap();
        WrappedKey other = wrap();
        assertThat(one.text()).isNotEqualTo(other.text());
        assertSame(get(provider.unwrap(CONTEXT, one)));
        assertSame(get(provider.unwrap(CONTEXT, other)));
    }

    @Test
    void wrap_anyKey_givesPrintableTextThatDoesNotShowIt() {
        WrappedKey wrapped = wrap();
        byte[] bytes = key.toBytes();
        assertThat(wrapped.provider()).matches("[!-~]{1,200}");
        assertThat(wrapped.text())
                .matches("[!-~]+")
                .doesNotContainIgnoringCase(Hex.encode(bytes))
                .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes))
                .doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Test
    void wrap_subscribedTwice_wrapsTwice() {
        Mono<WrappedKey> wrap = provider.wrap(CONTEXT, key);
        assertThat(get(wrap).text()).isNotEqualTo(get(wrap).text());
    }

    @Test
    void wrap_key_leavesItOpen() {
        wrap();
        assertThat(key.toBytes()).hasSize(DataKey.LENGTH);
    }

    @Test
    void unwrap_anotherContext_isWrongKey() {
        WrappedKey wrapped = wrap();
        List.of(
                        new KeyContext(new WalletId("shop"), 1),
                        new KeyContext(new WalletId("shops"), 2),
                        new KeyContext(Use.BACKUP, new WalletId("shop"), 2))
                .forEach(context -> assertFails(Kind.WRONG_KEY, provider.unwrap(context, wrapped)));
    }

    @Test
    void unwrap_anyCharacterChanged_isWrongKey() {
        WrappedKey wrapped = wrap();
        String text = wrapped.text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == '1' ? '2' : '1';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertFails(Kind.WRONG_KEY, provider.unwrap(CONTEXT, new WrappedKey(wrapped.provider(), changed)));
        }
    }

    @Test
    void unwrap_textCutOrGarbled_isWrongKey() {
        WrappedKey wrapped = wrap();
        String text = wrapped.text();
        List.of(text.substring(0, text.length() - 1), text + "A", "x", "\u0000\n", "ü".repeat(100), "A".repeat(100_000))
                .forEach(garbled -> assertFails(
                        Kind.WRONG_KEY, provider.unwrap(CONTEXT, new WrappedKey(wrapped.provider(), garbled))));
    }

    @Test
    void unwrap_otherKindsKey_isWrongKey() {
        WrappedKey foreign = new WrappedKey("somewhere-else:key", wrap().text());
        assertFails(Kind.WRONG_KEY, provider.unwrap(CONTEXT, foreign));
        assertThat(provider.isCurrent(foreign)).isFalse();
    }

    @Test
    void unwrap_byAnotherKey_isWrongKey() {
        KeyProvider other = openOtherProvider();
        assertFails(Kind.WRONG_KEY, other.unwrap(CONTEXT, wrap()));
        other.close();
    }

    @Test
    void isCurrent_wrappedOrUnwrappedHere_isTrue() {
        WrappedKey wrapped = wrap();
        assertThat(provider.isCurrent(wrapped)).isTrue();
        KeyProvider restarted = openProvider();
        get(restarted.unwrap(CONTEXT, wrapped));
        assertThat(restarted.isCurrent(wrapped)).isTrue();
        restarted.close();
    }

    @Test
    void rotating_fromAnotherKey_opensOldAndNewAndTellsThemApart() {
        KeyProvider old = openOtherProvider();
        WrappedKey before = get(old.wrap(CONTEXT, key));
        old.close();

        KeyProvider rotating = KeyProvider.rotating(provider, openOtherProvider());
        assertSame(get(rotating.unwrap(CONTEXT, before)));
        assertThat(rotating.isCurrent(before)).isFalse();

        WrappedKey after = get(rotating.wrap(CONTEXT, key));
        assertThat(rotating.isCurrent(after)).isTrue();
        assertSame(get(rotating.unwrap(CONTEXT, after)));
        assertSame(get(openProvider().unwrap(CONTEXT, after)));
        rotating.close();
    }

    @Test
    void provider_manyCallsAtOnce_answersEachItsOwn() {
        List<DataKey> keys = IntStream.range(0, 50)
                .mapToObj(i -> DataKey.generate(Randomness.secure()))
                .toList();
        List<DataKey> back = Flux.range(0, keys.size())
                .flatMapSequential(
                        i -> provider.wrap(numbered(i), keys.get(i))
                                .flatMap(wrapped -> provider.unwrap(numbered(i), wrapped)),
                        50)
                .collectList()
                .block(LONG);
        assertThat(back)
                .extracting(DataKey::toBytes)
                .containsExactlyElementsOf(keys.stream().map(DataKey::toBytes).toList());
    }

    @Test
    void close_twice_thenRefuses() {
        WrappedKey wrapped = wrap();
        provider.close();
        provider.close();
        assertFails(Kind.CLOSED, provider.wrap(CONTEXT, key));
        assertFails(Kind.CLOSED, provider.unwrap(CONTEXT, wrapped));
    }

    @Test
    void toString_providerAndWrappedKey_showNoKey() {
        WrappedKey wrapped = wrap();
        String shown = provider + " " + wrapped;
        assertThat(shown).doesNotContain(wrapped.text());
        assertThat(shown.getBytes(StandardCharsets.UTF_8).length).isLessThan(300);
    }

    private static KeyContext numbered(int i) {
        return new KeyContext(new WalletId("shop"), i + 1);
    }

    private WrappedKey wrap() {
        return get(provider.wrap(CONTEXT, key));
    }

    private void assertSame(DataKey other) {
        assertThat(other.toBytes()).isEqualTo(key.toBytes());
    }

    static <T> T get(Mono<T> mono) {
        return mono.block(LONG);
    }

    static void assertFails(Kind kind, Mono<?> mono) {
        assertThatThrownBy(() -> get(mono))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
