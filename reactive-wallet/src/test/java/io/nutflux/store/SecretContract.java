package io.nutflux.store;

import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Secrets kept by name. */
public abstract class SecretContract extends StoreContract {

    private static final SecretName SEED = new SecretName("seed");
    private static final byte[] FIRST = {1, 2, 3};
    private static final byte[] SECOND = new byte[70_000];

    @Test
    void secret_unknown_empty() {
        assertThat(get(store.secret(WALLET, SEED))).isNull();
    }

    @Test
    void addSecret_thenSecret_givesItBack_toItsWalletOnly() {
        get(store.addSecret(WALLET, SEED, FIRST));
        get(store.addSecret(WALLET, new SecretName("preimage/" + "0a".repeat(32)), SECOND));

        assertThat(get(store.secret(WALLET, SEED))).isEqualTo(FIRST);
        assertThat(get(store.secret(WALLET, new SecretName("preimage/" + "0a".repeat(32)))))
                .isEqualTo(SECOND);
        assertThat(get(store.secret(OTHER_WALLET, SEED))).isNull();
    }

    @Test
    void addSecret_ofATakenName_conflictsAndKeepsTheFirst() {
        get(store.addSecret(WALLET, SEED, FIRST));

        assertConflict(viewOf(), store.addSecret(WALLET, SEED, SECOND));
        assertThat(get(store.secret(WALLET, SEED))).isEqualTo(FIRST);
        get(store.addSecret(OTHER_WALLET, SEED, SECOND));
        assertThat(get(store.secret(OTHER_WALLET, SEED))).isEqualTo(SECOND);
    }

    @Test
    void putSecret_replaces() {
        get(store.putSecret(WALLET, SEED, FIRST));
        get(store.putSecret(WALLET, SEED, SECOND));

        assertThat(get(store.secret(WALLET, SEED))).isEqualTo(SECOND);
    }

    @Test
    void putSecret_ofNoBytes_isASecretAllTheSame() {
        get(store.putSecret(WALLET, SEED, new byte[0]));
        assertThat(get(store.secret(WALLET, SEED))).isEmpty();
    }

    @Test
    void deleteSecret_tellsWhetherThereWasOne() {
        get(store.addSecret(WALLET, SEED, FIRST));

        assertThat(get(store.deleteSecret(OTHER_WALLET, SEED))).isFalse();
        assertThat(get(store.deleteSecret(WALLET, SEED))).isTrue();
        assertThat(get(store.deleteSecret(WALLET, SEED))).isFalse();
        assertThat(get(store.secret(WALLET, SEED))).isNull();
    }

    @Test
    void secret_arraysOfTheCaller_areCopies() {
        byte[] mine = FIRST.clone();
        get(store.addSecret(WALLET, SEED, mine));
        mine[0] = 9;
        get(store.secret(WALLET, SEED))[1] = 9;

        assertThat(List.of(get(store.secret(WALLET, SEED)))).containsExactly(FIRST);
    }
}
