package io.nutflux.mint;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A mint's keysets at one moment.
 *
 * @param infos every keyset listed, by full id
 * @param loaded those whose keys are at hand: active ones, unless their mint garbles them or has too many
 */
public record MintKeysets(Map<KeysetId, KeysetInfo> infos, Map<KeysetId, Keyset> loaded) {

    public MintKeysets {
        infos = Map.copyOf(infos);
        loaded = Map.copyOf(loaded);
    }

    public static MintKeysets of(Collection<KeysetInfo> infos, Collection<Keyset> loaded) {
        return new MintKeysets(
                infos.stream().collect(Collectors.toMap(KeysetInfo::id, Function.identity())),
                loaded.stream().collect(Collectors.toMap(Keyset::id, Function.identity())));
    }

    /** The same, with the keyset's keys not at hand, so that no outputs are put on it. */
    public MintKeysets withoutKeysOf(KeysetId id) {
        Map<KeysetId, Keyset> others = new HashMap<>(loaded);
        others.remove(id);
        return new MintKeysets(infos, others);
    }

    /** The full ids that {@code id} can mean: itself if known, or all that a short id begins (00.35, 00.36). */
    public List<KeysetId> meantBy(KeysetId id) {
        return infos.keySet().stream()
                .filter(full -> full.isMeantBy(id))
                .sorted()
                .toList();
    }

    /**
     * The keyset to sign new outputs with: active, its keys at hand, of {@code unit}, not expired at {@code unixSeconds}
     * plus a margin; the one with the lowest fee, then the latest expiry (02.4, 02.6).
     */
    public Optional<Keyset> forOutputs(CurrencyUnit unit, long unixSeconds) {
        return loaded.values().stream()
                .filter(keyset -> keyset.info().active()
                        && keyset.unit().equals(unit)
                        && !keyset.info().isExpiredAt(unixSeconds + EXPIRY_MARGIN_SECONDS))
                .min(Comparator.comparingLong((Keyset keyset) -> keyset.info().inputFeePpk())
                        .thenComparing(keyset -> -expiryOf(keyset))
                        .thenComparing(Keyset::id));
    }

    private static long expiryOf(Keyset keyset) {
        Long expiry = keyset.info().finalExpiry();
        return expiry == null || expiry == 0 ? Long.MAX_VALUE : expiry;
    }

    /** Outputs are not put on a keyset that ends within a day. */
    static final long EXPIRY_MARGIN_SECONDS = 86_400;
}
