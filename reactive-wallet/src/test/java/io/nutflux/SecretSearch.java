package io.nutflux;

import io.nutflux.model.Hex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks for known secrets in bytes: raw, in hexadecimal, and in both kinds of base64 wherever in a longer text they begin. */
final class SecretSearch {

    /** How many bytes of a form decide whether to compare the rest. */
    private static final int HEAD = 3;

    private static final class Form {

        private final String name;
        private final byte[] bytes;

        Form(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }
    }

    private final Map<String, byte[]> secrets = new LinkedHashMap<>();

    void add(String name, byte[] secret) {
        secrets.put(name, secret);
    }

    int size() {
        return secrets.size();
    }

    /** The names of those secrets that are in {@code bytes}, and in which form. */
    SortedSet<String> in(byte[] bytes) {
        boolean[] heads = new boolean[1 << (8 * HEAD)];
        Map<Integer, List<Form>> byHead = new HashMap<>();
        secrets.forEach((name, secret) -> forms(secret).forEach(form -> {
            int head = head(form, 0);
            heads[head] = true;
            byHead.computeIfAbsent(head, any -> new ArrayList<>())
                    .add(new Form(name + " as " + new String(form, StandardCharsets.ISO_8859_1), form));
        }));
        SortedSet<String> found = new TreeSet<>();
        for (int i = 0; i + HEAD <= bytes.length; i++) {
            int head = head(bytes, i);
            if (heads[head]) {
                for (Form form : byHead.get(head)) {
                    int end = i + form.bytes.length;
                    if (end <= bytes.length && Arrays.equals(bytes, i, end, form.bytes, 0, form.bytes.length)) {
                        found.add(form.name);
                    }
                }
            }
        }
        return found;
    }

    private static int head(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 16) | ((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff);
    }

    private static List<byte[]> forms(byte[] secret) {
        List<byte[]> forms = new ArrayList<>();
        forms.add(secret);
        String hex = Hex.encode(secret);
        forms.add(ascii(hex));
        forms.add(ascii(hex.toUpperCase(Locale.ROOT)));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first characters hold what stands before, the last one what follows.
            String core = encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 1);
            forms.add(ascii(core));
            forms.add(ascii(core.replace('+', '-').replace('/', '_')));
        }
        return forms;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
