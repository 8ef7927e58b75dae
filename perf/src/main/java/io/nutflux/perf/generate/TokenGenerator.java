package io.nutflux.perf.generate;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.MintCodec;
import io.nutflux.error.MintRejectedException;
import io.nutflux.mint.MintClient;
import io.nutflux.mint.MintClientOptions;
import io.nutflux.mint.MintKeysets;
import io.nutflux.mint.Replay;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.token.TokenCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Makes tokens at a mint that pays its invoices by itself (a FakeWallet): one quote and one mint request for as many
 * outputs as the mint takes at once.
 */
public final class TokenGenerator implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BUSY_TRIES = 20;
    private static final int UNKNOWN_ERROR = 50_000;
    private static final Duration PAYMENT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(2);

    private final MintUrl mint;
    private final Amounts amounts;
    private final int tokensPerRequest;
    private final int requestsInFlight;
    private final MintCodec codec;
    private final TokenCodec tokenCodec;
    private final MintClient client;
    private final Scheduler timer = Schedulers.newSingle("perf-timer", true);
    private final Scheduler computing = Schedulers.newParallel("perf-compute", 2, true);

    /**
     * A generator for one mint.
     *
     * @param maxOutputs most outputs of one mint request
     * @param requestsInFlight most mint requests at a time
     */
    public TokenGenerator(MintUrl mint, Amounts amounts, int maxOutputs, int requestsInFlight) {
        this.mint = mint;
        this.amounts = amounts;
        this.tokensPerRequest = Math.max(1, maxOutputs / amounts.size());
        this.requestsInFlight = requestsInFlight;
        DecodeLimits limits = DecodeLimits.defaults();
        codec = new MintCodec(limits);
        tokenCodec = new TokenCodec(limits);
        MintClientOptions options = MintClientOptions.builder()
                .valueResponseTimeout(ANSWER_PATIENCE)
                .valueTotalTimeout(ANSWER_PATIENCE)
                .allowPlainHttp(true)
                .build();
        client = MintClient.create(options, codec, timer, Clock.systemUTC());
    }

    /** Emits the texts of {@code count} tokens, a list for each mint request. */
    public Flux<List<String>> generate(int count) {
        int requests = (count + tokensPerRequest - 1) / tokensPerRequest;
        return maker().flatMapMany(maker -> Flux.range(0, requests)
                .map(i -> Math.min(tokensPerRequest, count - i * tokensPerRequest))
                .flatMap(tokens -> mint(maker, tokens), requestsInFlight, 1));
    }

    private Mono<TokenMaker> maker() {
        return Mono.zip(client.keysets(mint), client.activeKeys(mint), TokenGenerator::keysets)
                .map(keysets -> keysets.forOutputs(
                                CurrencyUnit.SAT, Clock.systemUTC().instant().getEpochSecond())
                        .orElseThrow(() -> new IllegalStateException("the mint has no active keyset for sat")))
                .map(keyset -> new TokenMaker(mint, keyset, amounts, tokenCodec));
    }

    private static MintKeysets keysets(List<KeysetInfo> infos, MintCodec.Keys active) {
        Map<?, KeysetInfo> byId = infos.stream().collect(Collectors.toMap(KeysetInfo::id, Function.identity()));
        return MintKeysets.of(
                infos,
                active.entries().stream()
                        .filter(entry -> byId.containsKey(entry.id()))
                        .map(entry -> entry.toKeyset(Objects.requireNonNull(byId.get(entry.id()))))
                        .toList());
    }

    private Mono<List<String>> mint(TokenMaker maker, int tokens) {
        Mono<TokenMaker.Blinded> blinded =
                Mono.fromCallable(() -> maker.blind(tokens)).subscribeOn(computing);
        return Mono.zip(blinded, paidQuote(tokens))
                .flatMap(both -> client.mint(
                                mint,
                                codec.mintRequest(
                                        both.getT2().id(), both.getT1().outputs()),
                                Replay.NEVER)
                        .retryWhen(whileBusy())
                        .publishOn(computing)
                        .map(signatures -> maker.unblind(both.getT1(), signatures)));
    }

    private Mono<MintQuote> paidQuote(int tokens) {
        Amount amount = Amount.of(Math.multiplyExact(amounts.total().toLongExact(), tokens));
        return client.requestMintQuote(mint, amount, CurrencyUnit.SAT)
                .retryWhen(whileBusy())
                .flatMap(quote -> client.mintQuote(mint, quote.id())
                        .retryWhen(whileBusy())
                        .filter(now -> now.state() == MintQuote.State.PAID)
                        .repeatWhenEmpty(unpaid -> unpaid.delayElements(POLL, timer))
                        .timeout(PAYMENT_PATIENCE, timer));
    }

    /** cdk-mintd on SQLite answers "database is locked" under load, as an error without a code of its own. */
    private Retry whileBusy() {
        return Retry.fixedDelay(BUSY_TRIES, POLL)
                .filter(error -> error instanceof MintRejectedException rejected && rejected.hasCode(UNKNOWN_ERROR))
                .scheduler(timer);
    }

    @Override
    public void close() {
        client.close().block(PAYMENT_PATIENCE);
        computing.dispose();
        timer.dispose();
    }
}
