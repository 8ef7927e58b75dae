package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import io.nutflux.vault.DataKey;
import io.nutflux.vault.KeyContext;
import io.nutflux.vault.KeyProvider;
import io.nutflux.vault.TestKeys;
import io.nutflux.vault.WrappedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Data keys of wallets, over SQLite, as several replicas would see them. */
class KeyringsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final SecretName NAME = new SecretName("name");

    @TempDir
    Path directory;

    private Path file;
    private SqliteDatabase database;

    /** A provider that counts, and that may be held up. */
    private static final class Watched implements KeyProvider {
        private final KeyProvider real = TestKeys.provider();
        private final AtomicInteger wraps = new AtomicInteger();
        private final AtomicInteger unwraps = new AtomicInteger();
        private volatile Mono<Void> gate = Mono.empty();

        @Override
        public Mono<WrappedKey> wrap(KeyContext context, DataKey key) {
            return Mono.defer(() -> {
                wraps.incrementAndGet();
                return gate.then(real.wrap(context, key));
            });
        }

        @Override
        public Mono<DataKey> unwrap(KeyContext context, WrappedKey wrapped) {
            return Mono.defer(() -> {
                unwraps.incrementAndGet();
                return gate.then(real.unwrap(context, wrapped));
            });
        }

        @Override
        public boolean isCurrent(WrappedKey wrapped) {
            return real.isCurrent(wrapped);
        }
    }

    @BeforeEach
    void open() {
        file = directory.resolve("wallet.db");
        database = SqliteDatabase.start(file);
        SqliteStore.migrations().apply(database).block(LONG);
    }

    @AfterEach
    void close() {
        database.close().block(LONG);
    }

    private SqlWalletStore replica(KeyProvider provider) {
        return Replicas.open(database, provider).store();
    }

    @Test
    void firstKey_ofManyWritersAtOnce_isMadeOnce() {
        Watched provider = new Watched();
        SqlWalletStore store = replica(provider);
        Sinks.Empty<Void> gate = Sinks.empty();
        provider.gate = gate.asMono();
        Mono<List<Boolean>> all = Flux.range(0, 20)
                .flatMap(
                        i -> store.putSecret(WALLET, new SecretName("n" + i), new byte[] {i.byteValue()})
                                .thenReturn(true),
                        20)
                .collectList()
                .cache();
        all.subscribe();
        gate.tryEmitEmpty();
        all.block(LONG);

        assertThat(provider.wraps).hasValue(1);
        assertThat(provider.unwraps).hasValue(0);
        assertThat(store.secret(WALLET, new SecretName("n7")).block(LONG)).containsExactly(7);
    }

    @Test
    void firstKey_ofReplicasAtOnce_oneWinsAndAllUseIt() throws Exception {
        int replicas = 5;
        Sinks.Empty<Void> gate = Sinks.empty();
        List<SqlWalletStore> stores = Flux.range(0, replicas)
                .map(i -> {
                    Watched provider = new Watched();
                    SqlWalletStore store = replica(provider);
                    provider.gate = gate.asMono();
                    return store;
                })
                .collectList()
                .block(LONG);
        Mono<Void> all = Flux.range(0, replicas)
                .flatMap(
                        i -> stores.get(i).putSecret(WALLET, new SecretName("n" + i), new byte[] {i.byteValue()}),
                        replicas)
                .then()
                .cache();
        all.subscribe();
        gate.tryEmitEmpty();
        all.block(LONG);

        assertThat(SqliteFiles.query(file, "SELECT COUNT(*) FROM data_key")).containsExactly("1");
        for (SqlWalletStore store : stores) {
            for (int i = 0; i < replicas; i++) {
                assertThat(store.secret(WALLET, new SecretName("n" + i)).block(LONG))
                        .containsExactly(i);
            }
        }
    }

    @Test
    void keyring_ofReadersAtOnce_isUnwrappedOnce() {
        replica(TestKeys.provider()).putSecret(WALLET, NAME, new byte[] {1}).block(LONG);
        Watched provider = new Watched();
        SqlWalletStore store = replica(provider);
        int atOpening = provider.unwraps.get();
        Flux.range(0, 20).flatMap(i -> store.secret(WALLET, NAME), 20).blockLast(LONG);

        assertThat(atOpening).isEqualTo(1);
        assertThat(provider.unwraps).hasValue(1);
    }

    @Test
    void keyring_thatFailedToLoad_isTriedAgain() {
        replica(TestKeys.provider()).putSecret(WALLET, NAME, new byte[] {1}).block(LONG);
        Watched provider = new Watched();
        SqlWalletStore other = replica(TestKeys.provider());
        other.putSecret(OTHER_WALLET, NAME, new byte[] {2}).block(LONG);
        SqlWalletStore store = replica(provider);
        provider.gate = Mono.error(new StoreException(Kind.UNAVAILABLE, "no answer", null));

        assertThatThrownBy(() -> store.secret(OTHER_WALLET, NAME).block(LONG)).hasMessageContaining("no answer");
        provider.gate = Mono.empty();
        assertThat(store.secret(OTHER_WALLET, NAME).block(LONG)).containsExactly(2);
    }

    @Test
    void readingAWalletThatHasNothing_makesNoKey() throws Exception {
        SqlWalletStore store = replica(TestKeys.provider());
        assertThat(store.secret(new WalletId("nobody"), NAME).block(LONG)).isNull();
        assertThat(SqliteFiles.query(file, "SELECT COUNT(*) FROM data_key")).containsExactly("0");
    }

    @Test
    void replicasWithDifferentPasswords_onAnEmptyStore_theSecondIsRefused() throws Exception {
        SqlWalletStore first = replica(TestKeys.provider("one"));
        SqlWalletStore second = replica(TestKeys.provider("another"));
        first.putSecret(WALLET, NAME, new byte[] {1}).block(LONG);

        assertThatThrownBy(() ->
                        second.putSecret(OTHER_WALLET, NAME, new byte[] {1}).block(LONG))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_KEY));
        assertThat(SqliteFiles.query(file, "SELECT wallet FROM data_key")).containsExactly("default");
        first.putSecret(OTHER_WALLET, NAME, new byte[] {1}).block(LONG);
    }
}
