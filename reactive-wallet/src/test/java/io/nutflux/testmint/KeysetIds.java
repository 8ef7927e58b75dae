package io.nutflux.testmint;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Keyset ids from keys (NUT-02). The maps are sorted by unsigned amount and hold compressed points in hex. */
final class KeysetIds {

    private KeysetIds() {}

    /** 8 bytes: the hash is over the raw keys alone (02.10). */
    static String v1(SortedMap<Long, String> keys) {
        byte[] raw = HexFormat.of().parseHex(String.join("", keys.values()));
        return "00" + HexFormat.of().formatHex(Curve.sha256(raw)).substring(0, 14);
    }

    /** 33 bytes: the hash is over text with amounts, unit, fee and expiry; 0 stands for none (02.9). */
    static String v2(SortedMap<Long, String> keys, String unit, long feePpk, long finalExpiry) {
        String text = keys.entrySet().stream().map(KeysetIds::pair).collect(Collectors.joining(","))
                + "|unit:" + unit.toLowerCase(Locale.ROOT)
                + (feePpk == 0 ? "" : "|input_fee_ppk:" + feePpk)
                + (finalExpiry == 0 ? "" : "|final_expiry:" + finalExpiry);
        return "01" + HexFormat.of().formatHex(Curve.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String pair(Map.Entry<Long, String> key) {
        return Long.toUnsignedString(key.getKey()) + ":" + key.getValue();
    }
}
