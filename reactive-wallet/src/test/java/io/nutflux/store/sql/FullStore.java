package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.WalletId;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.SecretName;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoreView;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A store in which there is some of everything, and all that can be seen of it. */
final class FullStore {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long SEED = 5;
    private static final int STEPS = 300;
    /** Not all of it is text. */
    private static final Map<SecretName, byte[]> SECRETS = Map.of(
            new SecretName("mnemonic"),
            "half depart".getBytes(StandardCharsets.US_ASCII),
            new SecretName("key"),
            new byte[] {0, -1, 27});

    private final StoreView view;

    private FullStore(StoreView view) {
        this.view = view;
    }

    /** Gives {@code store} the commands of many operations, entries and quotes, and secrets under two data keys. */
    static FullStore fill(SqlStore store) {
        WalletStore model = WalletStore.inMemory();
        RandomCommands commands = new RandomCommands(SEED);
        for (int step = 0; step < STEPS; step++) {
            RandomCommands.Command command = commands.next();
            command.run(model);
            command.run(store);
            commands.learn(model);
        }
        send(store, commands.view());
        for (WalletId wallet : List.of(WALLET, OTHER_WALLET)) {
            SECRETS.forEach(
                    (name, secret) -> store.addSecret(wallet, name, secret).block(LONG));
        }
        store.keys().rotate(WALLET).blockLast(LONG);
        return new FullStore(commands.view());
    }

    /** Money that came in, of which a part was handed out, and of that a part was seen redeemed. */
    private static void send(SqlStore store, StoreView view) {
        StoreSamples samples = new StoreSamples(SEED + 1);
        OperationDraft in = samples.redeem(StoreSamples.plan(8, 16), samples.token("to be sent", 24));
        settle(store, in, samples.settlement(in));
        List<StoredProof> own = store.proofs(WALLET, StoredProof.State.UNSPENT)
                .filter(proof -> proof.proof().amount().equals(Amount.of(16)))
                .take(1)
                .collectList()
                .block(LONG);
        OutputPlan plan =
                new OutputPlan(StoreSamples.KEYSET, 0, List.of(Amount.of(8), Amount.of(8)), List.of(true, true));
        OperationDraft out = samples.send(plan, own);
        Settlement sent = samples.settlement(out);
        settle(store, out, sent);
        store.markClaimed(WALLET, List.of(sent.newProofs().get(0).Y())).block(LONG);
        view.add(in);
        view.add(out);
    }

    private static void settle(SqlStore store, OperationDraft draft, Settlement settlement) {
        store.prepare(WALLET, draft)
                .then(store.markSent(WALLET, draft.id(), 1, new StoreSamples(1).body()))
                .then(store.settle(WALLET, draft.id(), 2, settlement))
                .block(LONG);
    }

    /** All that a store shows, but whose turn it is: leases end with a backup. */
    String seen(WalletStore store) {
        StringBuilder all = new StringBuilder(
                view.of(store).replaceAll("(owner \\d) \\S+Z ", "$1 ").replaceAll("due=[^,]*, ", ""));
        for (WalletId wallet : List.of(WALLET, OTHER_WALLET)) {
            SECRETS.keySet().stream()
                    .map(name -> name.value()
                            + Arrays.toString(store.secret(wallet, name).block(LONG)))
                    .sorted()
                    .forEach(line -> all.append(line).append('\n'));
            assertThat(store.ledgerFaults(wallet).collectList().block(LONG)).isEmpty();
        }
        return all.toString();
    }

    /** That there is some of everything: else a comparison would show little. */
    static void assertFull(BackupPlace place) {
        for (String table : BackupTables.TRAVEL) {
            assertThat(place.query("SELECT COUNT(*) FROM " + table)).as(table).doesNotContain("0");
        }
        assertThat(place.query("SELECT DISTINCT state FROM operation"))
                .contains("PREPARED", "SENT", "SETTLED", "RELEASED");
        assertThat(place.query("SELECT DISTINCT kind FROM redemption"))
                .contains("WAITING", "PENDING", "REDEEMED", "ALREADY_SPENT", "INVALID", "REFUSED");
        assertThat(place.query("SELECT DISTINCT state FROM proof"))
                .contains("UNSPENT", "RESERVED", "SENT", "CLAIMED", "SPENT");
        assertThat(place.query("SELECT COUNT(*) FROM inbox WHERE owner IS NOT NULL"))
                .doesNotContain("0");
    }
}
