package io.nutflux.flow;

import io.nutflux.model.OperationKind;
import io.nutflux.store.Operation;

/** An operation's kind in the words of callers. */
final class Kinds {

    private Kinds() {}

    static OperationKind of(Operation operation) {
        return switch (operation.kind()) {
            case REDEEM -> OperationKind.REDEEM;
            case MINT -> OperationKind.MINT;
            case SEND -> OperationKind.SEND;
        };
    }
}
