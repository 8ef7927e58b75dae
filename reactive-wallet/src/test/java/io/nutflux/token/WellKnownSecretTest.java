package io.nutflux.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of spending conditions (10.1 to 10.6). */
class WellKnownSecretTest {

    private static final String P2PK = "[\"P2PK\",{\"nonce\":\"859d4935c4907062a6297cf4e663e2835d90d97ecdd510745d32f6"
            + "816323a41f\",\"data\":\"0249098aa8b9d2fbec49ff8598feb17b592b986e62319a4fa488a3dc36387157a7\","
            + "\"tags\":[[\"sigflag\",\"SIG_ALL\"],[\"locktime\",\"1689418329\"],[\"pubkeys\"]]}]";

    @Test
    void parse_condition_givesItsParts() {
        WellKnownSecret secret = parse(P2PK).orElseThrow();

        assertThat(secret.kind()).isEqualTo("P2PK");
        assertThat(secret.nonce()).startsWith("859d4935");
        assertThat(secret.data()).startsWith("0249098a");
        assertThat(secret.tags())
                .containsExactly(List.of("sigflag", "SIG_ALL"), List.of("locktime", "1689418329"), List.of("pubkeys"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"HTLC\",{\"nonce\":\"n\",\"data\":\"d\"}]",
                "[\"HTLC\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":null}]",
                "[\"HTLC\",{\"tags\":[],\"data\":\"d\",\"nonce\":\"n\"}]",
                " [ \"HTLC\" , { \"nonce\" : \"n\", \"data\" : \"\\u0064\" } ] \n",
                "[\"HTLC\",{\"nonce\":\"n\",\"data\":\"d\",\"later\":{\"version\":[1]}}]"
            })
    void parse_conditionInOtherSpelling_isRead(String text) {
        assertThat(parse(text)).contains(new WellKnownSecret("HTLC", "n", "d", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "407915bc212be61a77e3e6d2aeb4c727980bda51cd06a6afc29e2861768a7837",
                "[",
                "[]",
                " ",
                "[\"P2PK\"]",
                "{\"nonce\":\"n\",\"data\":\"d\"}",
                "[{\"nonce\":\"n\",\"data\":\"d\"},\"P2PK\"]",
                "[1,{\"nonce\":\"n\",\"data\":\"d\"}]",
                "[null,{\"nonce\":\"n\",\"data\":\"d\"}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\"},null]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\"},{\"nonce\":\"n\",\"data\":\"d\"}]",
                "[\"P2PK\",[\"n\",\"d\"]]",
                "[\"P2PK\",null]",
                "[\"P2PK\",{\"nonce\":\"n\"}]",
                "[\"P2PK\",{\"data\":\"d\"}]",
                "[\"P2PK\",{\"nonce\":1,\"data\":\"d\"}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":null}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"data\":\"e\"}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":{}}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":\"x\"}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":[[]]}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":[\"x\"]}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":[[\"locktime\",1765300829]]}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":[[\"locktime\",\"\"]]}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":[[\"locktime\",null]]}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\",\"tags\":[null]}]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\"}]]",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"d\"}] x",
                "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"\\ud83e\"}]",
                "['P2PK',{'nonce':'n','data':'d'}]",
                "\"[\\\"P2PK\\\",{}]\""
            })
    void parse_anythingElse_isOrdinary(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void parse_bombs_areOrdinary() {
        assertThat(parse("[".repeat(100_000))).isEmpty();
        assertThat(parse("[\"P2PK\",{\"x\":" + "[".repeat(100_000))).isEmpty();
        assertThat(parse("[" + "9".repeat(100_000))).isEmpty();
    }

    @Test
    void parse_longCondition_isRead() {
        String keys = ",\"" + "02".repeat(33) + "\"";
        String text = "[\"P2PK\",{\"nonce\":\"n\",\"data\":\"" + "d".repeat(100_000) + "\",\"tags\":[[\"pubkeys\""
                + keys.repeat(30_000) + "]]}]";

        assertThat(parse(text).orElseThrow().tags().get(0)).hasSize(30_001);
    }

    @Test
    void parse_changedAnywhere_neverThrows() {
        Random random = new Random(10);
        int read = 0;
        for (int i = 0; i < P2PK.length(); i++) {
            for (int k = 0; k < 20; k++) {
                char[] changed = P2PK.toCharArray();
                changed[i] = (char) random.nextInt(k < 15 ? 128 : 65_536);
                read += parse(new String(changed)).isPresent() ? 1 : 0;
            }
        }
        assertThat(read).isBetween(1, 20 * P2PK.length() - 1);
    }

    @Test
    void toString_hidesTheCondition() {
        assertThat(parse(P2PK).orElseThrow()).hasToString("WellKnownSecret[P2PK, redacted]");
    }

    private static Optional<WellKnownSecret> parse(String text) {
        return WellKnownSecret.parse(new Secret(text));
    }
}
