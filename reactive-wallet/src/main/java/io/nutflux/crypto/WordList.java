package io.nutflux.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The 2,048 English words of BIP-39. Loaded once, at first use. */
final class WordList {

    static final String RESOURCE = "bip39-english.txt";
    static final int SIZE = 2048;

    private static final List<String> WORDS = load();
    private static final Map<String, Integer> INDEXES = indexes();

    private WordList() {}

    static String word(int index) {
        return WORDS.get(index);
    }

    /** The word's index, or {@code null} if it is none of them. */
    static @Nullable Integer indexOf(String word) {
        return INDEXES.get(word);
    }

    private static List<String> load() {
        try (InputStream in = WordList.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the word list is missing from the library's jar");
            }
            List<String> words = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (words.size() != SIZE) {
                throw new IllegalStateException("the word list is damaged");
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Integer> indexes() {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < WORDS.size(); i++) {
            indexes.put(WORDS.get(i), i);
        }
        return Map.copyOf(indexes);
    }
}
