package io.nutflux.sim;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds a piece of code whatever its line breaks. */
final class Snippets {

    private Snippets() {}

    /** @throws IllegalStateException unless {@code snippet} is in {@code source} exactly once */
    static String replace(String source, String snippet, String replacement, String what) {
        Matcher matcher = pattern(snippet).matcher(source);
        if (!matcher.find()) {
            throw new IllegalStateException("not in the source any more: " + what + ": " + snippet);
        }
        int start = matcher.start();
        int end = matcher.end();
        if (matcher.find()) {
            throw new IllegalStateException("more than once in the source: " + what + ": " + snippet);
        }
        return source.substring(0, start) + replacement + source.substring(end);
    }

    /** White space may be anything between words, and anything or nothing beside other characters. */
    private static Pattern pattern(String snippet) {
        String tokens = Stream.of(snippet.strip().split("\\s+|(?<=\\W)|(?=\\W)"))
                .filter(token -> !token.isBlank())
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s*"));
        return Pattern.compile(tokens);
    }
}
