package io.nutflux.store.sql;

import io.nutflux.model.WalletId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keyrings at hand or on their way, the most recently used ones kept. However many ask for a wallet's at once, it is loaded
 * once, and to the end even if all of them cancel. Failures and empty keyrings reach those who wait and are not kept.
 */
final class KeyringCache {

    private final int capacity;
    private final Map<WalletId, CompletableFuture<Keyring>> flights = new LinkedHashMap<>(16, 0.75f, true);

    KeyringCache(int capacity) {
        this.capacity = capacity;
    }

    /** The keyring at hand, or on its way, or of {@code source}. */
    Mono<Keyring> get(WalletId wallet, Mono<Keyring> source) {
        return get(wallet, source, null);
    }

    /** As {@link #get(WalletId, Mono)}, but not {@code stale}. */
    Mono<Keyring> get(WalletId wallet, Mono<Keyring> source, @Nullable Keyring stale) {
        return Mono.defer(() -> {
            CompletableFuture<Keyring> own = new CompletableFuture<>();
            CompletableFuture<Keyring> flight = join(wallet, own, stale);
            if (flight == own) {
                source.subscribe(keyring -> land(wallet, own, keyring), error -> {
                    remove(wallet, own);
                    own.completeExceptionally(error);
                });
            }
            return Mono.fromFuture(flight, true);
        });
    }

    /** The keyring at hand, if any. */
    synchronized @Nullable Keyring atHand(WalletId wallet) {
        CompletableFuture<Keyring> flight = flights.get(wallet);
        return flight == null ? null : atHand(flight);
    }

    /** Keeps a keyring that was loaded otherwise, unless there is one or one is on its way; then it is wiped. */
    void offer(WalletId wallet, Keyring keyring) {
        CompletableFuture<Keyring> own = CompletableFuture.completedFuture(keyring);
        if (join(wallet, own, null) != own) {
            keyring.close();
        }
    }

    /** Forgets and hands out all that are at hand. */
    synchronized List<Keyring> clear() {
        List<Keyring> present = new ArrayList<>();
        for (CompletableFuture<Keyring> flight : flights.values()) {
            Keyring keyring = atHand(flight);
            if (keyring != null) {
                present.add(keyring);
            }
        }
        flights.clear();
        return present;
    }

    @SuppressWarnings("ReferenceEquality") // an equal one that was loaded since is not stale
    private synchronized CompletableFuture<Keyring> join(
            WalletId wallet, CompletableFuture<Keyring> own, @Nullable Keyring stale) {
        CompletableFuture<Keyring> present = flights.get(wallet);
        if (present != null && (stale == null || atHand(present) != stale)) {
            return present;
        }
        flights.put(wallet, own);
        if (flights.size() > capacity) {
            var eldest = flights.entrySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return own;
    }

    private void land(WalletId wallet, CompletableFuture<Keyring> flight, Keyring keyring) {
        if (keyring.isEmpty()) {
            remove(wallet, flight);
        }
        flight.complete(keyring);
    }

    private synchronized void remove(WalletId wallet, CompletableFuture<Keyring> flight) {
        flights.remove(wallet, flight);
    }

    private static @Nullable Keyring atHand(CompletableFuture<Keyring> flight) {
        return flight.isDone() && !flight.isCompletedExceptionally() ? flight.getNow(null) : null;
    }
}
