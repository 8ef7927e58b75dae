package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.model.Obstacle;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one run of an operation ended. */
sealed interface Resolution {

    Operation operation();

    /** The mint signed, and the store has the proofs. {@code results} are those of the operation's tokens. */
    record Settled(Operation operation, List<RedeemResult> results, List<Proof> proofs) implements Resolution {
        @Override
        public String toString() {
            return "Settled[" + operation + "]";
        }
    }

    /**
     * It did not take place and is over.
     *
     * @param results of tokens that are decided
     * @param successors operations to run now, with the tokens that are not
     * @param waiting operations to run later, by recovery
     * @param why the mint's refusal or absence, if that was the reason
     */
    record Released(
            Operation operation,
            List<RedeemResult> results,
            List<StoredOperation> successors,
            List<StoredOperation> waiting,
            @Nullable MintException why)
            implements Resolution {}

    /**
     * Not known yet; recovery comes back to it.
     *
     * @param reason what kept it from its end, as far as that has a name
     * @param cause the mint's failure, if that was it
     * @param takenOver whether another process works on it now, or has ended it
     */
    record Unknown(
            Operation operation,
            String why,
            Obstacle.@Nullable Reason reason,
            @Nullable MintException cause,
            boolean takenOver)
            implements Resolution {

        static Unknown because(Operation operation, Obstacle.Reason reason, String why) {
            return new Unknown(operation, why, reason, null, false);
        }

        static Unknown of(Operation operation, MintException cause) {
            return new Unknown(operation, String.valueOf(cause.getMessage()), Obstacles.reasonOf(cause), cause, false);
        }

        /** Of what went wrong in this process or its store. */
        static Unknown failed(Operation operation, Throwable failure) {
            return new Unknown(
                    operation, String.valueOf(failure.getMessage()), Obstacles.reasonOf(failure), null, false);
        }

        static Unknown takenOver(Operation operation) {
            return new Unknown(operation, "another took it over", null, null, true);
        }

        static Unknown busy(Operation operation) {
            return new Unknown(operation, "it is being worked on already", null, null, false);
        }

        Unknown at(Operation now) {
            return new Unknown(now, why, reason, cause, takenOver);
        }
    }
}
