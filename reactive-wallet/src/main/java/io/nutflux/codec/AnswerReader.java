package io.nutflux.codec;

import static io.nutflux.codec.JsonCursor.checked;
import static io.nutflux.codec.JsonCursor.malformed;
import static io.nutflux.codec.JsonCursor.required;

import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintQuote;
import io.nutflux.model.ProofState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answers about signatures (NUT-03, 04, 09), proof states (NUT-07) and mint quotes (NUT-23). */
final class AnswerReader {

    private AnswerReader() {}

    static List<BlindSignature> signatures(JsonCursor in) {
        SignedFields fields = new SignedFields(false);
        in.object("body", fields);
        return required(fields.signatures, "signatures");
    }

    static MintCodec.Restored restored(JsonCursor in) {
        SignedFields fields = new SignedFields(true);
        in.object("body", fields);
        List<BlindedMessage> outputs = required(fields.outputs, "outputs");
        List<BlindSignature> signatures = required(fields.signatures, "signatures");
        if (outputs.size() != signatures.size()) {
            throw malformed("signatures", "not as many as outputs");
        }
        return new MintCodec.Restored(outputs, signatures);
    }

    static List<ProofState> states(JsonCursor in) {
        StatesFields fields = new StatesFields();
        in.object("body", fields);
        return required(fields.states, "states");
    }

    static MintQuote mintQuote(JsonCursor in) {
        QuoteFields fields = new QuoteFields();
        in.object("body", fields);
        String id = required(fields.quote, "quote");
        String request = required(fields.request, "request");
        CurrencyUnit unit = required(fields.unit, "unit");
        Amount amount = required(fields.amount, "amount");
        MintQuote.State state = required(fields.state, "state");
        return checked("quote", () -> new MintQuote(id, request, unit, amount, state, fields.expiry));
    }

    private static ProofState state(JsonCursor in) {
        StateFields fields = new StateFields();
        in.object("state", fields);
        return new ProofState(required(fields.Y, "Y"), required(fields.state, "state"), fields.witness);
    }

    private static final class SignedFields implements JsonCursor.Fields {
        private final boolean withOutputs;
        private @Nullable List<BlindedMessage> outputs;
        private @Nullable List<BlindSignature> signatures;

        SignedFields(boolean withOutputs) {
            this.withOutputs = withOutputs;
        }

        @Override
        public void read(String name, JsonCursor in) {
            if (name.equals("signatures")) {
                signatures = in.list(name, ModelJson::blindSignature);
            } else if (name.equals("outputs") && withOutputs) {
                outputs = in.list(name, ModelJson::blindedMessage);
            } else {
                in.skip();
            }
        }
    }

    private static final class StatesFields implements JsonCursor.Fields {
        private @Nullable List<ProofState> states;

        @Override
        public void read(String name, JsonCursor in) {
            if (name.equals("states")) {
                states = in.list(name, AnswerReader::state);
            } else {
                in.skip();
            }
        }
    }

    private static final class StateFields implements JsonCursor.Fields {
        private @Nullable CurvePoint Y;
        private ProofState.@Nullable State state;
        private @Nullable String witness;

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "Y" -> Y = in.parsed(name, CurvePoint::fromHex);
                case "state" -> state = proofState(in.text(name));
                case "witness" -> witness = ModelJson.witness(in);
                default -> in.skip();
            }
        }
    }

    private static final class QuoteFields implements JsonCursor.Fields {
        private @Nullable String quote;
        private @Nullable String request;
        private @Nullable CurrencyUnit unit;
        private @Nullable Amount amount;
        private MintQuote.@Nullable State state;
        private @Nullable Long expiry;

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "quote" -> quote = in.text(name);
                case "request" -> request = in.text(name);
                case "unit" -> unit = in.parsed(name, CurrencyUnit::new);
                case "amount" -> amount = in.amount(name);
                case "state" -> state = quoteState(in.text(name));
                case "expiry" -> expiry = expiry(in.number(name));
                default -> in.skip();
            }
        }
    }

    private static ProofState.State proofState(String name) {
        return switch (name) {
            case "UNSPENT" -> ProofState.State.UNSPENT;
            case "PENDING" -> ProofState.State.PENDING;
            case "SPENT" -> ProofState.State.SPENT;
            default -> ProofState.State.UNKNOWN;
        };
    }

    private static MintQuote.State quoteState(String name) {
        return switch (name) {
            case "UNPAID" -> MintQuote.State.UNPAID;
            case "PAID" -> MintQuote.State.PAID;
            case "ISSUED" -> MintQuote.State.ISSUED;
            default -> MintQuote.State.UNKNOWN;
        };
    }

    /** Mints write 0 as well as {@code null} for an invoice without expiry. */
    private static @Nullable Long expiry(long unixSeconds) {
        return unixSeconds == 0 ? null : unixSeconds;
    }
}
