package io.nutflux.token;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import io.nutflux.model.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Tokens of every form, the same for the same seed. Their points have the form of points only. */
final class RandomTokens {

    private static final String[] TEXTS = {
        "plain", "quote \" backslash \\ slash /", "line\nbreak\ttab\u0001", "grüße 日本語 \ud83e\udd5c", "\u2028\u00a0"
    };

    private final Random random;

    RandomTokens(long seed) {
        this.random = new Random(seed);
    }

    /** A token of one mint, proofs grouped by keyset, as V4 can hold. */
    Token v4() {
        return new Token(Token.Version.V4, List.of(entry(0)), new CurrencyUnit("sat"), maybeText());
    }

    Token v3() {
        List<Token.Entry> entries = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(this::entry)
                .toList();
        return new Token(Token.Version.V3, entries, random.nextBoolean() ? new CurrencyUnit("usd") : null, maybeText());
    }

    private Token.Entry entry(int index) {
        List<Proof> proofs = new ArrayList<>();
        for (int keyset = random.nextInt(3); keyset >= 0; keyset--) {
            KeysetId id = id();
            for (int i = random.nextInt(5); i >= 0; i--) {
                proofs.add(proof(id));
            }
        }
        proofs.sort(Comparator.comparing(Proof::id));
        return new Token.Entry(MintUrl.of("https://mint" + index + ".example:8443/path"), proofs);
    }

    private Proof proof(KeysetId id) {
        return new Proof(
                amount(),
                id,
                new Secret(random.nextBoolean() ? hex(32) : TEXTS[random.nextInt(TEXTS.length)]),
                point(),
                random.nextInt(3) == 0 ? "{\"signatures\":[\"" + hex(64) + "\"]}" : null,
                random.nextBoolean() ? new DleqProof(scalar(), scalar(), scalar()) : null,
                random.nextInt(3) == 0 ? point() : null);
    }

    /** From 1 to 2^58, so that no sum of a few dozen overflows. */
    private Amount amount() {
        return Amount.of(1 + (random.nextLong() >>> (6 + random.nextInt(58))));
    }

    private KeysetId id() {
        return switch (random.nextInt(3)) {
            case 0 -> new KeysetId("00" + hex(7));
            case 1 -> new KeysetId("01" + hex(7));
            default -> new KeysetId("01" + hex(32));
        };
    }

    private CurvePoint point() {
        return CurvePoint.fromHex((random.nextBoolean() ? "02" : "03") + hex(32));
    }

    private Scalar scalar() {
        return Scalar.fromHex(hex(32));
    }

    private String maybeText() {
        return random.nextBoolean() ? TEXTS[random.nextInt(TEXTS.length)] : null;
    }

    private String hex(int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return HexFormat.of().formatHex(raw);
    }
}
