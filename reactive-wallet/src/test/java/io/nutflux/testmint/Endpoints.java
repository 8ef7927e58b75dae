package io.nutflux.testmint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the mint does at each of its paths: a request's JSON in, an answer's JSON or a {@link MintError} out. */
final class Endpoints {

    private final Object lock;
    private final Keysets keysets;
    private final Ledger ledger;
    private final Quotes quotes;
    private final Verifier verifier;
    private final MintInfo info;

    Endpoints(Object lock, Keysets keysets, Ledger ledger, Quotes quotes, Verifier verifier, MintInfo info) {
        this.lock = lock;
        this.keysets = keysets;
        this.ledger = ledger;
        this.quotes = quotes;
        this.verifier = verifier;
        this.info = info;
    }

    ObjectNode answer(Route route, byte[] body) {
        return switch (route.name()) {
            case "GET /v1/info" -> info.json(keysets);
            case "GET /v1/keys" -> keys(keysets.active());
            case "GET /v1/keys/{keyset_id}" -> keys(List.of(known(route.argument())));
            case "GET /v1/keysets" -> keysetList();
            case "POST /v1/swap" -> swap(Json.read(body));
            case "POST /v1/checkstate" -> checkState(Json.read(body));
            case "POST /v1/restore" -> restore(Json.read(body));
            case "POST /v1/mint/quote/bolt11" -> requestQuote(Json.read(body));
            case "GET /v1/mint/quote/bolt11/{quote_id}" ->
                quotes.poll(route.argument()).json();
            case "POST /v1/mint/bolt11" -> mint(Json.read(body));
            default -> throw new MintError(404, null, "Not Found");
        };
    }

    private MintKeyset known(String id) {
        MintKeyset keyset = keysets.find(id);
        if (keyset == null) {
            throw new MintError(12001, "keyset " + id + " is not known");
        }
        return keyset;
    }

    private ObjectNode swap(ObjectNode body) {
        List<Input> inputs = inputs(body);
        List<Output> outputs = outputs(body);
        String unit = verifier.checkForm(inputs, outputs);
        List<Spend> spends = verifier.verify(inputs);
        ledger.requireFresh(spends, outputs);
        BigInteger in = Verifier.sum(inputs.stream().map(Input::amount)).subtract(verifier.fee(inputs));
        verifier.checkBalance(in, Verifier.sum(outputs.stream().map(Output::amount)));
        List<Signed> signed = verifier.sign(outputs);
        synchronized (lock) {
            // A keyset may have been rotated out since.
            verifier.checkForm(inputs, outputs);
            ledger.commit(unit, spends, signed);
        }
        return signatures(signed);
    }

    private ObjectNode mint(ObjectNode body) {
        String id = Json.string(body, "quote");
        List<Output> outputs = outputs(body);
        Quote quote = quotes.requireIssuable(id);
        String unit = verifier.checkForm(List.of(), outputs);
        if (!unit.equals(quote.unit())) {
            throw new MintError(11010, "outputs are not of the quote's unit");
        }
        ledger.requireFresh(List.of(), outputs);
        verifier.checkBalance(
                Json.unsigned(quote.amount()), Verifier.sum(outputs.stream().map(Output::amount)));
        List<Signed> signed = verifier.sign(outputs);
        synchronized (lock) {
            quotes.requireIssuable(id);
            verifier.checkForm(List.of(), outputs);
            ledger.commit(unit, List.of(), signed);
            quotes.issued(id);
        }
        return signatures(signed);
    }

    private ObjectNode requestQuote(ObjectNode body) {
        String unit = Json.string(body, "unit");
        long amount = Json.amount(body, "amount");
        if (!keysets.hasUnit(unit)) {
            throw new MintError(11013, "unit is not supported");
        }
        info.checkMintAmount(amount);
        return quotes.create(unit, amount).json();
    }

    private ObjectNode checkState(ObjectNode body) {
        ArrayNode states = Json.array();
        for (String Y : Json.strings(body, "Ys")) {
            String point = Y.toLowerCase(Locale.ROOT);
            states.add(Json.object()
                    .put("Y", point)
                    .put("state", ledger.state(point))
                    .put("witness", ledger.witness(point)));
        }
        return Json.object().set("states", states);
    }

    private ObjectNode restore(ObjectNode body) {
        ArrayNode outputs = Json.array();
        ArrayNode signatures = Json.array();
        for (Output output : outputs(body)) {
            Signed signed = ledger.signature(output.blinded());
            if (signed != null) {
                outputs.add(output.json());
                signatures.add(signed.json());
            }
        }
        ObjectNode answer = Json.object();
        answer.set("outputs", outputs);
        answer.set("signatures", signatures);
        return answer;
    }

    private ObjectNode keysetList() {
        ArrayNode list = Json.array();
        keysets.all().forEach(keyset -> list.add(describe(keyset)));
        return Json.object().set("keysets", list);
    }

    private static ObjectNode keys(List<MintKeyset> keysets) {
        ArrayNode list = Json.array();
        for (MintKeyset keyset : keysets) {
            ObjectNode keys = Json.object();
            keyset.shown().forEach((amount, point) -> keys.put(Long.toUnsignedString(amount), point));
            ObjectNode entry = describe(keyset);
            entry.set("keys", keys);
            list.add(entry);
        }
        return Json.object().set("keysets", list);
    }

    private static ObjectNode describe(MintKeyset keyset) {
        var expiry = keyset.spec().finalExpiry();
        return Json.object()
                .put("id", keyset.id())
                .put("unit", keyset.unit())
                .put("active", keyset.active())
                .put("input_fee_ppk", keyset.feePpk())
                .put("final_expiry", expiry == null ? null : expiry.getEpochSecond());
    }

    private static ObjectNode signatures(List<Signed> signed) {
        ArrayNode signatures = Json.array();
        signed.forEach(one -> signatures.add(one.json()));
        return Json.object().set("signatures", signatures);
    }

    private static List<Input> inputs(JsonNode body) {
        return StreamSupport.stream(Json.list(body, "inputs").spliterator(), false)
                .map(Input::read)
                .toList();
    }

    private static List<Output> outputs(JsonNode body) {
        List<Output> outputs = new ArrayList<>();
        Json.list(body, "outputs").forEach(node -> outputs.add(Output.read(node)));
        return outputs;
    }
}
