package io.nutflux.codec;

import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintQuote;
import io.nutflux.model.Proof;
import io.nutflux.model.ProofState;
import io.nutflux.model.RequestBody;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON bodies of a mint's HTTP endpoints.
 *
 * <p>Writers are deterministic: the same arguments give the same bytes, which is what a replay (NUT-19) needs. Readers
 * ignore unknown fields, take {@code null} as absent, and throw {@link DecodeException} for a body of another shape and
 * {@link io.nutflux.error.LimitExceededException} past a limit.
 */
public final class MintCodec {

    private final DecodeLimits limits;

    public MintCodec(DecodeLimits limits) {
        this.limits = limits;
    }

    /** {@code {"inputs": […], "outputs": […]}} of {@code POST /v1/swap}; neither dleq nor p2pk_e is written (00.13). */
    public RequestBody swapRequest(List<Proof> inputs, List<BlindedMessage> outputs) {
        throw new UnsupportedOperationException();
    }

    /** {@code {"Ys": […]}} of {@code POST /v1/checkstate}. */
    public RequestBody checkStateRequest(List<CurvePoint> Ys) {
        throw new UnsupportedOperationException();
    }

    /** {@code {"outputs": […]}} of {@code POST /v1/restore}. */
    public RequestBody restoreRequest(List<BlindedMessage> outputs) {
        throw new UnsupportedOperationException();
    }

    /** {@code {"amount", "unit"}} of {@code POST /v1/mint/quote/bolt11}. */
    public RequestBody mintQuoteRequest(Amount amount, CurrencyUnit unit) {
        throw new UnsupportedOperationException();
    }

    /** {@code {"quote", "outputs"}} of {@code POST /v1/mint/bolt11}. */
    public RequestBody mintRequest(String quoteId, List<BlindedMessage> outputs) {
        throw new UnsupportedOperationException();
    }

    public MintInfo readInfo(byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** {@code GET /v1/keysets}; entries with an id this version does not know are left out (02.13). */
    public List<KeysetInfo> readKeysets(byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** {@code GET /v1/keys[/{id}]}. */
    public List<KeysEntry> readKeys(byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** {@code {"signatures": […]}}. */
    public List<BlindSignature> readSignatures(byte[] body) {
        throw new UnsupportedOperationException();
    }

    public List<ProofState> readStates(byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** {@code {"outputs": […], "signatures": […]}}; of equal length, else {@link DecodeException} (09.2). */
    public Restored readRestored(byte[] body) {
        throw new UnsupportedOperationException();
    }

    public MintQuote readMintQuote(byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** Reads an error body of whatever form; never throws (00.18). */
    public ErrorBody readError(byte[] body) {
        throw new UnsupportedOperationException();
    }

    DecodeLimits limits() {
        return limits;
    }

    /**
     * One keyset of {@code GET /v1/keys}: {@code active}, fee and expiry came late to this answer and may be absent
     * (01.5).
     */
    public record KeysEntry(
            io.nutflux.model.KeysetId id,
            CurrencyUnit unit,
            @Nullable Boolean active,
            @Nullable Long inputFeePpk,
            @Nullable Long finalExpiry,
            NavigableMap<Amount, CurvePoint> keys) {

        /** The keyset, with what this answer lacks taken from {@code info}. */
        public Keyset toKeyset(KeysetInfo info) {
            return Keyset.of(info, Map.copyOf(keys));
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
