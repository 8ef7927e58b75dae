package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static io.nutflux.store.sql.SqliteFiles.close;
import static io.nutflux.store.sql.SqliteFiles.failureOf;
import static io.nutflux.store.sql.SqliteFiles.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.MintQuote;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoreView;
import io.nutflux.store.WalletStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that was damaged on the disk: what is read from it is what was written, or the error says that it is damaged. */
class SqliteDamageTest {

    private static final int PAGE = 4096;

    @TempDir
    private Path directory;

    private final StoreSamples samples = new StoreSamples(3);
    private final StoreView view = new StoreView();
    private Path file;
    private byte[] sound;
    private String content;

    @BeforeEach
    void fill() throws IOException {
        file = directory.resolve("wallet.db");
        WalletStore store = open(file);
        for (int i = 0; i < 12; i++) {
            OperationDraft draft = samples.redeem(plan(1, 2, 4, 8), samples.token("t" + i, 8, 4, 2, 1));
            view.add(draft);
            store.prepare(WALLET, draft).block();
            store.markSent(WALLET, draft.id(), 1, samples.body()).block();
            if (i % 4 != 0) {
                store.settle(WALLET, draft.id(), 2, samples.settlement(draft)).block();
            }
        }
        store.saveQuote(WALLET, StoreSamples.MINT, samples.quote("q", MintQuote.State.PAID, 7L))
                .block();
        view.addQuote("q");
        close(store);
        // Once more, since opening ends the leases of unfinished operations.
        content = contentOf(file);
        sound = Files.readAllBytes(file);
    }

    private String contentOf(Path file) {
        WalletStore store = open(file);
        try {
            return view.of(store);
        } finally {
            close(store);
        }
    }

    @Test
    void anyPageDamaged_isToldOrMakesNoDifference() throws IOException {
        int told = 0;
        for (int page = 0; page < sound.length / PAGE; page++) {
            byte[] damaged = sound.clone();
            Arrays.fill(damaged, page * PAGE, (page + 1) * PAGE, (byte) 0xA5);
            told += isTold(damaged) ? 1 : 0;
        }
        assertThat(told).isGreaterThan(5);
    }

    @Test
    void fileCutOff_isTold() throws IOException {
        for (int eighth = 1; eighth < 8; eighth++) {
            int length = sound.length / 8 * eighth;
            assertThat(isTold(Arrays.copyOf(sound, length)))
                    .as("%s bytes left", length)
                    .isTrue();
        }
    }

    @Test
    void damageThatWasTold_isRepairedByThePagePutBack() throws IOException {
        byte[] damaged = sound.clone();
        Arrays.fill(damaged, 0, PAGE, (byte) 0xA5);
        Files.write(file, damaged);
        assertThat(failureOf(file)).isEqualTo(Kind.CORRUPT);
        assertThat(Files.readAllBytes(file)).as("left as it was").isEqualTo(damaged);
        Files.write(file, sound);
        assertThat(contentOf(file)).isEqualTo(content);
    }

    /** Whether what these bytes hold cannot be read; if it can, it is what was written. */
    private boolean isTold(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try {
            assertThat(contentOf(file)).isEqualTo(content);
            return false;
        } catch (StoreException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.CORRUPT);
            return true;
        }
    }
}
