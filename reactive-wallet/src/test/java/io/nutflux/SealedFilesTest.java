package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Hex;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.Scalar;
import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.vault.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a thief of the files would look for is in none of them, in no encoding. */
class SealedFilesTest {

    private static final String WORDS =
            "abandon ability able about above absent absorb abstract absurd abuse access accident";
    private static final byte[] PREIMAGE =
            Hex.decode("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0", 32);
    private static final String ACCESS_TOKEN = "eyJhbGciOiJFUzI1NiJ9.access-token-of-the-wallet.c2lnbmF0dXJl";

    @TempDir
    Path directory;

    /** All that is looked for, by a name. */
    private final Map<String, byte[]> secrets = new LinkedHashMap<>();

    @Test
    void files_ofAWalletInUse_holdNoSecretInAnyEncoding() throws Exception {
        Path file = directory.resolve("wallet.db");
        try (TestMint mint = TestMint.builder().start();
                WalletHarness harness = new WalletHarness()) {
            WalletStore store = Objects.requireNonNull(
                    SqliteStore.open(file, TestKeys.provider()).block(PATIENCE));
            keepByName(store, "mnemonic", WORDS.getBytes(StandardCharsets.US_ASCII));
            keepByName(store, "preimage", PREIMAGE);
            keepByName(store, "access-token", ACCESS_TOKEN.getBytes(StandardCharsets.US_ASCII));
            CashuWallet wallet = harness.open(mint, store, redeem -> redeem);
            redeemSome(wallet, mint);
            leaveOneUnfinished(wallet, mint, store);
            gather(store);

            List<String> files = new ArrayList<>();
            for (String suffix : List.of("", "-wal", "-shm")) {
                files.add(Files.readString(file.resolveSibling("wallet.db" + suffix), StandardCharsets.ISO_8859_1));
            }
            assertThat(files).as("what stands in clear is found").anyMatch(bytes -> bytes.contains(mint.url()));
            assertThat(secrets.size()).isGreaterThan(25);
            secrets.forEach((name, secret) -> assertAbsent(name, secret, files));
        }
    }

    /** That the search finds what there is to find. */
    @Test
    void forms_ofASecret_areFoundWhereverItStands() {
        for (String before : List.of("", "a", "ab", "abc", "abcd")) {
            byte[] text = (before + ACCESS_TOKEN + " and more").getBytes(StandardCharsets.US_ASCII);
            List<String> encodings = List.of(
                    new String(text, StandardCharsets.ISO_8859_1),
                    Hex.encode(text),
                    Base64.getEncoder().encodeToString(text),
                    Base64.getUrlEncoder().encodeToString(text));
            for (String encoding : encodings) {
                assertThat(forms(ACCESS_TOKEN.getBytes(StandardCharsets.US_ASCII)))
                        .anyMatch(encoding::contains);
            }
        }
    }

    private void keepByName(WalletStore store, String name, byte[] secret) {
        store.addSecret(WalletId.DEFAULT, new SecretName(name), secret).block(PATIENCE);
        secrets.put("secret " + name, secret);
    }

    private void redeemSome(CashuWallet wallet, TestMint mint) {
        List<String> tokens = mint.tokens(4, 8, 2);
        WalletHarness.redeem(wallet, tokens);
        tokens.forEach(token -> secrets.put("token " + secrets.size(), token.getBytes(StandardCharsets.US_ASCII)));
        List<TestProof> proofs = mint.issueProofs(16);
        secrets.put("secret of a token", proofs.get(0).secret().getBytes(StandardCharsets.UTF_8));
        WalletHarness.redeem(wallet, "known secret", mint.tokenV4(proofs));
    }

    /** The mint's answers are lost, so that request and incoming proofs stay in their tables. */
    private void leaveOneUnfinished(CashuWallet wallet, TestMint mint, WalletStore store) {
        mint.faults().on("/v1/swap").always(Fault.statusBefore(503));
        String token = mint.tokens(1, 32).get(0);
        secrets.put("token in progress", token.getBytes(StandardCharsets.US_ASCII));
        wallet.redeem(new RedeemRequest("unfinished", token)).block(PATIENCE);
        String later = mint.tokens(1, 64).get(0);
        secrets.put("token in the inbox", later.getBytes(StandardCharsets.US_ASCII));
        WalletHarness.accept(wallet, "later", later);
        assertThat(store.unfinished(WalletId.DEFAULT).collectList().block(PATIENCE))
                .isNotEmpty();
    }

    /** What the store itself gives back. */
    private void gather(WalletStore store) {
        for (StoredProof.State state : StoredProof.State.values()) {
            store.proofs(WalletId.DEFAULT, state)
                    .collectList()
                    .block(PATIENCE)
                    .forEach(stored -> gather("own " + state, stored.proof()));
        }
        var operation = store.unfinished(WalletId.DEFAULT).blockFirst(PATIENCE);
        StoredOperation stored = store.load(WalletId.DEFAULT, operation.id()).block(PATIENCE);
        byte[] body = Objects.requireNonNull(stored.requestBody()).toBytes();
        secrets.put("request", body);
        secrets.put("part of the request", "\"inputs\"".getBytes(StandardCharsets.US_ASCII));
        stored.tokens().forEach(token -> token.proofs().forEach(proof -> gather("incoming", proof)));
    }

    private void gather(String of, Proof proof) {
        String name = of + " " + secrets.size();
        secrets.put(name + " secret", proof.secret().utf8());
        if (proof.secret().text().matches("[0-9a-f]{64}")) {
            secrets.put(name + " secret's bytes", Hex.decode(proof.secret().text(), 32));
        }
        secrets.put(name + " C", proof.C().toBytes());
        if (proof.dleq() != null) {
            secrets.put(name + " e", proof.dleq().e().toBytes());
            Scalar r = proof.dleq().r();
            if (r != null) {
                secrets.put(name + " r", r.toBytes());
            }
        }
    }

    private static void assertAbsent(String name, byte[] secret, List<String> files) {
        for (String form : forms(secret)) {
            for (String bytes : files) {
                // Not contains of AssertJ, which would print the whole file.
                assertThat(bytes.contains(form)).as("%s as %s", name, form).isFalse();
            }
        }
    }

    /** The secret raw, in hexadecimal, and in both kinds of base64 wherever in a longer text it may begin. */
    private static List<String> forms(byte[] secret) {
        List<String> forms = new ArrayList<>();
        forms.add(new String(secret, StandardCharsets.ISO_8859_1));
        String hex = Hex.encode(secret);
        forms.add(hex);
        forms.add(hex.toUpperCase(Locale.ROOT));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first characters hold what stands before, the last one what follows.
            String core = encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 1);
            forms.add(core);
            forms.add(core.replace('+', '-').replace('/', '_'));
        }
        return forms;
    }
}
