package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.mint.Replay;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.RequestBody;
import io.nutflux.model.WalletId;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.WalletStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What goes wrong after the mint has signed is never taken for the mint's answer to the request. */
class OperationRunnerTest {

    private static final MintUrl MINT = MintUrl.of("https://mint.example");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WalletStore store = WalletStore.inMemory();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void run_keysFailAfterTheMintSigned_isUnknownAndNotReleased(boolean rejected) {
        MintException failure = rejected
                ? new MintRejectedException(MINT, 400, 12_001, "no such keyset")
                : new MintUnavailableException(MINT, "no connection", false, null, null);
        FlowContext context = context(failure);
        OperationRunner runner = new OperationRunner(
                context,
                new MintHealth(context.clock()),
                new Obstacles(context),
                Map.of(Operation.Kind.SEND, new SignedByTheMint()));
        Operation prepared = Objects.requireNonNull(
                store.prepare(WalletId.DEFAULT, draft(context)).block(PATIENCE));
        Resolution resolution = runner.run(new StoredOperation(prepared, null, List.of(), List.of()), RunMode.FRESH)
                .block(PATIENCE);
        assertThat(resolution).isInstanceOf(Resolution.Unknown.class);
        assertThat(store.unfinished(WalletId.DEFAULT).blockFirst(PATIENCE))
                .satisfies(operation -> assertThat(operation.state()).isEqualTo(Operation.State.SENT));
    }

    private static OperationDraft draft(FlowContext context) {
        return new OperationDraft(
                context.randomness().operationId(),
                Operation.Kind.SEND,
                MINT,
                CurrencyUnit.SAT,
                OutputPlan.keep(new KeysetId("009a1f293253e41e"), List.of(Amount.of(1))),
                Amount.of(1),
                Amount.ZERO,
                null,
                context.now(),
                context.owner(),
                context.leaseEnd(),
                List.of(),
                List.of());
    }

    private FlowContext context(MintException failure) {
        return FlowContexts.of(
                store, "owner", failure, Clock.systemUTC(), RecoveryOptions.defaults(), Schedulers.immediate());
    }

    /** A kind of operation that the mint signs at once, and whose state it then does not tell. */
    private static final class SignedByTheMint implements OperationSteps {

        @Override
        public RequestBody body(StoredOperation operation, BlindedOutputs outputs) {
            return RequestBody.of(new byte[] {1});
        }

        @Override
        public Mono<List<BlindSignature>> post(StoredOperation operation, RequestBody body, Replay replay) {
            return Mono.just(List.of());
        }

        @Override
        public String path() {
            return "/v1/swap";
        }

        @Override
        public Mono<Settlement> settlement(
                StoredOperation operation, BlindedOutputs outputs, List<Proof> proofs, RunMode mode) {
            return Mono.error(new AssertionError("nothing to settle"));
        }

        @Override
        public Mono<Standing> standing(StoredOperation operation) {
            return Mono.error(new MintUnavailableException(MINT, "no connection", false, null, null));
        }

        @Override
        public Mono<Resolution> undone(
                Hold hold, Standing standing, @Nullable MintRejectedException why, RunMode mode) {
            return Mono.error(new AssertionError("released though the mint signed"));
        }

        @Override
        public Mono<Resolution> neverSent(Hold hold, MintException why) {
            return Mono.error(new AssertionError("given back though the mint signed"));
        }
    }
}
