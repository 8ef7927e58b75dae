package io.nutflux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutflux.testmint.TestProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what is almost a token. */
final class BadTokens {

    private BadTokens() {}

    /** A V3 token with this JSON. */
    static String v3(String json) {
        return "cashuA" + base64(json.getBytes(UTF_8));
    }

    /** A V4 token with this CBOR. */
    static String v4(byte[] cbor) {
        return "cashuB" + base64(cbor);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** One mint's entry of a V3 token. */
    static String entry(String mint, List<TestProof> proofs) {
        return "{\"mint\":\"" + mint + "\",\"proofs\":["
                + proofs.stream().map(BadTokens::json).collect(Collectors.joining(",")) + "]}";
    }

    private static String json(TestProof proof) {
        return "{\"amount\":" + Long.toUnsignedString(proof.amount()) + ",\"id\":\"" + proof.id() + "\",\"secret\":\""
                + proof.secret() + "\",\"C\":\"" + proof.C() + "\"}";
    }

    /** CBOR arrays, {@code depth} within one another. */
    static byte[] nestedCbor(int depth) {
        byte[] cbor = new byte[depth + 1];
        Arrays.fill(cbor, (byte) 0x81);
        cbor[depth] = 0;
        return cbor;
    }

    /** The text with the character at {@code index} replaced by another digit of base64. */
    static String broken(String text, int index) {
        char other = text.charAt(index) == 'A' ? 'B' : 'A';
        return text.substring(0, index) + other + text.substring(index + 1);
    }

    /** A loopback address where nobody listens. */
    static String deadMint() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
