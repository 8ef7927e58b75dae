package io.nutflux.store.sql;

import io.nutflux.model.WalletId;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Runs commands that write or read secrets with the wallet's data keys, and again with newer ones where those at hand turn
 * out to be old. Sealing and opening are done outside of transactions: sealing on the caller's thread, opening on threads of
 * its own.
 */
final class Sealing {

    private static final int RETRIES = 3;

    /** A command with its secrets sealed, ready to run in a transaction. */
    interface Write<T> extends Function<Sealer, Function<Tx, Mono<T>>> {}

    private final Database database;
    private final DataKeySql keys = new DataKeySql();
    private final Keyrings keyrings;
    private final OpeningThreads opening;

    Sealing(Database database, Keyrings keyrings, OpeningThreads opening) {
        this.database = database;
        this.keyrings = keyrings;
        this.opening = opening;
    }

    /**
     * Runs a command that writes secrets. Another replica may have made a new data key meanwhile, and rows sealed with the
     * old one might then outlive it; so the transaction first makes sure that the key still seals.
     */
    <T> Mono<T> write(WalletId wallet, Write<T> command) {
        return Mono.defer(() -> keyrings.sealing(wallet)).flatMap(keyring -> write(wallet, keyring, command, RETRIES));
    }

    private <T> Mono<T> write(WalletId wallet, Keyring keyring, Write<T> command, int retries) {
        Sealer sealer = new Sealer(keyring.cipher());
        Function<Tx, Mono<T>> body = command.apply(sealer);
        if (!sealer.isUsed()) {
            return database.inTransaction(body);
        }
        return database.inTransaction(
                        tx -> keys.requireActive(tx, wallet, sealer.version()).then(Mono.defer(() -> body.apply(tx))))
                .onErrorResume(
                        StaleKeysException.class,
                        e -> retries == 0
                                ? Mono.error(Errors.keysKeepChanging(e))
                                : keyrings.newer(wallet, keyring)
                                        .then(Mono.defer(() -> keyrings.sealing(wallet)))
                                        .flatMap(fresh -> write(wallet, fresh, command, retries - 1)));
    }

    /** Runs a query and opens what it found; both again if that is sealed with a key that is not at hand. */
    <R, T> Mono<T> read(WalletId wallet, Function<Tx, Mono<R>> query, BiFunction<Opener, R, T> open) {
        return Mono.defer(() -> keyrings.known(wallet))
                .flatMap(keyring -> opened(database.read(query), keyring, false, open)
                        .onErrorResume(
                                UnknownVersionException.class,
                                e -> keyrings.newer(wallet, keyring)
                                        .flatMap(fresh -> opened(database.read(query), fresh, true, open))));
    }

    /** Runs a command, once, and opens what it found. */
    <R, T> Mono<T> take(WalletId wallet, Function<Tx, Mono<R>> command, BiFunction<Opener, R, T> open) {
        return Mono.defer(() -> keyrings.known(wallet))
                .flatMap(keyring -> database.inTransaction(command)
                        .flatMap(found -> opened(Mono.just(found), keyring, false, open)
                                .onErrorResume(
                                        UnknownVersionException.class,
                                        e -> keyrings.newer(wallet, keyring)
                                                .flatMap(fresh -> opened(Mono.just(found), fresh, true, open)))));
    }

    private <R, T> Mono<T> opened(Mono<R> found, Keyring keyring, boolean last, BiFunction<Opener, R, T> open) {
        return opening.deliver(found).map(rows -> open.apply(new Opener(keyring.cipher(), last), rows));
    }
}
