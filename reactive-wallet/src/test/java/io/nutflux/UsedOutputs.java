package io.nutflux;

import io.nutflux.testmint.TestMint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for outputs that a mint was sent in two different requests, which a wallet of one seed must never do. */
final class UsedOutputs {

    private static final Pattern OUTPUT = Pattern.compile("\"B_\"\\s*:\\s*\"([0-9a-f]+)\"");

    private UsedOutputs() {}

    /** Each {@code B_} that came in two requests; the same bytes sent again are one request. The mint keeps bodies. */
    static List<String> twice(TestMint mint) {
        Set<String> requests = new LinkedHashSet<>();
        for (String path : List.of("/v1/swap", "/v1/mint/bolt11")) {
            mint.bodies(path).forEach(body -> requests.add(new String(body, StandardCharsets.UTF_8)));
        }
        Set<String> seen = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (String request : requests) {
            Matcher outputs = OUTPUT.matcher(request);
            while (outputs.find()) {
                if (!seen.add(outputs.group(1))) {
                    twice.add(outputs.group(1));
                }
            }
        }
        return twice;
    }
}
