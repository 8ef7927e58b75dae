package io.nutflux.store.sql;

import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import io.nutflux.vault.Place;
import reactor.core.publisher.Mono;

/** Named secrets. */
final class SecretSql {

    private static final String PUT = """
            INSERT INTO secret (wallet, name, sealed, key_version) VALUES ($1, $2, $3, $4)
            ON CONFLICT (wallet, name) DO UPDATE SET sealed = excluded.sealed, key_version = excluded.key_version""";
    private static final String ADD = """
            INSERT INTO secret (wallet, name, sealed, key_version) VALUES ($1, $2, $3, $4)
            ON CONFLICT (wallet, name) DO NOTHING""";
    private static final String FIND = "SELECT sealed FROM secret WHERE wallet = $1 AND name = $2";
    private static final String DELETE = "DELETE FROM secret WHERE wallet = $1 AND name = $2";

    /** The row that {@link #add} or {@link #put} stores. */
    Object[] row(Sealer sealer, WalletId wallet, SecretName name, byte[] value) {
        return new Object[] {wallet.value(), name.value(), sealer.seal(place(name), value), sealer.version()};
    }

    Mono<Void> add(Tx tx, SecretName name, Object[] row) {
        return Errors.require(tx.update(ADD, row), 1, "there is a secret named " + name + " already");
    }

    Mono<Void> put(Tx tx, Object[] row) {
        return tx.update(PUT, row).then();
    }

    Mono<Sealed> find(Tx tx, WalletId wallet, SecretName name) {
        return tx.query(FIND, row -> new Sealed(place(name), row.bytes(0)), wallet.value(), name.value())
                .singleOrEmpty();
    }

    Mono<Boolean> delete(Tx tx, WalletId wallet, SecretName name) {
        return tx.update(DELETE, wallet.value(), name.value()).map(count -> count > 0);
    }

    static Place place(SecretName name) {
        return Place.of("secret", "sealed", name.value());
    }
}
