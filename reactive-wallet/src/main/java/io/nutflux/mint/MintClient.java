package io.nutflux.mint;

import io.nutflux.codec.MintCodec;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintInfo;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.ProofState;
import io.nutflux.model.RequestBody;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A mint's HTTP endpoints, one method each.
 *
 * <p>Every {@code Mono} is cold: each subscription is one request, with the retries its kind allows (GET, {@code
 * checkstate} and {@code restore} always; a request that moves value only as {@link Replay} says, with the identical
 * bytes). It emits one answer or a {@link io.nutflux.error.MintException}, on a Reactor Netty thread. Cancelling closes
 * the exchange; whether the mint acted is then unknown.
 */
public interface MintClient {

    /** {@code GET /v1/info} (NUT-06). */
    Mono<MintInfo> info(MintUrl mint);

    /** {@code GET /v1/keysets} (NUT-02). */
    Mono<List<KeysetInfo>> keysets(MintUrl mint);

    /** {@code GET /v1/keys}: active keysets with their keys (NUT-01). */
    Mono<List<MintCodec.KeysEntry>> activeKeys(MintUrl mint);

    /** {@code GET /v1/keys/{id}} (NUT-02). Fails with {@code MintResponseException} if the answer lacks that id. */
    Mono<MintCodec.KeysEntry> keys(MintUrl mint, KeysetId id);

    /** {@code POST /v1/swap} with exactly {@code body} (NUT-03). */
    Mono<List<BlindSignature>> swap(MintUrl mint, RequestBody body, Replay replay);

    /** {@code POST /v1/mint/bolt11} with exactly {@code body} (NUT-04). */
    Mono<List<BlindSignature>> mint(MintUrl mint, RequestBody body, Replay replay);

    /**
     * {@code POST /v1/checkstate} (NUT-07), in as many requests as the batch limit asks for. The states come in the order
     * of {@code Ys}, one each, or it fails with {@code MintMisbehavedException}.
     */
    Mono<List<ProofState>> checkState(MintUrl mint, List<CurvePoint> Ys);

    /** {@code POST /v1/restore} (NUT-09). */
    Mono<MintCodec.Restored> restore(MintUrl mint, List<BlindedMessage> outputs);

    /** {@code POST /v1/mint/quote/bolt11} (NUT-04, NUT-23). Not retried: each call may make a quote. */
    Mono<MintQuote> requestMintQuote(MintUrl mint, Amount amount, CurrencyUnit unit);

    /** {@code GET /v1/mint/quote/bolt11/{id}}. */
    Mono<MintQuote> mintQuote(MintUrl mint, String quoteId);
}
