package io.nutflux.vault;

import io.nutflux.codec.DecodeException;
import io.nutflux.codec.TransitCodec;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.StoreException;
import io.nutflux.vault.TransitHttp.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Data keys wrapped by the transit engine of HashiCorp Vault (1.13 or later) or OpenBao, whose key never leaves it: an AEAD
 * key, such as the engine's default type {@code aes256-gcm96}, with the {@linkplain KeyContext context} as associated data.
 *
 * <p>The token's policy needs {@code update} on {@code transit/encrypt/<key>} and {@code transit/decrypt/<key>}. With
 * {@code read} on {@code transit/keys/<key>} as well, data keys wrapped by an older version of Vault's key are noticed and
 * not {@linkplain #isCurrent current}; without it, they are once this process has wrapped one with the newer.
 *
 * <p>{@code WRONG_KEY} if Vault cannot decrypt with this key, or no longer with the version that wrapped; {@code UNAVAILABLE}
 * if it does not answer after the {@linkplain VaultTransitOptions options'} attempts, is sealed, does not accept the token,
 * or answers what is no answer. No error shows the token. Results arrive on threads of this provider's own.
 *
 * <p>There is no key here to wipe, but data keys and the token pass through the JDK's HTTP client, whose buffers are not.
 */
public final class VaultTransitKeys implements KeyProvider {

    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([1-9]\\d{0,8}):[A-Za-z0-9+/]{4,4096}={0,2}");
    private static final Duration VERSION_TTL = Duration.ofMinutes(10);

    /** An answer about the key's latest version, 0 if it is not told, and when it was asked for. */
    private record Asked(Mono<Integer> latest, long at) {}

    private final TransitAddress address;
    private final TransitHttp http;
    private final TransitCodec codec = new TransitCodec();
    private final AtomicInteger latestVersion = new AtomicInteger();
    private final AtomicReference<@Nullable Asked> asked = new AtomicReference<>();

    private VaultTransitKeys(TransitAddress address, TransitHttp http) {
        this.address = address;
        this.http = http;
    }

    /** The transit key {@code key} of the server, reached with the default options and a token that stays. */
    public static VaultTransitKeys of(URI server, String key, String token) {
        return of(server, key, () -> token, VaultTransitOptions.defaults());
    }

    /**
     * The transit key {@code key} of the server.
     *
     * @param server {@code https://host[:port]}; plain http only for a loopback address
     * @param token gives the token for each request, so that it may be renewed; called on this provider's thread, where it may
     *     read a file
     */
    public static VaultTransitKeys of(URI server, String key, Supplier<String> token, VaultTransitOptions options) {
        TransitAddress address = TransitAddress.of(server, options.mount(), key);
        return new VaultTransitKeys(address, new TransitHttp(address, token, options));
    }

    @Override
    public Mono<WrappedKey> wrap(KeyContext context, DataKey key) {
        return Mono.defer(() -> {
                    byte[] plain = key.toBytes();
                    byte[] request = codec.encryptRequest(plain, context.toBytes());
                    AesGcm.wipe(plain);
                    return http.post("encrypt", request);
                })
                .map(answer -> {
                    if (answer.status() != 200) {
                        throw refused(answer, "encrypt");
                    }
                    String ciphertext = read(answer, codec::readCiphertext);
                    latestVersion.accumulateAndGet(requireVersion(ciphertext), Math::max);
                    return new WrappedKey(address.provider(), ciphertext);
                });
    }

    @Override
    public Mono<DataKey> unwrap(KeyContext context, WrappedKey wrapped) {
        return Mono.defer(() -> {
                    if (!wrapped.provider().equals(address.provider()) || version(wrapped.text()) == 0) {
                        throw VaultErrors.wrongKey("the stored key was not wrapped by Vault's key " + address
                                + " but by another (" + wrapped.kind() + "), or was edited");
                    }
                    return http.post("decrypt", codec.decryptRequest(wrapped.text(), context.toBytes()));
                })
                .map(this::opened)
                .flatMap(key -> learnLatestVersion().thenReturn(key));
    }

    private DataKey opened(Answer answer) {
        if (answer.status() == 400 && codec.isError(answer.body())) {
            throw VaultErrors.wrongKey(
                    "Vault does not open the stored key with " + address + ": there is no such key, its "
                            + "version is no longer allowed to decrypt, or the stored key was edited or is another wallet's");
        }
        if (answer.status() != 200) {
            throw refused(answer, "decrypt");
        }
        byte[] plain = read(answer, codec::readPlaintext);
        try {
            return DataKey.of(plain);
        } catch (IllegalArgumentException e) {
            throw garbled();
        } finally {
            AesGcm.wipe(plain);
            AesGcm.wipe(answer.body());
        }
    }

    private StoreException refused(Answer answer, String action) {
        String why = switch (answer.status()) {
            case 400 -> ": the key's type does not take associated data, or it is no answer of Vault's";
            case 403 -> ": the token is not accepted, or its policy does not allow to " + action;
            case 404 -> ": the transit engine is not mounted there";
            case 301, 302, 303, 307, 308 -> ": a redirect, which is not followed; give the address of the server";
            default -> "";
        };
        return VaultErrors.unavailable("Vault at " + address + " answers " + answer.status() + why, null);
    }

    private <T> T read(Answer answer, Function<byte[], T> read) {
        try {
            return read.apply(answer.body());
        } catch (DecodeException | LimitExceededException e) {
            throw garbled();
        }
    }

    private StoreException garbled() {
        return VaultErrors.unavailable(address + " answers what is no answer of Vault's transit engine", null);
    }

    private int requireVersion(String ciphertext) {
        int version = version(ciphertext);
        if (version == 0) {
            throw garbled();
        }
        return version;
    }

    /** The version of Vault's key that made {@code ciphertext}; 0 if it is none. */
    private static int version(String ciphertext) {
        Matcher parts = CIPHERTEXT.matcher(ciphertext);
        return parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
    }

    /** Asks now and then, for all callers once; a policy need not allow it. */
    private Mono<Void> learnLatestVersion() {
        return Mono.defer(() -> {
                    Asked now = asked.get();
                    if (now == null || System.nanoTime() - now.at() > VERSION_TTL.toNanos()) {
                        Asked next = new Asked(askLatestVersion().cache(), System.nanoTime());
                        now = asked.compareAndSet(now, next) ? next : asked.get();
                    }
                    return now == null ? Mono.just(0) : now.latest();
                })
                .doOnNext(version -> latestVersion.accumulateAndGet(version, Math::max))
                .then();
    }

    private Mono<Integer> askLatestVersion() {
        return http.get("keys")
                .map(answer -> answer.status() == 200 ? read(answer, codec::readLatestVersion) : 0)
                .onErrorReturn(0);
    }

    @Override
    public boolean isCurrent(WrappedKey wrapped) {
        return wrapped.provider().equals(address.provider()) && version(wrapped.text()) >= latestVersion.get();
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "VaultTransitKeys[" + address + "]";
    }
}
