package io.nutflux.store;

import static io.nutflux.store.Conflicts.conflict;

import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One wallet's mint quotes. */
final class MemoryQuotes {

    private final Map<String, StoredQuote> quotes = new HashMap<>();

    void save(Journal journal, MintUrl mint, MintQuote quote) {
        StoredQuote known = quotes.get(quote.id());
        if (known == null) {
            journal.put(quotes, quote.id(), new StoredQuote(mint, quote));
        } else if (known.mint().equals(mint)) {
            setState(journal, quote.id(), quote.state());
        } else {
            throw conflict("a quote of this id is known from another mint");
        }
    }

    void setState(Journal journal, String id, MintQuote.State state) {
        StoredQuote known = quotes.get(id);
        if (known != null && known.quote().state() != MintQuote.State.ISSUED) {
            journal.put(quotes, id, new StoredQuote(known.mint(), known.quote().withState(state)));
        }
    }

    boolean isIssued(String id) {
        StoredQuote known = quotes.get(id);
        return known != null && known.quote().state() == MintQuote.State.ISSUED;
    }

    @Nullable
    StoredQuote get(String id) {
        return quotes.get(id);
    }

    List<StoredQuote> open(Instant now) {
        return quotes.values().stream()
                .filter(stored -> switch (stored.quote().state()) {
                    case PAID -> true;
                    case ISSUED -> false;
                    case UNPAID, UNKNOWN -> !isExpired(stored.quote(), now);
                })
                .toList();
    }

    private static boolean isExpired(MintQuote quote, Instant now) {
        Long expiry = quote.expiry();
        return expiry != null && expiry < now.getEpochSecond();
    }
}
