package io.nutflux.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers of a mint as its text. */
final class Bodies {

    static final String POINT = "02194603ffa36356f4a56b7df9371fc3192472351453ec7398b8da8117e7c3e104";
    static final String OTHER_POINT = "03b0f36d6d47ce14df8a7be9137712c42bcdd960b19dd02f1d4a9703b1f31d7513";
    static final String V1 = "009a1f293253e41e";
    static final String V2 = "015ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a";
    static final String SCALAR = "9818e061ee51d5c8edc3342369a554998ff7b4381c8652d724cdf46429be73d9";

    static final String SIGNATURES = "{\"signatures\":[{\"id\":\"" + V1 + "\",\"amount\":8,\"C_\":\"" + POINT
            + "\",\"dleq\":{\"e\":\"" + SCALAR + "\",\"s\":\"" + SCALAR
            + "\"}},{\"amount\":9223372036854775808,\"id\":\""
            + V2 + "\",\"C_\":\"" + OTHER_POINT + "\",\"dleq\":null}]}";
    static final String RESTORED = "{\"outputs\":[{\"amount\":0,\"id\":\"" + V1 + "\",\"B_\":\"" + OTHER_POINT
            + "\"}],\"signatures\":[{\"amount\":2,\"id\":\"" + V1 + "\",\"C_\":\"" + POINT + "\"}]}";
    static final String STATES =
            "{\"states\":[{\"Y\":\"" + POINT + "\",\"state\":\"SPENT\",\"witness\":\"{\\\"preimage\\\":"
                    + "\\\"00\\\"}\"},{\"Y\":\"" + OTHER_POINT + "\",\"state\":\"UNSPENT\",\"witness\":null}]}";
    static final String KEYSETS = "{\"keysets\":[{\"id\":\"" + V2
            + "\",\"unit\":\"sat\",\"active\":true,\"input_fee_ppk\":100,\"final_expiry\":2059210353},{\"id\":\"" + V1
            + "\",\"unit\":\"usd\",\"active\":false,\"input_fee_ppk\":null,\"final_expiry\":null}]}";
    static final String KEYS = "{\"keysets\":[{\"id\":\"" + V1
            + "\",\"unit\":\"sat\",\"active\":true,\"input_fee_ppk\":100,\"final_expiry\":1896187313,\"keys\":{\"1\":\""
            + POINT + "\",\"2\":\"" + OTHER_POINT + "\"}}]}";
    static final String QUOTE = "{\"quote\":\"019e6d5a-2347-7000-8322-05d51d498303\",\"request\":\"lnbc100n1pj4apw9\","
            + "\"amount\":10,\"unit\":\"sat\",\"state\":\"UNPAID\",\"expiry\":1701704757}";
    static final String INFO = "{\"name\":\"Bob's mint\",\"pubkey\":\"" + POINT + "\",\"version\":\"Nutshell/0.15.0\","
            + "\"description\":\"short\",\"description_long\":\"long\",\"contact\":[{\"method\":\"email\",\"info\":\"x\"}],"
            + "\"motd\":\"Hello\",\"icon_url\":\"https://mint.host/icon.jpg\",\"urls\":[\"https://mint.host\","
            + "\"http://mint.onion\"],\"time\":1725304480,\"tos_url\":\"https://mint.host/tos\",\"nuts\":{\"4\":{"
            + "\"methods\":[{\"method\":\"bolt11\",\"unit\":\"sat\",\"min_amount\":0,\"max_amount\":10000,\"options\":{"
            + "\"description\":true}}],\"disabled\":false},\"5\":{\"methods\":[{\"method\":\"bolt11\",\"unit\":\"sat\"}],"
            + "\"disabled\":true},\"7\":{\"supported\":true},\"8\":{\"supported\":false},\"15\":{\"methods\":[{\"method\":"
            + "\"bolt11\",\"unit\":\"sat\"}]},\"17\":{\"supported\":[{\"method\":\"bolt11\",\"unit\":\"sat\",\"commands\":["
            + "\"proof_state\"]}]},\"19\":{\"ttl\":60,\"cached_endpoints\":[{\"method\":\"POST\",\"path\":\"/v1/swap\"}]},"
            + "\"21\":{\"openid_discovery\":\"https://x\",\"client_id\":\"c\",\"protected_endpoints\":[]},\"29\":{}}}";
    static final String ERROR = "{\"detail\":\"Token already spent.\",\"code\":11001}";

    private Bodies() {}

    static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static String resource(String name) {
        try (InputStream in = Bodies.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
