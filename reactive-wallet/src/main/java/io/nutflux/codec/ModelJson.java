package io.nutflux.codec;

import static io.nutflux.codec.JsonCursor.required;

import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import org.jspecify.annotations.Nullable;

/** Reads NUT-00's models from JSON, as tokens and answers hold them. */
final class ModelJson {

    private ModelJson() {}

    static Proof proof(JsonCursor in) {
        ProofFields fields = new ProofFields();
        in.object("proof", fields);
        return new Proof(
                required(fields.amount, "amount"),
                required(fields.id, "id"),
                required(fields.secret, "secret"),
                required(fields.C, "C"),
                fields.witness,
                fields.dleq,
                fields.p2pkE);
    }

    static BlindedMessage blindedMessage(JsonCursor in) {
        OutputFields fields = new OutputFields();
        in.object("output", fields);
        return new BlindedMessage(
                required(fields.amount, "amount"), required(fields.id, "id"), required(fields.B_, "B_"));
    }

    static BlindSignature blindSignature(JsonCursor in) {
        SignatureFields fields = new SignatureFields();
        in.object("signature", fields);
        return new BlindSignature(
                required(fields.amount, "amount"), required(fields.id, "id"), required(fields.C_, "C_"), fields.dleq);
    }

    /** A witness as text; an empty one is none (07.7). */
    static @Nullable String witness(JsonCursor in) {
        String witness = in.text("witness");
        return witness.isEmpty() ? null : witness;
    }

    private static DleqProof dleq(JsonCursor in) {
        DleqFields fields = new DleqFields();
        in.object("dleq", fields);
        return new DleqProof(required(fields.e, "dleq.e"), required(fields.s, "dleq.s"), fields.r);
    }

    private static final class ProofFields implements JsonCursor.Fields {
        private @Nullable Amount amount;
        private @Nullable KeysetId id;
        private @Nullable Secret secret;
        private @Nullable CurvePoint C;
        private @Nullable String witness;
        private @Nullable DleqProof dleq;
        private @Nullable CurvePoint p2pkE;

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "amount" -> amount = in.amount(name);
                case "id" -> id = in.parsed(name, KeysetId::new);
                case "secret" -> secret = in.parsed(name, Secret::new);
                case "C" -> C = in.parsed(name, CurvePoint::fromHex);
                case "witness" -> witness = witness(in);
                case "dleq" -> dleq = dleq(in);
                case "p2pk_e" -> p2pkE = in.parsed(name, CurvePoint::fromHex);
                default -> in.skip();
            }
        }
    }

    private static final class OutputFields implements JsonCursor.Fields {
        private @Nullable Amount amount;
        private @Nullable KeysetId id;
        private @Nullable CurvePoint B_;

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "amount" -> amount = in.amount(name);
                case "id" -> id = in.parsed(name, KeysetId::new);
                case "B_" -> B_ = in.parsed(name, CurvePoint::fromHex);
                default -> in.skip();
            }
        }
    }

    private static final class SignatureFields implements JsonCursor.Fields {
        private @Nullable Amount amount;
        private @Nullable KeysetId id;
        private @Nullable CurvePoint C_;
        private @Nullable DleqProof dleq;

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "amount" -> amount = in.amount(name);
                case "id" -> id = in.parsed(name, KeysetId::new);
                case "C_" -> C_ = in.parsed(name, CurvePoint::fromHex);
                case "dleq" -> dleq = dleq(in);
                default -> in.skip();
            }
        }
    }

    private static final class DleqFields implements JsonCursor.Fields {
        private @Nullable Scalar e;
        private @Nullable Scalar s;
        private @Nullable Scalar r;

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "e" -> e = in.parsed("dleq.e", Scalar::fromHex);
                case "s" -> s = in.parsed("dleq.s", Scalar::fromHex);
                case "r" -> r = in.parsed("dleq.r", Scalar::fromHex);
                default -> in.skip();
            }
        }
    }
}
