package io.nutflux.store.sql;

import io.nutflux.store.WalletStore;
import reactor.core.publisher.Mono;

/** A store in SQL, whose secrets are sealed. */
public interface SqlStore extends WalletStore {

    /**
     * Writes all of the store, as it is at one moment, to a new encrypted file of mode 0600, while wallets go on working with
     * it. Emits what is in it once all is on the disk. On an error and on cancellation no file is left.
     *
     * <p>A backup is for {@link SqliteStore#restore} or {@link PostgresStore#restore}. Closing the store waits for it.
     *
     * <p>Fails with a {@link io.nutflux.error.StoreException}: {@code UNAVAILABLE} if the file is there already or cannot be
     * written, if the database fails meanwhile or if a key service does not answer; {@code CLOSED}.
     */
    Mono<BackupSummary> backup(BackupFile to);

    /** The keys that seal it, for their care. */
    StoreKeys keys();
}
