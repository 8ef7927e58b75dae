package io.nutflux.cli;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.error.CashuException;
import io.nutflux.model.Hex;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.Token;
import io.nutflux.token.TokenCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes items of lines: {@code key<TAB>token}, or a token alone, whose key is then made of its digest. Remembers the keys
 * of the run, about a hundred bytes for each, so that a key met twice is told and not redeemed under a wrong name.
 * Not thread-safe.
 */
final class ItemReader {

    /** The longest line: the longest token, a key, and what separates them. */
    static final int LONGEST_LINE = DecodeLimits.DEFAULT_TOKEN_LENGTH + 1_024;

    private static final int DIGITS_OF_DIGEST = 32;
    private static final int LONGEST_GIVEN_KEY = RedeemRequest.MAX_KEY_LENGTH - 8;

    private record Seen(long line, long tokenDigest) {}

    private final TokenCodec codec = new TokenCodec(DecodeLimits.defaults());
    private final Map<String, Seen> seen = new HashMap<>();

    /** The items of a line: none for a blank one and a comment, several for a V3 token of several mints. */
    List<Item> read(BoundedLines.Line line) {
        String text = line.text().strip();
        if (!line.tooLong() && (text.isEmpty() || text.startsWith("#"))) {
            return List.of();
        }
        int tab = line.text().indexOf('\t');
        String givenKey = tab < 0 ? null : line.text().substring(0, tab).strip();
        if (givenKey != null && !isKey(givenKey)) {
            return refused(
                    null,
                    line,
                    Outcome.BAD_KEY,
                    "a key has 1 to " + LONGEST_GIVEN_KEY
                            + " printable ASCII characters, is no token and does not begin with "
                            + RedeemRequest.RESERVED_PREFIX);
        }
        if (line.tooLong()) {
            return refused(givenKey, line, Outcome.LINE_TOO_LONG, "a line has at most " + LONGEST_LINE + " bytes");
        }
        String token = tab < 0 ? text : line.text().substring(tab + 1).strip();
        String key = givenKey == null ? keyOf(token) : givenKey;
        List<String> parts = byMint(token);
        List<Item> items = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            String partKey = parts.size() == 1 ? key : key + "#" + (i + 1);
            items.add(item(partKey, parts.get(i), line.number()));
        }
        return items;
    }

    /** The key of a token that came without one: it names the token and does not give it away. */
    static String keyOf(String token) {
        return Hex.encode(sha256(token)).substring(0, DIGITS_OF_DIGEST);
    }

    /** A V3 token of several mints as one token a mint (00.25); anything else as it is. */
    private List<String> byMint(String token) {
        String bare = token.startsWith("cashu:") ? token.substring("cashu:".length()) : token;
        if (!bare.startsWith("cashuA")) {
            return List.of(token);
        }
        Token decoded;
        try {
            decoded = codec.decode(token);
        } catch (CashuException e) {
            return List.of(token); // the wallet says what is wrong with it
        }
        if (decoded.entries().size() == 1) {
            return List.of(token);
        }
        return decoded.entries().stream()
                .map(entry ->
                        codec.encodeV3(new Token(Token.Version.V3, List.of(entry), decoded.unit(), decoded.memo())))
                .toList();
    }

    private Item item(String key, String token, long line) {
        long digest = java.nio.ByteBuffer.wrap(sha256(token)).getLong();
        Seen before = seen.putIfAbsent(key, new Seen(line, digest));
        if (before == null) {
            return new Item.Ready(new RedeemRequest(key, token), line);
        }
        return new Item.Decided(
                before.tokenDigest() == digest
                        ? Outcome.duplicate(key, line, Outcome.SAME_KEY, "the same as line " + before.line())
                        : Outcome.refused(
                                key, line, "KEY_REUSED", "line " + before.line() + " has this key for another token"));
    }

    private static boolean isKey(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_GIVEN_KEY
                && !text.startsWith("cashu")
                && !text.startsWith(RedeemRequest.RESERVED_PREFIX)
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static List<Item> refused(@Nullable String key, BoundedLines.Line line, String reason, String detail) {
        return List.of(new Item.Decided(Outcome.refused(key, line.number(), reason, detail)));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every platform has it
        }
    }
}
