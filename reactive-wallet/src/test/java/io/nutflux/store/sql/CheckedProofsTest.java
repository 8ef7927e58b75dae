package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.store.OperationDraft;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.WalletStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check reads as much as is asked for, and nothing twice. */
class CheckedProofsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int PROOFS = 5 * ProofSql.PAGE / 2;

    private final StoreSamples samples = new StoreSamples(7);
    private CountedSqlite counted;
    private WalletStore store;

    @BeforeEach
    void fund(@TempDir Path directory) {
        counted = CountedSqlite.open(directory.resolve("wallet.db"));
        store = counted.store();
        long[] amounts = new long[PROOFS];
        Arrays.fill(amounts, 1);
        OperationDraft draft = samples.redeem(plan(amounts), samples.token("fund", PROOFS));
        store.prepare(WALLET, draft)
                .then(store.markSent(WALLET, draft.id(), 1, samples.body()))
                .then(store.settle(WALLET, draft.id(), 2, samples.settlement(draft)))
                .block(LONG);
    }

    @AfterEach
    void close() {
        store.close().block(LONG);
    }

    @Test
    void checkProofs_ofManyPages_opensEachOnce() {
        assertThat(store.checkProofs(WALLET).count().block(LONG)).isEqualTo(PROOFS);

        assertThat(counted.openedProofs()).isEqualTo(PROOFS);
    }

    @Test
    void checkProofs_askedForOne_readsNoMoreThanAPageAhead() {
        store.checkProofs(WALLET).blockFirst(LONG);

        assertThat(counted.openedProofs()).isLessThanOrEqualTo(2 * ProofSql.PAGE);
    }

    @Test
    void spendable_opensNothing() {
        assertThat(store.spendable(WALLET, StoreSamples.MINT, StoreSamples.SAT)
                        .count()
                        .block(LONG))
                .isEqualTo(PROOFS);

        assertThat(counted.openedProofs()).isZero();
    }
}
