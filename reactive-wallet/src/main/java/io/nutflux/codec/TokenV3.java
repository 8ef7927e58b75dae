package io.nutflux.codec;

import static io.nutflux.codec.JsonCursor.malformed;
import static io.nutflux.codec.JsonCursor.required;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The JSON of a V3 token (00.24 to 00.26). */
final class TokenV3 {

    private TokenV3() {}

    static Token read(JsonCursor in, DecodeLimits limits) {
        TokenFields fields = new TokenFields(limits);
        in.object("body", fields);
        List<Token.Entry> entries = new ArrayList<>();
        fields.proofsByMint.forEach((mint, proofs) -> entries.add(new Token.Entry(mint, proofs)));
        if (entries.isEmpty()) {
            throw malformed("token", "no proofs");
        }
        return new Token(Token.Version.V3, entries, fields.unit, fields.memo);
    }

    static void write(JsonGenerator json, Token token) {
        json.writeStartObject();
        json.writeArrayPropertyStart("token");
        for (Token.Entry entry : token.entries()) {
            if (entry.proofs().isEmpty()) {
                throw new IllegalArgumentException("a token has proofs");
            }
            json.writeStartObject();
            json.writeStringProperty("mint", entry.mint().value());
            json.writeArrayPropertyStart("proofs");
            entry.proofs().forEach(proof -> ModelWriter.tokenProof(json, proof));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        if (token.unit() != null) {
            json.writeStringProperty("unit", token.unit().label());
        }
        ModelWriter.text(json, "memo", token.memo());
        json.writeEndObject();
    }

    private static final class TokenFields implements JsonCursor.Fields {
        private final DecodeLimits limits;
        private final Map<MintUrl, List<Proof>> proofsByMint = new LinkedHashMap<>();
        private int proofCount;
        private @Nullable CurrencyUnit unit;
        private @Nullable String memo;

        TokenFields(DecodeLimits limits) {
            this.limits = limits;
        }

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "token" -> in.list(name, this::entry).forEach(this::add);
                case "unit" -> unit = in.parsed(name, CurrencyUnit::new);
                case "memo" -> memo = in.text(name);
                default -> in.skip();
            }
        }

        private EntryFields entry(JsonCursor in) {
            EntryFields fields = new EntryFields(this);
            in.object("token", fields);
            return fields;
        }

        /** A mint named twice is one mint (00.23); an entry without proofs is worth nothing and says nothing. */
        private void add(EntryFields entry) {
            MintUrl mint = required(entry.mint, "mint");
            List<Proof> proofs = required(entry.proofs, "proofs");
            if (!proofs.isEmpty()) {
                proofsByMint.computeIfAbsent(mint, url -> new ArrayList<>()).addAll(proofs);
            }
        }

        private Proof proof(JsonCursor in) {
            if (++proofCount > limits.proofsPerToken()) {
                throw new LimitExceededException(Limit.PROOFS_PER_TOKEN, limits.proofsPerToken());
            }
            return ModelJson.proof(in);
        }
    }

    private static final class EntryFields implements JsonCursor.Fields {
        private final TokenFields token;
        private @Nullable MintUrl mint;
        private @Nullable List<Proof> proofs;

        EntryFields(TokenFields token) {
            this.token = token;
        }

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "mint" -> mint = in.parsed(name, MintUrl::of);
                case "proofs" -> proofs = in.list(name, token::proof);
                default -> in.skip();
            }
        }
    }
}
