package io.nutflux.codec;

import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintQuote;
import io.nutflux.model.Proof;
import io.nutflux.model.ProofState;
import io.nutflux.model.RequestBody;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON bodies of a mint's HTTP endpoints.
 *
 * <p>Writers are deterministic: the same arguments give the same bytes, which is what a replay (NUT-19) needs. Readers
 * ignore unknown fields, take {@code null} as absent, and throw {@link DecodeException} for a body of another shape and
 * {@link io.nutflux.error.LimitExceededException} past a limit.
 */
public final class MintCodec {

    private final JsonFormat json;

    public MintCodec(DecodeLimits limits) {
        this.json = new JsonFormat(limits);
    }

    /** {@code {"inputs": […], "outputs": […]}} of {@code POST /v1/swap}; neither dleq nor p2pk_e is written (00.13). */
    public RequestBody swapRequest(List<Proof> inputs, List<BlindedMessage> outputs) {
        return request(out -> {
            out.writeArrayPropertyStart("inputs");
            inputs.forEach(input -> ModelWriter.input(out, input));
            out.writeEndArray();
            ModelWriter.outputs(out, outputs);
        });
    }

    /** {@code {"Ys": […]}} of {@code POST /v1/checkstate}. */
    public RequestBody checkStateRequest(List<CurvePoint> Ys) {
        return request(out -> {
            out.writeArrayPropertyStart("Ys");
            Ys.forEach(Y -> out.writeString(Y.toHex()));
            out.writeEndArray();
        });
    }

    /** {@code {"outputs": […]}} of {@code POST /v1/restore}. */
    public RequestBody restoreRequest(List<BlindedMessage> outputs) {
        return request(out -> ModelWriter.outputs(out, outputs));
    }

    /** {@code {"amount", "unit"}} of {@code POST /v1/mint/quote/bolt11}. */
    public RequestBody mintQuoteRequest(Amount amount, CurrencyUnit unit) {
        return request(out -> {
            ModelWriter.amount(out, amount);
            out.writeStringProperty("unit", unit.label());
        });
    }

    /** {@code {"quote", "outputs"}} of {@code POST /v1/mint/bolt11}. */
    public RequestBody mintRequest(String quoteId, List<BlindedMessage> outputs) {
        return request(out -> {
            ModelWriter.text(out, "quote", quoteId);
            ModelWriter.outputs(out, outputs);
        });
    }

    /** {@code GET /v1/info}; malformed settings switch off their NUT only, other malformed fields count as absent (06.5). */
    public MintInfo readInfo(byte[] body) {
        return json.readAnswer(body, InfoReader::read);
    }

    /** {@code GET /v1/keysets}; entries with an id this version does not know are left out (02.13). */
    public List<KeysetInfo> readKeysets(byte[] body) {
        return json.readAnswer(body, KeysetsReader::infos);
    }

    /** {@code GET /v1/keys[/{id}]}; entries with an id this version does not know are left out (02.13). */
    public Keys readKeys(byte[] body) {
        return json.readAnswer(body, KeysetsReader::keys);
    }

    /** {@code {"signatures": […]}} of a swap or a mint, in the order of the answer. */
    public List<BlindSignature> readSignatures(byte[] body) {
        return json.readAnswer(body, AnswerReader::signatures);
    }

    /** {@code {"states": […]}} in the order of the answer; a state without a name here is {@code UNKNOWN} (07.3). */
    public List<ProofState> readStates(byte[] body) {
        return json.readAnswer(body, AnswerReader::states);
    }

    /** {@code {"outputs": […], "signatures": […]}}; of equal length, else {@link DecodeException} (09.2). */
    public Restored readRestored(byte[] body) {
        return json.readAnswer(body, AnswerReader::restored);
    }

    /** A mint quote of method bolt11; an expiry of 0 is none. */
    public MintQuote readMintQuote(byte[] body) {
        return json.readAnswer(body, AnswerReader::mintQuote);
    }

    /** Reads an error body of whatever form; never throws (00.18). */
    public ErrorBody readError(byte[] body) {
        return ErrorReader.read(json, body);
    }

    private static RequestBody request(Consumer<JsonGenerator> members) {
        return RequestBody.of(JsonFormat.write(out -> {
            out.writeStartObject();
            members.accept(out);
            out.writeEndObject();
        }));
    }

    /**
     * The keysets of one answer. One that a mint garbled does not hide the others.
     *
     * @param entries those that can be used
     * @param malformed ids of those with a key that is no point, an amount that is none, or another field of the wrong
     *     form: to be refused whole (01.2, 01.4)
     */
    public record Keys(List<KeysEntry> entries, List<KeysetId> malformed) {
        public Keys {
            entries = List.copyOf(entries);
            malformed = List.copyOf(malformed);
        }
    }

    /**
     * One keyset of {@code GET /v1/keys}: {@code active}, fee and expiry came late to this answer and may be absent
     * (01.5).
     */
    public record KeysEntry(
            KeysetId id,
            CurrencyUnit unit,
            @Nullable Boolean active,
            @Nullable Long inputFeePpk,
            @Nullable Long finalExpiry,
            NavigableMap<Amount, CurvePoint> keys) {

        public KeysEntry {
            keys = Collections.unmodifiableNavigableMap(new TreeMap<>(keys));
        }

        /** The keyset, with what this answer lacks taken from {@code info}. */
        public Keyset toKeyset(KeysetInfo info) {
            return new Keyset(info, keys);
        }
    }

    /** What {@code POST /v1/restore} answers: {@code signatures[i]} is for {@code outputs[i]}. */
    public record Restored(List<BlindedMessage> outputs, List<BlindSignature> signatures) {
        public Restored {
            outputs = List.copyOf(outputs);
            signatures = List.copyOf(signatures);
        }
    }

    /**
     * An error body.
     *
     * @param readable whether it was a JSON object with a {@code detail} or a {@code code}, so a mint's own word
     * @param detail {@code ""} if there was none
     */
    public record ErrorBody(boolean readable, @Nullable Integer code, String detail) {}
}
