package io.nutflux.codec;

import static io.nutflux.codec.JsonCursor.malformed;
import static io.nutflux.codec.JsonCursor.required;

import io.nutflux.error.LimitExceededException;
import io.nutflux.model.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the JSON that a secret with a spending condition is (NUT-10): {@code [kind, {nonce, data, tags}]}. */
public final class ConditionCodec {

    /** Deeper than the form needs, for fields of a later version. Lengths are bounded by the secret's own. */
    private static final int DEPTH = 16;

    private static final JsonFormat JSON = new JsonFormat(DecodeLimits.defaults()
            .withNestingDepth(DEPTH)
            .withStringLength(Integer.MAX_VALUE)
            .withElements(Integer.MAX_VALUE));

    private ConditionCodec() {}

    /** What a well-known secret holds; {@code tags} is empty if there are none. */
    public record Condition(String kind, String nonce, String data, List<List<String>> tags) {

        public Condition {
            tags = tags.stream().map(List::copyOf).toList();
        }

        @Override
        public String toString() {
            return "Condition[" + kind + ", redacted]";
        }
    }

    /** The condition, or empty if the text is not exactly of that form. Never throws. */
    public static Optional<Condition> read(Secret secret) {
        if (!startsLikeArray(secret.text())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.read(secret.utf8(), ConditionCodec::condition));
        } catch (DecodeException | LimitExceededException e) {
            return Optional.empty();
        }
    }

    /** Spares the common secret, 64 hexadecimal characters, the parser. */
    private static boolean startsLikeArray(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return c == '[';
            }
        }
        return false;
    }

    private static Condition condition(JsonCursor in) {
        ConditionFields fields = new ConditionFields();
        int items = in.list("secret", fields::item).size();
        if (items != 2) {
            throw malformed("secret", "not a pair");
        }
        return new Condition(
                required(fields.kind, "kind"),
                required(fields.nonce, "nonce"),
                required(fields.data, "data"),
                fields.tags);
    }

    private static final class ConditionFields implements JsonCursor.Fields {
        private @Nullable String kind;
        private @Nullable String nonce;
        private @Nullable String data;
        private List<List<String>> tags = List.of();

        /** The first item is the kind, the second the object. */
        boolean item(JsonCursor in) {
            if (kind == null) {
                kind = in.text("kind");
            } else {
                in.object("secret", this);
            }
            return true;
        }

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "nonce" -> nonce = in.text(name);
                case "data" -> data = in.text(name);
                case "tags" -> tags = in.list(name, ConditionFields::tag);
                default -> in.skip();
            }
        }

        private static List<String> tag(JsonCursor in) {
            List<String> tag = in.list("tag", ConditionFields::tagItem);
            if (tag.isEmpty()) {
                throw malformed("tag", "empty");
            }
            return tag;
        }

        private static String tagItem(JsonCursor in) {
            String text = in.text("tag");
            if (text.isEmpty()) {
                throw malformed("tag", "an empty string");
            }
            return text;
        }
    }
}
