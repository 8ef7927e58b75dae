package io.nutflux.mint;

import static io.nutflux.mint.Bodies.G;
import static io.nutflux.mint.Bodies.G2;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.CashuException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintResponseException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What each method asks and how it reads the answer (X.1, X.19, X.30). */
class MintEndpointsTest {

    private static final KeysetId ID = new KeysetId(Bodies.ID);

    private final ClientRig rig = new ClientRig(ClientRig.once()
            .checkStateBatch(2)
            .restoreBatch(2)
            .userAgent("shop/1")
            .build());
    private final MintClient client = rig.client();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void get_asksForJsonBelowThePathOfTheMint() {
        try (ScriptedServer server = ScriptedServer.answering(Bodies.INFO)) {
            MintUrl mint = MintUrl.of(server.url() + "/Bitcoin/");
            StepVerifier.create(client.info(mint))
                    .assertNext(info -> assertThat(info.supports(7)).isTrue())
                    .verifyComplete();
            ScriptedServer.Request request = server.requests().get(0);
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.uri()).isEqualTo("/Bitcoin/v1/info");
            assertThat(request.headers().get("Accept")).isEqualTo("application/json");
            assertThat(request.headers().get("Accept-Encoding")).isEqualTo("gzip");
            assertThat(request.headers().get("User-Agent")).isEqualTo("shop/1");
        }
    }

    @Test
    void keysetsAndKeys_areRead() {
        try (ScriptedServer server = ScriptedServer.answering(Bodies.KEYSETS, Bodies.KEYS, Bodies.KEYS, Bodies.KEYS)) {
            StepVerifier.create(client.keysets(server.url()))
                    .assertNext(keysets -> assertThat(keysets)
                            .singleElement()
                            .satisfies(info -> assertThat(info.inputFeePpk()).isEqualTo(100)))
                    .verifyComplete();
            StepVerifier.create(client.activeKeys(server.url()))
                    .assertNext(keys -> assertThat(keys.entries()).hasSize(1))
                    .verifyComplete();
            StepVerifier.create(client.keys(server.url(), ID))
                    .assertNext(entry -> assertThat(entry.keys()).containsEntry(Amount.of(2), G2))
                    .verifyComplete();
            assertThat(server.requests())
                    .extracting(ScriptedServer.Request::uri)
                    .containsExactly("/v1/keysets", "/v1/keys", "/v1/keys/" + Bodies.ID);
        }
    }

    /** 02.2. */
    @Test
    void keys_answerWithAnotherId_isRefused() {
        try (ScriptedServer server = ScriptedServer.answering(Bodies.KEYS)) {
            StepVerifier.create(client.keys(server.url(), new KeysetId("00ffffffffffffff")))
                    .expectError(MintResponseException.class)
                    .verify();
        }
    }

    @Test
    void swapAndMint_sendTheVeryBytes() {
        try (ScriptedServer server = ScriptedServer.answering(Bodies.SIGNATURES)) {
            StepVerifier.create(client.swap(server.url(), Bodies.VALUE, Replay.NEVER))
                    .assertNext(signatures -> assertThat(signatures)
                            .singleElement()
                            .satisfies(s -> assertThat(s.C_()).isEqualTo(G)))
                    .verifyComplete();
            StepVerifier.create(client.mint(server.url(), Bodies.VALUE, Replay.NEVER))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(server.requests())
                    .extracting(ScriptedServer.Request::uri)
                    .containsExactly("/v1/swap", "/v1/mint/bolt11");
            assertThat(server.requests()).allSatisfy(request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.body()).isEqualTo(Bodies.VALUE);
                assertThat(request.headers().get("Content-Type")).isEqualTo("application/json");
                assertThat(request.headers().get("Content-Length")).isEqualTo("" + Bodies.VALUE.length());
            });
        }
    }

    /** 07.8. */
    @Test
    void checkState_manyProofs_asksInBatchesAndKeepsTheOrder() {
        try (ScriptedServer server = ScriptedServer.answering(Bodies.states(G, G2), Bodies.states(G2))) {
            StepVerifier.create(client.checkState(server.url(), List.of(G, G2, G2)))
                    .assertNext(states -> assertThat(states).extracting("Y").containsExactly(G, G2, G2))
                    .verifyComplete();
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(1).text()).isEqualTo("{\"Ys\":[\"" + G2.toHex() + "\"]}");
        }
    }

    @Test
    void checkStateAndRestore_nothing_askNothing() {
        try (ScriptedServer server = ScriptedServer.answering("{}")) {
            StepVerifier.create(client.checkState(server.url(), List.of()))
                    .expectNext(List.of())
                    .verifyComplete();
            StepVerifier.create(client.restore(server.url(), List.of()))
                    .assertNext(restored -> assertThat(restored.outputs()).isEmpty())
                    .verifyComplete();
            assertThat(server.requests()).isEmpty();
        }
    }

    /** 07.2. */
    @Test
    void checkState_shortReorderedOrOtherAnswer_isMisbehaviour() {
        for (String answer : List.of(Bodies.states(G), Bodies.states(G2, G), Bodies.states(G, G), Bodies.states())) {
            try (ScriptedServer server = ScriptedServer.answering(answer)) {
                misbehaves(
                        client.checkState(server.url(), List.<CurvePoint>of(G, G2)),
                        MintMisbehavedException.Kind.ANSWER_MISMATCH);
            }
        }
    }

    /** 09.2. */
    @Test
    void restore_manyOutputs_asksInBatchesAndJoinsThem() {
        BlindedMessage output = new BlindedMessage(Amount.of(1), ID, G);
        String one = "{\"outputs\":[{\"amount\":1,\"id\":\"" + Bodies.ID + "\",\"B_\":\"" + G.toHex() + "\"}],"
                + Bodies.SIGNATURES.substring(1);
        try (ScriptedServer server = ScriptedServer.answering(one)) {
            StepVerifier.create(client.restore(server.url(), List.of(output, output, output)))
                    .assertNext(restored -> {
                        assertThat(restored.outputs()).containsExactly(output, output);
                        assertThat(restored.signatures()).hasSize(2);
                    })
                    .verifyComplete();
            assertThat(server.requests())
                    .extracting(ScriptedServer.Request::uri)
                    .containsOnly("/v1/restore");
        }
        try (ScriptedServer server = ScriptedServer.answering("{\"outputs\":[]," + Bodies.SIGNATURES.substring(1))) {
            StepVerifier.create(client.restore(server.url(), List.of(output)))
                    .expectError(MintResponseException.class)
                    .verify();
        }
    }

    /** 04.8. */
    @Test
    void requestMintQuote_otherAmountOrUnit_isMisbehaviour() {
        try (ScriptedServer server = ScriptedServer.answering(
                Bodies.quote("q", 21, "sat"), Bodies.quote("q", 22, "sat"), Bodies.quote("q", 21, "usd"))) {
            Mono<?> request = client.requestMintQuote(server.url(), Amount.of(21), CurrencyUnit.SAT);
            StepVerifier.create(request).expectNextCount(1).verifyComplete();
            misbehaves(request, MintMisbehavedException.Kind.QUOTE_MISMATCH);
            misbehaves(request, MintMisbehavedException.Kind.QUOTE_MISMATCH);
            assertThat(server.requests().get(0).uri()).isEqualTo("/v1/mint/quote/bolt11");
        }
    }

    /** 04.3, 04.7. */
    @Test
    void mintQuote_anyId_isOneSegmentOfThePath() {
        String id = "a/../b?c#d e%20é";
        try (ScriptedServer server = ScriptedServer.answering(Bodies.quote(id, 1, "sat"))) {
            StepVerifier.create(client.mintQuote(server.url(), id))
                    .assertNext(quote -> assertThat(quote.id()).isEqualTo(id))
                    .verifyComplete();
            assertThat(server.requests().get(0).uri())
                    .isEqualTo("/v1/mint/quote/bolt11/a%2F..%2Fb%3Fc%23d%20e%2520%C3%A9");
        }
    }

    @Test
    void mintQuote_anotherQuote_isMisbehaviour() {
        try (ScriptedServer server = ScriptedServer.answering(Bodies.quote("other", 1, "sat"))) {
            misbehaves(client.mintQuote(server.url(), "mine"), MintMisbehavedException.Kind.QUOTE_MISMATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"keysets\":1}", "<html></html>"})
    void success_thatCannotBeRead_isAResponseError(String body) {
        try (ScriptedServer server = ScriptedServer.answering(body)) {
            StepVerifier.create(client.keysets(server.url()))
                    .expectErrorSatisfies(e -> {
                        assertThat(e).isInstanceOf(MintResponseException.class);
                        assertThat(((CashuException) e).getMessage()).doesNotContain("html");
                    })
                    .verify();
        }
    }

    @Test
    void success_ofAnyStatusAndType_isReadByShape() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> out.status(201)
                .header("Content-Type", "text/plain")
                .sendByteArray(Mono.just(Bodies.KEYSETS.getBytes(UTF_8))))) {
            StepVerifier.create(client.keysets(server.url())).expectNextCount(1).verifyComplete();
        }
    }

    @Test
    void plainHttp_toAnotherHost_isRefusedBeforeAnyConnection() {
        MintUrl mint = MintUrl.of("http://mint.invalid");
        StepVerifier.create(client.info(mint))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                WalletException.class,
                                refused -> assertThat(refused.reason())
                                        .isEqualTo(WalletException.Reason.INSECURE_MINT_URL)))
                .verify();
    }

    @Test
    void plainHttp_whereTheOptionsAllowIt_isTried() {
        try (ClientRig lax = new ClientRig(ClientRig.once().allowPlainHttp(true).build())) {
            StepVerifier.create(lax.client().info(MintUrl.of("http://mint.invalid")))
                    .expectError(MintUnavailableException.class)
                    .verify();
        }
    }

    @Test
    void create_withDefaults_speaksToAMint() {
        MintClient created = MintClient.create(
                MintClientOptions.defaults(), ClientRig.CODEC, Schedulers.single(), Clock.systemUTC());
        try (ScriptedServer server = ScriptedServer.answering(Bodies.INFO)) {
            StepVerifier.create(created.info(server.url())).expectNextCount(1).verifyComplete();
        }
        StepVerifier.create(created.close()).verifyComplete();
    }

    @Test
    void answers_goodOrBad_areReadOffTheEventLoops() {
        try (ScriptedServer server = ScriptedServer.answering(Bodies.INFO)) {
            StepVerifier.create(client.info(server.url())
                            .map(info -> Thread.currentThread().getName()))
                    .assertNext(thread -> assertThat(thread).startsWith(ClientRig.TIMER))
                    .verifyComplete();
        }
        try (ScriptedServer server = ScriptedServer.answering("{")) {
            StepVerifier.create(client.info(server.url())
                            .then(Mono.just("read"))
                            .onErrorResume(
                                    MintResponseException.class,
                                    e -> Mono.just(Thread.currentThread().getName())))
                    .assertNext(thread -> assertThat(thread).startsWith(ClientRig.TIMER))
                    .verifyComplete();
        }
    }

    private static void misbehaves(Mono<?> call, MintMisbehavedException.Kind kind) {
        StepVerifier.create(call)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MintMisbehavedException.class,
                                lie -> assertThat(lie.kind()).isEqualTo(kind)))
                .verify();
    }
}
