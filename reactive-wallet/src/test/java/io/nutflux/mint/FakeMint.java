package io.nutflux.mint;

import io.nutflux.codec.MintCodec;
import io.nutflux.codec.MintCodec.Keys;
import io.nutflux.codec.MintCodec.KeysEntry;
import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.KeysetIds;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.ProofState;
import io.nutflux.model.RequestBody;
import io.nutflux.model.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a mint says of its keysets, with a count of how often it was asked. A test edits {@code infos} and {@code keys}. */
final class FakeMint implements MintClient {

    static final MintUrl URL = MintUrl.of("https://mint.example");
    private static final CurveEngine ENGINE = CurveEngine.bouncyCastle();

    final Map<KeysetId, KeysetInfo> infos = new LinkedHashMap<>();
    final Map<KeysetId, Map<Amount, CurvePoint>> keys = new LinkedHashMap<>();
    final List<KeysetId> malformed = new ArrayList<>();
    final List<String> asked = new ArrayList<>();

    @Nullable
    Throwable failure;

    boolean withoutActiveKeys;
    /** Answers come when this completes. */
    Mono<?> gate = Mono.empty();

    /** A keyset whose id is true, version 2 if {@code fee} or {@code expiry} are to be committed to. */
    static Keyset keyset(int version, String unit, long fee, @Nullable Long expiry, int firstKey) {
        Map<Amount, CurvePoint> keys = keysFrom(firstKey);
        Keyset draft = Keyset.of(
                new KeysetInfo(new KeysetId("0000000000000000"), new CurrencyUnit(unit), true, fee, expiry), keys);
        KeysetId id = version == 1 ? KeysetIds.v1(draft) : KeysetIds.v2(draft);
        return draft.withInfo(new KeysetInfo(id, draft.unit(), true, fee, expiry));
    }

    /** Keys for 1, 2 and 4: {@code n}, {@code n + 1} and {@code n + 2} times the generator. */
    static Map<Amount, CurvePoint> keysFrom(int n) {
        Map<Amount, CurvePoint> keys = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            byte[] scalar = new byte[32];
            scalar[31] = (byte) (n + i);
            keys.put(Amount.of(1L << i), ENGINE.publicKey(Scalar.of(scalar)));
        }
        return keys;
    }

    FakeMint with(Keyset... keysets) {
        for (Keyset keyset : keysets) {
            infos.put(keyset.id(), keyset.info());
            keys.put(keyset.id(), keyset.keys());
        }
        return this;
    }

    void setActive(KeysetId id, boolean active) {
        infos.computeIfPresent(id, (i, info) -> info.withActive(active));
    }

    void goAway() {
        failure = new MintUnavailableException(URL, "away", false, null, null);
    }

    private <T> Mono<T> answer(String path, Supplier<T> answer) {
        return Mono.defer(() -> {
            synchronized (asked) {
                asked.add(path);
            }
            Throwable error = failure;
            return gate.then(error == null ? Mono.fromSupplier(answer) : Mono.error(error));
        });
    }

    @Override
    public Mono<MintInfo> info(MintUrl mint) {
        return answer("info", () -> new MintInfo("a mint", null, null, null, null, List.of(), null, Map.of()));
    }

    @Override
    public Mono<List<KeysetInfo>> keysets(MintUrl mint) {
        return answer("keysets", () -> List.copyOf(infos.values()));
    }

    @Override
    public Mono<Keys> activeKeys(MintUrl mint) {
        return answer("keys", () -> {
            if (withoutActiveKeys) {
                throw new MintRejectedException(URL, 400, null, "no");
            }
            return new Keys(
                    infos.values().stream()
                            .filter(KeysetInfo::active)
                            .filter(info -> !malformed.contains(info.id()) && keys.containsKey(info.id()))
                            .map(this::entry)
                            .toList(),
                    malformed);
        });
    }

    @Override
    public Mono<KeysEntry> keys(MintUrl mint, KeysetId id) {
        return answer("keys/" + id, () -> {
            KeysetInfo info = infos.get(id);
            if (info == null || !keys.containsKey(id)) {
                throw new MintRejectedException(URL, 400, MintRejectedException.KEYSET_UNKNOWN, "unknown");
            }
            return entry(info);
        });
    }

    private KeysEntry entry(KeysetInfo info) {
        return new KeysEntry(info.id(), info.unit(), null, null, null, new TreeMap<>(keys.get(info.id())));
    }

    @Override
    public Mono<List<BlindSignature>> swap(MintUrl mint, RequestBody body, Replay replay) {
        throw new AssertionError();
    }

    @Override
    public Mono<List<BlindSignature>> mint(MintUrl mint, RequestBody body, Replay replay) {
        throw new AssertionError();
    }

    @Override
    public Mono<List<ProofState>> checkState(MintUrl mint, List<CurvePoint> Ys) {
        throw new AssertionError();
    }

    @Override
    public Mono<MintCodec.Restored> restore(MintUrl mint, List<BlindedMessage> outputs) {
        throw new AssertionError();
    }

    @Override
    public Mono<MintQuote> requestMintQuote(MintUrl mint, Amount amount, CurrencyUnit unit) {
        throw new AssertionError();
    }

    @Override
    public Mono<MintQuote> mintQuote(MintUrl mint, String quoteId) {
        throw new AssertionError();
    }
}
