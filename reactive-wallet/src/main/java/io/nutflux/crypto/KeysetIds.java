package io.nutflux.crypto;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Hex;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Keyset ids are digests of what they name (NUT-02); recomputing them is how a wallet notices a lie. */
public final class KeysetIds {

    private static final int V1_DIGEST_BYTES = 7;

    private KeysetIds() {}

    /** The version 1 id: of the raw keys alone, in ascending order of amount (protocol 02.10). */
    public static KeysetId v1(Keyset keyset) {
        MessageDigest sha256 = Hashing.sha256();
        for (CurvePoint key : keyset.keys().values()) {
            sha256.update(key.toBytes());
        }
        return new KeysetId("00" + Hex.encode(Arrays.copyOf(sha256.digest(), V1_DIGEST_BYTES)));
    }

    /** The version 2 id: of keys with their amounts, unit, fee and expiry, as text (protocol 02.9). */
    public static KeysetId v2(Keyset keyset) {
        StringBuilder text = new StringBuilder(
                keyset.keys().entrySet().stream().map(KeysetIds::pair).collect(Collectors.joining(",")));
        text.append("|unit:").append(keyset.unit().label().toLowerCase(Locale.ROOT));
        long fee = keyset.info().inputFeePpk();
        if (fee != 0) {
            text.append("|input_fee_ppk:").append(fee);
        }
        Long expiry = keyset.info().finalExpiry();
        if (expiry != null && expiry != 0) {
            text.append("|final_expiry:").append(expiry);
        }
        return new KeysetId(
                "01" + Hex.encode(Hashing.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8))));
    }

    private static String pair(Map.Entry<Amount, CurvePoint> entry) {
        return entry.getKey() + ":" + entry.getValue().toHex();
    }

    /** Whether the keyset's id is the one its version asks for; false for a short id and for an unknown version. */
    public static boolean isTrue(Keyset keyset) {
        KeysetId id = keyset.id();
        return switch (id.version()) {
            case 0 -> id.equals(v1(keyset));
            case 1 -> id.equals(v2(keyset));
            default -> false;
        };
    }
}
