package io.nutflux.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A token: proofs of one or, in the old V3 form, several mints (NUT-00).
 *
 * @param version the form it came in
 * @param entries one for each mint; not empty
 * @param unit the token's label, a hint: the true unit comes from the keysets; {@code null} in V3 without one
 * @param memo the sender's words, untrusted
 */
public record Token(
        Version version,
        List<Entry> entries,
        @Nullable CurrencyUnit unit,
        @Nullable String memo) {

    public enum Version {
        V3,
        V4
    }

    /** The proofs of one mint. */
    public record Entry(MintUrl mint, List<Proof> proofs) {
        public Entry {
            proofs = List.copyOf(proofs);
        }
    }

    public Token {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a token has proofs");
        }
        entries = List.copyOf(entries);
    }

    /** A V4 token of one mint. */
    public static Token of(MintUrl mint, CurrencyUnit unit, List<Proof> proofs, @Nullable String memo) {
        return new Token(Version.V4, List.of(new Entry(mint, proofs)), unit, memo);
    }

    public Stream<Proof> proofs() {
        return entries.stream().flatMap(entry -> entry.proofs().stream());
    }

    public int proofCount() {
        return entries.stream().mapToInt(entry -> entry.proofs().size()).sum();
    }

    /** Face value of all proofs, fees not considered. Throws {@link ArithmeticException} past 2^64 - 1. */
    public Amount value() {
        return Amount.sum(proofs().map(Proof::amount).toList());
    }

    @Override
    public String toString() {
        return "Token[" + version + ", "
                + entries.stream().map(entry -> entry.mint().value()).collect(Collectors.joining(" "))
                + ", " + proofCount() + " proofs, redacted]";
    }
}
