package io.nutflux.store;

import io.nutflux.model.RequestBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation with all that is needed to go on with it.
 *
 * @param requestBody the exact bytes, once {@code SENT}; {@code null} before and after the end
 * @param tokens the claimed tokens, in the draft's order; empty after the end
 * @param ownInputs the wallet's own reserved proofs, in the draft's order; empty after the end
 */
public record StoredOperation(
        Operation operation,
        @Nullable RequestBody requestBody,
        List<ClaimedToken> tokens,
        List<StoredProof> ownInputs) {

    public StoredOperation {
        tokens = List.copyOf(tokens);
        ownInputs = List.copyOf(ownInputs);
    }

    /** The same operation after its request was recorded. */
    public StoredOperation sent(Operation nowSent, RequestBody body) {
        return new StoredOperation(nowSent, body, tokens, ownInputs);
    }

    @Override
    public String toString() {
        return "StoredOperation[" + operation + ", redacted]";
    }
}
