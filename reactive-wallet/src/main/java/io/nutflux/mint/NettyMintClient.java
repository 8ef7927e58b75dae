package io.nutflux.mint;

import io.nutflux.codec.MintCodec;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintMisbehavedException.Kind;
import io.nutflux.error.MintResponseException;
import io.nutflux.error.WalletException;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@link MintClient} on Reactor Netty.
 *
 * <p>An endpoint's method makes a {@link Call} and names the reader of its answer. {@link #send} runs it: {@link Exchange}
 * does one, {@link MintHttp} on sockets, {@link ErrorMapping} names what went wrong, {@link Attempts} decides on the next one.
 */
final class NettyMintClient implements MintClient {

    private static final String MINT_QUOTE = "/v1/mint/quote/bolt11";

    private final MintClientOptions options;
    private final MintCodec codec;
    private final Exchange http;
    private final ErrorMapping errors;
    private final RetryPolicy policy;
    private final Scheduler timer;

    NettyMintClient(
            MintClientOptions options,
            MintCodec codec,
            Exchange http,
            ErrorMapping errors,
            RetryPolicy policy,
            Scheduler timer) {
        this.options = options;
        this.codec = codec;
        this.http = http;
        this.errors = errors;
        this.policy = policy;
        this.timer = timer;
    }

    @Override
    public Mono<MintInfo> info(MintUrl mint) {
        return send(mint, Call.get("/v1/info"), codec::readInfo);
    }

    @Override
    public Mono<List<KeysetInfo>> keysets(MintUrl mint) {
        return send(mint, Call.get("/v1/keysets"), codec::readKeysets);
    }

    @Override
    public Mono<MintCodec.Keys> activeKeys(MintUrl mint) {
        return send(mint, Call.get("/v1/keys"), codec::readKeys);
    }

    @Override
    public Mono<MintCodec.KeysEntry> keys(MintUrl mint, KeysetId id) {
        return send(mint, Call.get("/v1/keys/" + id.hex()), codec::readKeys)
                .map(keys -> keys.entries().stream()
                        .filter(entry -> entry.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new MintResponseException(
                                mint, "the answer lacks the keys asked for, or they are malformed", null)));
    }

    @Override
    public Mono<List<BlindSignature>> swap(MintUrl mint, RequestBody body, Replay replay) {
        return send(mint, Call.value("/v1/swap", body, replay), codec::readSignatures);
    }

    @Override
    public Mono<List<BlindSignature>> mint(MintUrl mint, RequestBody body, Replay replay) {
        return send(mint, Call.value("/v1/mint/bolt11", body, replay), codec::readSignatures);
    }

    @Override
    public Mono<List<ProofState>> checkState(MintUrl mint, List<CurvePoint> Ys) {
        return Flux.fromIterable(Ys)
                .buffer(options.checkStateBatch())
                .concatMap(batch -> checkBatch(mint, batch), 1)
                .collect(ArrayList<ProofState>::new, List::addAll)
                .map(List::copyOf);
    }

    private Mono<List<ProofState>> checkBatch(MintUrl mint, List<CurvePoint> Ys) {
        return send(mint, Call.query("/v1/checkstate", codec.checkStateRequest(Ys)), codec::readStates)
                .doOnNext(states -> {
                    if (!states.stream().map(ProofState::Y).toList().equals(Ys)) {
                        throw new MintMisbehavedException(
                                mint, Kind.ANSWER_MISMATCH, "states do not answer the proofs asked for");
                    }
                });
    }

    @Override
    public Mono<MintCodec.Restored> restore(MintUrl mint, List<BlindedMessage> outputs) {
        return Flux.fromIterable(outputs)
                .buffer(options.restoreBatch())
                .concatMap(
                        batch ->
                                send(mint, Call.query("/v1/restore", codec.restoreRequest(batch)), codec::readRestored),
                        1)
                .collectList()
                .map(NettyMintClient::joined);
    }

    private static MintCodec.Restored joined(List<MintCodec.Restored> batches) {
        return new MintCodec.Restored(
                batches.stream().flatMap(batch -> batch.outputs().stream()).toList(),
                batches.stream().flatMap(batch -> batch.signatures().stream()).toList());
    }

    @Override
    public Mono<MintQuote> requestMintQuote(MintUrl mint, Amount amount, CurrencyUnit unit) {
        return Mono.defer(() ->
                        send(mint, Call.quote(MINT_QUOTE, codec.mintQuoteRequest(amount, unit)), codec::readMintQuote))
                .doOnNext(quote -> {
                    if (!quote.amount().equals(amount) || !quote.unit().equals(unit)) {
                        throw quoteMismatch(mint);
                    }
                });
    }

    @Override
    public Mono<MintQuote> mintQuote(MintUrl mint, String quoteId) {
        return send(mint, Call.getOptional(MINT_QUOTE + "/" + Call.segment(quoteId)), codec::readMintQuote)
                .doOnNext(quote -> {
                    if (!quote.id().equals(quoteId)) {
                        throw quoteMismatch(mint);
                    }
                });
    }

    private static MintMisbehavedException quoteMismatch(MintUrl mint) {
        return new MintMisbehavedException(mint, Kind.QUOTE_MISMATCH, "the quote is not the one asked for");
    }

    @Override
    public Mono<Void> close() {
        return http.close();
    }

    private <T> Mono<T> send(MintUrl mint, Call call, Function<byte[], T> reader) {
        return Mono.defer(() -> {
            if (mint.isPlainHttp() && !mint.isLoopback() && !options.allowPlainHttp()) {
                return Mono.error(new WalletException(
                        WalletException.Reason.INSECURE_MINT_URL, mint + ": plain http is for loopback only"));
            }
            Attempts attempts = new Attempts(call, options, policy, timer);
            return Mono.defer(() -> attempt(mint, call, reader, attempts.begin()))
                    .retryWhen(attempts.retry());
        });
    }

    private <T> Mono<T> attempt(MintUrl mint, Call call, Function<byte[], T> reader, Duration timeout) {
        Departure departure = new Departure();
        return http.exchange(mint, call, departure)
                .timeout(timeout, Mono.error(TimeoutException::new), timer)
                // A large answer takes a while to unfold and to read; the loops have other connections to serve.
                .publishOn(timer)
                .map(Answer::unfolded)
                .onErrorMap(e -> errors.ofTransport(mint, call, e, departure.abandon()))
                .map(answer -> read(mint, call, reader, answer));
    }

    private <T> T read(MintUrl mint, Call call, Function<byte[], T> reader, Answer answer) {
        if (!answer.isSuccess()) {
            throw errors.ofAnswer(mint, call, answer);
        }
        try {
            return reader.apply(answer.body());
        } catch (RuntimeException e) {
            throw errors.ofUnreadable(mint, e);
        }
    }
}
