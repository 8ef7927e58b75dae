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
import io.nutflux.store.sql.BackupFile;
import io.nutflux.store.sql.BackupSummary;
import io.nutflux.store.sql.PostgresOptions;
import io.nutflux.store.sql.PostgresServer;
import io.nutflux.store.sql.PostgresStore;
import io.nutflux.store.sql.SqlStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.vault.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
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

    private final SecretSearch secrets = new SecretSearch();

    @Test
    void files_ofAWalletInUse_holdNoSecretInAnyEncoding() throws Exception {
        Path file = directory.resolve("wallet.db");
        try (TestMint mint = TestMint.builder().start();
                WalletHarness harness = new WalletHarness()) {
            SqlStore store = Objects.requireNonNull(
                    SqliteStore.open(file, TestKeys.provider()).block(PATIENCE));
            use(store, harness, mint);

            byte[] url = mint.url().getBytes(StandardCharsets.US_ASCII);
            byte[] files = new byte[0];
            for (String suffix : List.of("", "-wal", "-shm")) {
                files = joined(files, Files.readAllBytes(file.resolveSibling("wallet.db" + suffix)));
            }
            assertThat(indexOf(files, url)).as("what stands in clear is found").isNotNegative();
            assertThat(secrets.in(files)).isEmpty();
            assertBackupHoldsNothing(store, url);
        }
    }

    /** What {@code pg_dump} would write, the files of the tables and their indexes, and the log that goes before them. */
    @Test
    void database_ofAWalletInUse_andItsDump_holdNoSecretInAnyEncoding() throws Exception {
        PostgresServer server = PostgresServer.shared();
        String wal = server.currentLog();
        String schema = server.freshSchema();
        try (TestMint mint = TestMint.builder().start();
                WalletHarness harness = new WalletHarness()) {
            SqlStore store = Objects.requireNonNull(
                    PostgresStore.open(PostgresOptions.of(server.url(schema)), TestKeys.provider())
                            .block(PATIENCE));
            use(store, harness, mint);

            byte[] url = mint.url().getBytes(StandardCharsets.US_ASCII);
            byte[] dump = server.dump(schema);
            byte[] files = server.files(schema, wal);
            assertThat(indexOf(dump, url)).as("the dump").isNotNegative();
            assertThat(indexOf(files, url)).as("the files").isNotNegative();
            assertThat(secrets.in(dump)).isEmpty();
            assertThat(secrets.in(files)).isEmpty();
            assertBackupHoldsNothing(store, url);
        }
    }

    /** Not even what stands in clear in the store. */
    private void assertBackupHoldsNothing(SqlStore store, byte[] url) throws Exception {
        Path file = directory.resolve("backup");
        BackupSummary summary =
                store.backup(BackupFile.of(file, TestKeys.provider())).block(PATIENCE);
        byte[] backup = Files.readAllBytes(file);
        assertThat((long) backup.length).isGreaterThan(summary.bytes());
        assertThat(indexOf(backup, url)).isNegative();
        assertThat(secrets.in(backup)).isEmpty();
    }

    /** That the search finds what there is to find. */
    @Test
    void search_forASecret_findsItWhereverItStands() {
        byte[] secret = ACCESS_TOKEN.getBytes(StandardCharsets.US_ASCII);
        secrets.add("token", secret);
        for (String before : List.of("", "a", "ab", "abc", "abcd")) {
            byte[] text = (before + ACCESS_TOKEN + " and more").getBytes(StandardCharsets.US_ASCII);
            assertThat(secrets.in(text)).hasSize(1);
            for (String encoding : List.of(
                    Hex.encode(text),
                    Hex.encode(text).toUpperCase(Locale.ROOT),
                    Base64.getEncoder().encodeToString(text),
                    Base64.getUrlEncoder().encodeToString(text))) {
                assertThat(secrets.in(encoding.getBytes(StandardCharsets.US_ASCII)))
                        .isNotEmpty();
            }
            assertThat(secrets.in(Arrays.copyOf(text, before.length() + secret.length - 1)))
                    .isEmpty();
        }
    }

    /** A wallet at work, some of whose secrets lie in every table that may hold one. */
    private void use(SqlStore store, WalletHarness harness, TestMint mint) {
        keepByName(store, "mnemonic", WORDS.getBytes(StandardCharsets.US_ASCII));
        keepByName(store, "preimage", PREIMAGE);
        keepByName(store, "access-token", ACCESS_TOKEN.getBytes(StandardCharsets.US_ASCII));
        CashuWallet wallet = harness.open(mint, store, redeem -> redeem);
        redeemSome(wallet, mint);
        leaveOneUnfinished(wallet, mint, store);
        gather(store);
        assertThat(secrets.size()).isGreaterThan(25);
    }

    private void keepByName(WalletStore store, String name, byte[] secret) {
        store.addSecret(WalletId.DEFAULT, new SecretName(name), secret).block(PATIENCE);
        secrets.add("secret " + name, secret);
    }

    private void redeemSome(CashuWallet wallet, TestMint mint) {
        List<String> tokens = mint.tokens(4, 8, 2);
        WalletHarness.redeem(wallet, tokens);
        tokens.forEach(token -> secrets.add("token " + secrets.size(), token.getBytes(StandardCharsets.US_ASCII)));
        List<TestProof> proofs = mint.issueProofs(16);
        secrets.add("secret of a token", proofs.get(0).secret().getBytes(StandardCharsets.UTF_8));
        WalletHarness.redeem(wallet, "known secret", mint.tokenV4(proofs));
    }

    /** The mint's answers are lost, so that request and incoming proofs stay in their tables. */
    private void leaveOneUnfinished(CashuWallet wallet, TestMint mint, WalletStore store) {
        mint.faults().on("/v1/swap").always(Fault.statusBefore(503));
        String token = mint.tokens(1, 32).get(0);
        secrets.add("token in progress", token.getBytes(StandardCharsets.US_ASCII));
        wallet.redeem(new RedeemRequest("unfinished", token)).block(PATIENCE);
        String later = mint.tokens(1, 64).get(0);
        secrets.add("token in the inbox", later.getBytes(StandardCharsets.US_ASCII));
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
        secrets.add("request", body);
        secrets.add("part of the request", "\"inputs\"".getBytes(StandardCharsets.US_ASCII));
        stored.tokens().forEach(token -> token.proofs().forEach(proof -> gather("incoming", proof)));
    }

    private void gather(String of, Proof proof) {
        String name = of + " " + secrets.size();
        secrets.add(name + " secret", proof.secret().utf8());
        if (proof.secret().text().matches("[0-9a-f]{64}")) {
            secrets.add(name + " secret's bytes", Hex.decode(proof.secret().text(), 32));
        }
        secrets.add(name + " C", proof.C().toBytes());
        if (proof.dleq() != null) {
            secrets.add(name + " e", proof.dleq().e().toBytes());
            Scalar r = proof.dleq().r();
            if (r != null) {
                secrets.add(name + " r", r.toBytes());
            }
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
