package io.nutflux.testmint;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An HTTP answer and how it is to reach the wallet. Immutable. */
final class Answer {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Delivery delivery;

    private Answer(int status, Map<String, String> headers, byte[] body, Delivery delivery) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.delivery = delivery;
    }

    static Answer json(int status, JsonNode body) {
        return of(status, "application/json", Json.write(body));
    }

    static Answer text(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("content-type", contentType), body, new Delivery.Whole());
    }

    /** {@code {"detail": …, "code": …}}; without a code where the error has none. */
    static Answer error(MintError error) {
        ObjectNode body = Json.object().put("detail", error.getMessage());
        Integer code = error.code();
        if (code != null) {
            body.put("code", code);
        }
        return json(error.status(), body);
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, delivery);
    }

    Answer delivered(Delivery newDelivery) {
        return new Answer(status, headers, body, newDelivery);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body.clone();
    }

    Delivery delivery() {
        return delivery;
    }
}
