package io.nutflux.store.sql;

import io.nutflux.model.RequestBody;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored operation whose secrets are as their rows hold them. */
record SealedOperation(
        Operation operation, @Nullable Sealed body, List<SealedToken> tokens, List<SealedOwnProof> ownInputs) {

    StoredOperation open(Opener opener) {
        return new StoredOperation(
                operation,
                body == null ? null : opener.open(body, RequestBody::of),
                tokens.stream().map(token -> token.open(opener)).toList(),
                ownInputs.stream().map(proof -> proof.open(opener)).toList());
    }
}
