package io.nutflux.vault;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Wraps with one provider and unwraps with that or those before it; see {@link KeyProvider#rotating}. */
final class RotatingKeys implements KeyProvider {

    private static final int REMEMBERED = 10_000;

    private final KeyProvider now;
    /** The present one first. */
    private final List<KeyProvider> all;

    /**
     * What the present provider has wrapped or opened itself. It alone may not be able to tell: two key stores may have a key
     * of one name. What is forgotten is wrapped once more.
     */
    private final Set<WrappedKey> own = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<WrappedKey, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    RotatingKeys(KeyProvider now, List<KeyProvider> before) {
        this.now = now;
        this.all = Stream.concat(Stream.of(now), before.stream()).toList();
    }

    @Override
    public Mono<WrappedKey> wrap(KeyContext context, DataKey key) {
        return now.wrap(context, key).doOnNext(this::remember);
    }

    /** Only "not mine" leads to the next provider; a key service that does not answer must not look like a wrong key. */
    @Override
    public Mono<DataKey> unwrap(KeyContext context, WrappedKey wrapped) {
        return unwrap(0, "", context, wrapped);
    }

    private Mono<DataKey> unwrap(int index, String refusals, KeyContext context, WrappedKey wrapped) {
        Mono<DataKey> opened = all.get(index).unwrap(context, wrapped);
        if (index == 0) {
            opened = opened.doOnNext(key -> remember(wrapped));
        }
        return opened.onErrorResume(RotatingKeys::isWrongKey, e -> {
            String refused = refusals + " (" + (index + 1) + ") " + e.getMessage();
            return index + 1 < all.size()
                    ? unwrap(index + 1, refused, context, wrapped)
                    : Mono.error(VaultErrors.wrongKey("no configured key source opens the stored key:" + refused));
        });
    }

    private static boolean isWrongKey(Throwable error) {
        return error instanceof StoreException e && e.kind() == Kind.WRONG_KEY;
    }

    @Override
    public boolean isCurrent(WrappedKey wrapped) {
        return isOwn(wrapped) && now.isCurrent(wrapped);
    }

    private void remember(WrappedKey wrapped) {
        synchronized (own) {
            own.add(wrapped);
        }
    }

    private boolean isOwn(WrappedKey wrapped) {
        synchronized (own) {
            return own.contains(wrapped);
        }
    }

    @Override
    public void close() {
        all.forEach(KeyProvider::close);
    }

    @Override
    public String toString() {
        return "RotatingKeys" + all;
    }
}
