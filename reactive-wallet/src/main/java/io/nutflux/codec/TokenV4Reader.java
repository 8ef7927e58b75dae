package io.nutflux.codec;

import static io.nutflux.codec.JsonCursor.checked;
import static io.nutflux.codec.JsonCursor.required;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import io.nutflux.model.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the CBOR of a V4 token (00.27 to 00.32). */
final class TokenV4Reader implements CborReader.Fields {

    private final DecodeLimits limits;
    private final List<Proof> proofs = new ArrayList<>();
    private int proofCount;
    private @Nullable MintUrl mint;
    private @Nullable CurrencyUnit unit;
    private @Nullable String memo;

    private TokenV4Reader(DecodeLimits limits) {
        this.limits = limits;
    }

    static Token read(byte[] cbor, int from, DecodeLimits limits) {
        CborReader in = new CborReader(cbor, from, limits);
        TokenV4Reader fields = new TokenV4Reader(limits);
        in.map("token", fields);
        in.end();
        if (fields.proofs.isEmpty()) {
            throw CborReader.malformed("t", "no proofs");
        }
        return Token.of(required(fields.mint, "m"), required(fields.unit, "u"), fields.proofs, fields.memo);
    }

    @Override
    public void read(String key, CborReader in) {
        switch (key) {
            case "t" -> in.array(key, () -> group(in));
            case "m" -> {
                String url = in.text(key);
                mint = checked(key, () -> MintUrl.of(url));
            }
            case "u" -> {
                String label = in.text(key);
                unit = checked(key, () -> new CurrencyUnit(label));
            }
            case "d" -> memo = in.text(key);
            default -> in.skip();
        }
    }

    /** The proofs of one keyset. Their id may come after them. */
    private void group(CborReader in) {
        GroupFields group = new GroupFields();
        in.map("t", group);
        KeysetId id = required(group.id, "i");
        for (ProofFields proof : required(group.proofs, "p")) {
            proofs.add(proof.toProof(id));
        }
    }

    private final class GroupFields implements CborReader.Fields {
        private @Nullable KeysetId id;
        private @Nullable List<ProofFields> proofs;

        @Override
        public void read(String key, CborReader in) {
            switch (key) {
                case "i" -> {
                    byte[] bytes = in.bytes(key);
                    id = checked(key, () -> KeysetId.of(bytes));
                }
                case "p" -> {
                    List<ProofFields> read = new ArrayList<>();
                    in.array(key, () -> read.add(proof(in)));
                    proofs = read;
                }
                default -> in.skip();
            }
        }
    }

    private ProofFields proof(CborReader in) {
        if (++proofCount > limits.proofsPerToken()) {
            throw new LimitExceededException(Limit.PROOFS_PER_TOKEN, limits.proofsPerToken());
        }
        ProofFields fields = new ProofFields();
        in.map("p", fields);
        return fields;
    }

    private static final class ProofFields implements CborReader.Fields {
        private @Nullable Amount amount;
        private @Nullable Secret secret;
        private @Nullable CurvePoint C;
        private @Nullable DleqProof dleq;
        private @Nullable String witness;
        private @Nullable CurvePoint p2pkE;

        @Override
        public void read(String key, CborReader in) {
            switch (key) {
                case "a" -> amount = in.amount(key);
                case "s" -> {
                    String text = in.text(key);
                    secret = checked(key, () -> new Secret(text));
                }
                case "c" -> C = point(key, in);
                case "d" -> dleq = dleq(in);
                case "w" -> {
                    String text = in.text(key);
                    witness = text.isEmpty() ? null : text;
                }
                case "pe" -> p2pkE = point(key, in);
                default -> in.skip();
            }
        }

        Proof toProof(KeysetId id) {
            return new Proof(required(amount, "a"), id, required(secret, "s"), required(C, "c"), witness, dleq, p2pkE);
        }
    }

    private static DleqProof dleq(CborReader in) {
        DleqFields fields = new DleqFields();
        in.map("d", fields);
        return new DleqProof(required(fields.e, "d.e"), required(fields.s, "d.s"), fields.r);
    }

    private static final class DleqFields implements CborReader.Fields {
        private @Nullable Scalar e;
        private @Nullable Scalar s;
        private @Nullable Scalar r;

        @Override
        public void read(String key, CborReader in) {
            switch (key) {
                case "e" -> e = scalar("d.e", in);
                case "s" -> s = scalar("d.s", in);
                case "r" -> r = scalar("d.r", in);
                default -> in.skip();
            }
        }
    }

    private static CurvePoint point(String field, CborReader in) {
        byte[] bytes = in.bytes(field);
        return checked(field, () -> CurvePoint.of(bytes));
    }

    private static Scalar scalar(String field, CborReader in) {
        byte[] bytes = in.bytes(field);
        return checked(field, () -> Scalar.of(bytes));
    }
}
