package io.nutflux.codec;

import static io.nutflux.codec.JsonCursor.malformed;
import static io.nutflux.codec.JsonCursor.required;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code GET /v1/info} (NUT-06). Everything in it is optional and much of it is decoration, so a field of the wrong
 * form counts as absent, and malformed settings switch off their NUT only (06.5).
 */
final class InfoReader {

    /** Longer is as good as for ever, and a duration of 2^63 seconds overflows at its first use. */
    private static final Duration LONGEST_TTL = Duration.ofDays(36_525);

    private InfoReader() {}

    static MintInfo read(JsonCursor in) {
        InfoFields fields = new InfoFields();
        in.object("body", fields);
        return new MintInfo(
                fields.name,
                fields.version,
                fields.description,
                fields.motd,
                fields.pubkey,
                fields.urls,
                fields.time,
                fields.nuts);
    }

    private static final class InfoFields implements JsonCursor.Fields {
        private @Nullable String name;
        private @Nullable String version;
        private @Nullable String description;
        private @Nullable String motd;
        private @Nullable CurvePoint pubkey;
        private List<String> urls = List.of();
        private @Nullable Long time;
        private Map<Integer, MintInfo.NutSettings> nuts = Map.of();

        @Override
        public void read(String field, JsonCursor in) {
            in.attempt(value -> take(field, value));
        }

        private void take(String field, JsonCursor in) {
            switch (field) {
                case "name" -> name = in.text(field);
                case "version" -> version = in.text(field);
                case "description" -> description = in.text(field);
                case "motd" -> motd = in.text(field);
                case "pubkey" -> pubkey = in.parsed(field, CurvePoint::fromHex);
                case "urls" -> urls = in.list(field, value -> value.text(field));
                case "time" -> time = in.number(field);
                case "nuts" -> nuts = nuts(in);
                default -> in.skip();
            }
        }
    }

    private static Map<Integer, MintInfo.NutSettings> nuts(JsonCursor in) {
        Map<Integer, MintInfo.NutSettings> nuts = new HashMap<>();
        in.object("nuts", (name, value) -> {
            int nut = nutNumber(name);
            if (nut < 0) {
                value.skip();
            } else {
                value.attempt(settings -> nuts.put(nut, settings(nut, settings)));
            }
        });
        return nuts;
    }

    /** The number that {@code name} is in plain decimal, at most three digits; -1 if it is none. */
    private static int nutNumber(String name) {
        if (name.isEmpty() || name.length() > 3 || (name.length() > 1 && name.charAt(0) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    /** The shapes of 06.4. */
    private static MintInfo.NutSettings settings(int nut, JsonCursor in) {
        return switch (nut) {
            case 4, 5 -> methods(in);
            case 7, 8, 9, 10, 11, 12, 14, 20 -> supported(in);
            case 19 -> cachedResponses(in);
            default -> other(in);
        };
    }

    private static MintInfo.Supported supported(JsonCursor in) {
        var fields = new JsonCursor.Fields() {
            private @Nullable Boolean supported;

            @Override
            public void read(String name, JsonCursor value) {
                if (name.equals("supported")) {
                    supported = value.bool(name);
                } else {
                    value.skip();
                }
            }
        };
        in.object("settings", fields);
        return new MintInfo.Supported(required(fields.supported, "supported"));
    }

    private static MintInfo.Methods methods(JsonCursor in) {
        var fields = new JsonCursor.Fields() {
            private @Nullable List<MintInfo.Method> methods;
            private boolean disabled;

            @Override
            public void read(String name, JsonCursor value) {
                switch (name) {
                    case "methods" -> methods = value.list(name, InfoReader::method);
                    case "disabled" -> disabled = value.bool(name);
                    default -> value.skip();
                }
            }
        };
        in.object("settings", fields);
        return new MintInfo.Methods(required(fields.methods, "methods"), fields.disabled);
    }

    private static MintInfo.Method method(JsonCursor in) {
        var fields = new JsonCursor.Fields() {
            private @Nullable String method;
            private @Nullable CurrencyUnit unit;
            private @Nullable Amount min;
            private @Nullable Amount max;

            @Override
            public void read(String name, JsonCursor value) {
                switch (name) {
                    case "method" -> method = value.text(name);
                    case "unit" -> unit = value.parsed(name, CurrencyUnit::new);
                    case "min_amount" -> min = value.amount(name);
                    case "max_amount" -> max = value.amount(name);
                    default -> value.skip();
                }
            }
        };
        in.object("method", fields);
        return new MintInfo.Method(
                required(fields.method, "method"), required(fields.unit, "unit"), fields.min, fields.max);
    }

    /** Without {@code ttl} the cache is not to be relied on; with {@code null} it keeps for ever (19.1, 19.6). */
    private static MintInfo.CachedResponses cachedResponses(JsonCursor in) {
        var fields = new JsonCursor.Fields() {
            private boolean hasTtl;
            private @Nullable Duration ttl;
            private @Nullable List<MintInfo.Endpoint> endpoints;

            @Override
            public void read(String name, JsonCursor value) {
                switch (name) {
                    case "ttl" -> {
                        hasTtl = true;
                        Duration given = Duration.ofSeconds(value.number(name));
                        ttl = given.compareTo(LONGEST_TTL) > 0 ? null : given;
                    }
                    case "cached_endpoints" -> endpoints = value.list(name, InfoReader::endpoint);
                    default -> value.skip();
                }
            }

            @Override
            public void readNull(String name) {
                hasTtl |= name.equals("ttl");
            }
        };
        in.object("settings", fields);
        if (!fields.hasTtl) {
            throw malformed("ttl", "missing");
        }
        return new MintInfo.CachedResponses(fields.ttl, new HashSet<>(required(fields.endpoints, "cached_endpoints")));
    }

    private static MintInfo.Endpoint endpoint(JsonCursor in) {
        var fields = new JsonCursor.Fields() {
            private @Nullable String method;
            private @Nullable String path;

            @Override
            public void read(String name, JsonCursor value) {
                switch (name) {
                    case "method" -> method = value.text(name);
                    case "path" -> path = value.text(name);
                    default -> value.skip();
                }
            }
        };
        in.object("endpoint", fields);
        return new MintInfo.Endpoint(required(fields.method, "method"), required(fields.path, "path"));
    }

    private static MintInfo.Other other(JsonCursor in) {
        if (!in.isObject()) {
            throw malformed("settings", "not an object");
        }
        in.skip();
        return new MintInfo.Other();
    }
}
