package io.nutflux.flow;

import io.nutflux.event.WalletEvent;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.Redemption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keys whose callers were told {@code Pending} by this process. Where another process decides them, this one's subscribers
 * shall hear of it too; past a bound, the longest known are no longer looked for, and the store still tells.
 */
final class Awaited {

    private static final int MOST = 10_000;
    private static final int A_LOOK = 200;

    private final FlowContext context;
    private final Set<String> keys = new LinkedHashSet<>();
    /** Told by a look: the process that settled may be this one, about to tell. */
    private final Set<String> told = new LinkedHashSet<>();

    Awaited(FlowContext context) {
        this.context = context;
    }

    synchronized void add(String key) {
        told.remove(key);
        add(key, keys);
    }

    private static void add(String key, Set<String> bounded) {
        if (bounded.size() == MOST) {
            bounded.remove(bounded.iterator().next());
        }
        bounded.add(key);
    }

    /** This process is about to tell the outcome itself; {@code false} if a look was faster. */
    synchronized boolean isNews(String key) {
        keys.remove(key);
        return !told.remove(key);
    }

    private synchronized List<String> some() {
        List<String> some = keys.stream().limit(A_LOOK).toList();
        // The others come first next time.
        some.forEach(keys::remove);
        keys.addAll(some);
        return some;
    }

    private synchronized boolean isLeft(String key) {
        if (!keys.remove(key)) {
            return false;
        }
        add(key, told);
        return true;
    }

    private static boolean isDecided(RedeemResult result) {
        return !(result instanceof RedeemResult.Pending) && !(result instanceof RedeemResult.Waiting);
    }

    /** Looks up some of them, and tells of those that are decided. */
    Mono<Void> look() {
        return Flux.defer(() -> {
                    List<String> some = some();
                    return some.isEmpty()
                            ? Flux.<Redemption>empty()
                            : context.store().findRedemptions(context.wallet(), some, List.of(), List.of());
                })
                .publishOn(context.compute())
                .filter(found -> isDecided(found.result()) && isLeft(found.key()))
                .doOnNext(found -> context.events().publish(new WalletEvent.TokenDecided(found.result())))
                .then();
    }
}
