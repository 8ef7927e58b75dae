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
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A mint's HTTP endpoints, one method each; {@link #create} makes one on Reactor Netty.
 *
 * <p>Every {@code Mono} is cold: each subscription is one request, with the retries its kind allows (GET, {@code
 * checkstate} and {@code restore} always; a request that moves value only as {@link Replay} says, with the identical
 * bytes). It emits one answer or a {@link io.nutflux.error.MintException}, on a thread of the scheduler, where answers are read
 * too. Cancelling closes the exchange; whether the mint acted is then unknown.
 *
 * <p>An address with plain http is refused with {@code WalletException} of reason {@code INSECURE_MINT_URL} unless it is
 * loopback or the options allow it. Redirects are not followed.
 */
public interface MintClient {

    /**
     * A client with connections of its own.
     *
     * @param timer measures timeouts and the waits between attempts, unfolds and reads answers, and runs what follows them;
     *     nothing on it blocks
     * @param clock reads dates in {@code Retry-After}
     */
    static MintClient create(MintClientOptions options, MintCodec codec, Scheduler timer, Clock clock) {
        return new NettyMintClient(
                options,
                codec,
                new MintHttp(options, timer),
                new ErrorMapping(codec, clock),
                RetryPolicy.of(options),
                timer);
    }

    /** {@code GET /v1/info} (NUT-06). */
    Mono<MintInfo> info(MintUrl mint);

    /** {@code GET /v1/keysets} (NUT-02). */
    Mono<List<KeysetInfo>> keysets(MintUrl mint);

    /** {@code GET /v1/keys}: active keysets with their keys (NUT-01), and the ids of those that are malformed. */
    Mono<MintCodec.Keys> activeKeys(MintUrl mint);

    /** {@code GET /v1/keys/{id}} (NUT-02). Fails with {@code MintResponseException} if the answer lacks that id or its
     * keys are malformed. */
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

    /** {@code POST /v1/mint/quote/bolt11} (NUT-04, NUT-23). Not repeated once it may have left: each may make a quote. */
    Mono<MintQuote> requestMintQuote(MintUrl mint, Amount amount, CurrencyUnit unit);

    /** {@code GET /v1/mint/quote/bolt11/{id}}. */
    Mono<MintQuote> mintQuote(MintUrl mint, String quoteId);

    /** Closes idle connections now and the others as their exchanges end. By default there are none to close. */
    default Mono<Void> close() {
        return Mono.empty();
    }
}
