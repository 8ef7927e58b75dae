package io.nutflux.mint;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RequestBody;
import java.nio.charset.StandardCharsets;

/** Bodies as mints send them. */
final class Bodies {

    static final CurvePoint G =
            CurvePoint.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    static final CurvePoint G2 =
            CurvePoint.fromHex("02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5");

    static final String ID = "009a1f293253e41e";
    static final String INFO = "{\"name\":\"a mint\",\"nuts\":{\"7\":{\"supported\":true}}}";
    static final String KEYSETS =
            "{\"keysets\":[{\"id\":\"" + ID + "\",\"unit\":\"sat\",\"active\":true,\"input_fee_ppk\":100}]}";
    static final String KEYS = "{\"keysets\":[{\"id\":\"" + ID + "\",\"unit\":\"sat\",\"keys\":{\"1\":\"" + G.toHex()
            + "\",\"2\":\"" + G2.toHex() + "\"}}]}";
    static final String SIGNATURES =
            "{\"signatures\":[{\"amount\":1,\"id\":\"" + ID + "\",\"C_\":\"" + G.toHex() + "\"}]}";

    static final RequestBody VALUE = RequestBody.of("{\"inputs\":[],\"outputs\":[]}".getBytes(StandardCharsets.UTF_8));

    private Bodies() {}

    static String states(CurvePoint... Ys) {
        StringBuilder states = new StringBuilder();
        for (CurvePoint Y : Ys) {
            states.append(states.isEmpty() ? "" : ",")
                    .append("{\"Y\":\"")
                    .append(Y.toHex())
                    .append("\",\"state\":\"UNSPENT\",\"witness\":null}");
        }
        return "{\"states\":[" + states + "]}";
    }

    static String quote(String id, long amount, String unit) {
        return "{\"quote\":\"" + id + "\",\"request\":\"lnbc1\",\"amount\":" + amount + ",\"unit\":\"" + unit
                + "\",\"state\":\"UNPAID\",\"expiry\":1800000000}";
    }
}
