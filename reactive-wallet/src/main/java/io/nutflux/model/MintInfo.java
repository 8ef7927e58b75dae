package io.nutflux.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /v1/info} tells (NUT-06). Every text is the mint's own and untrusted.
 *
 * @param time the mint's clock in Unix seconds, if told
 * @param nuts settings by NUT number; a malformed entry is left out, which disables that NUT only
 */
public record MintInfo(
        @Nullable String name,
        @Nullable String version,
        @Nullable String description,
        @Nullable String motd,
        @Nullable CurvePoint pubkey,
        List<String> urls,
        @Nullable Long time,
        Map<Integer, NutSettings> nuts) {

    public MintInfo {
        urls = List.copyOf(urls);
        nuts = Map.copyOf(nuts);
    }

    /** The settings of one NUT, by shape (protocol 06.4). */
    public sealed interface NutSettings {}

    /** {@code {supported: bool}}: NUTs 7 to 12, 14, 20. */
    public record Supported(boolean supported) implements NutSettings {}

    /** NUTs 4 and 5. */
    public record Methods(List<Method> methods, boolean disabled) implements NutSettings {
        public Methods {
            methods = List.copyOf(methods);
        }
    }

    /** One (method, unit) pair with its limits; {@code null} for no limit. */
    public record Method(
            String method,
            CurrencyUnit unit,
            @Nullable Amount minAmount,
            @Nullable Amount maxAmount) {}

    /**
     * NUT-19.
     *
     * @param ttl how long an answer is kept; {@code null} for without limit
     */
    public record CachedResponses(@Nullable Duration ttl, Set<Endpoint> endpoints) implements NutSettings {
        public CachedResponses {
            endpoints = Set.copyOf(endpoints);
        }
    }

    /** HTTP method and path below the mint's base address, as in {@code POST /v1/swap}. */
    public record Endpoint(String method, String path) {}

    /** Present, in a shape this version does not read further. */
    public record Other() implements NutSettings {}

    /** Whether a NUT whose settings are {@code {supported}} is announced as supported. */
    public boolean supports(int nut) {
        return nuts.get(nut) instanceof Supported settings && settings.supported();
    }

    /** NUT-19 settings, if announced. */
    public Optional<CachedResponses> cachedResponses() {
        return nuts.get(19) instanceof CachedResponses settings ? Optional.of(settings) : Optional.empty();
    }

    /** The minting limits for (method, unit): empty if minting is disabled or the pair is not listed (04.9). */
    public Optional<Method> mintMethod(String method, CurrencyUnit unit) {
        return nuts.get(4) instanceof Methods settings && !settings.disabled()
                ? settings.methods().stream()
                        .filter(m -> m.method().equals(method) && m.unit().equals(unit))
                        .findFirst()
                : Optional.empty();
    }

    /** Numbers of the NUTs that the mint announces and does not switch off. */
    public SortedSet<Integer> announced() {
        SortedSet<Integer> numbers = new TreeSet<>();
        nuts.forEach((nut, settings) -> {
            boolean off = (settings instanceof Supported supported && !supported.supported())
                    || (settings instanceof Methods methods && methods.disabled());
            if (!off) {
                numbers.add(nut);
            }
        });
        return numbers;
    }
}
