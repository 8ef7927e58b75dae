package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletHealth;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keysets that could not be caught up though their mint answers: what a person has to look at. */
final class StuckKeysets {

    private static final Logger log = LoggerFactory.getLogger(StuckKeysets.class);

    private static final Comparator<WalletHealth.StuckKeyset> LONGEST_FIRST =
            Comparator.comparing(WalletHealth.StuckKeyset::since).thenComparing(WalletHealth.StuckKeyset::keyset);

    private final FlowContext context;
    private final Map<MintKeyset, Stuck> stuck = new ConcurrentHashMap<>();

    StuckKeysets(FlowContext context) {
        this.context = context;
    }

    private record Stuck(Instant since, int tries, MintException why) {}

    /** The mint answered, and not with what was asked. Told at the second time: the first may be chance. */
    void refused(MintUrl mint, KeysetId keyset, MintException why) {
        Stuck now = stuck.merge(
                new MintKeyset(mint, keyset),
                new Stuck(context.now(), 1, why),
                (before, any) -> new Stuck(before.since(), before.tries() + 1, why));
        if (now.tries() == 2) {
            log.warn("keyset {} of {} cannot be caught up: {}", keyset, mint, why.getMessage());
            context.events()
                    .publish(new WalletEvent.KeysetStuck(mint, keyset, now.since(), String.valueOf(why.getMessage())));
        }
    }

    void caughtUp(MintUrl mint, KeysetId keyset) {
        stuck.remove(new MintKeyset(mint, keyset));
    }

    boolean is(MintUrl mint, KeysetId keyset) {
        return stuck.containsKey(new MintKeyset(mint, keyset));
    }

    /** Why it is stuck, if that is since the mint came to no end of what it signed: to listen on is for a person to decide. */
    Optional<MintException> withoutEnd(MintUrl mint, KeysetId keyset) {
        return Optional.ofNullable(stuck.get(new MintKeyset(mint, keyset)))
                .map(Stuck::why)
                .filter(why -> why instanceof MintMisbehavedException misbehaved
                        && misbehaved.kind() == MintMisbehavedException.Kind.RESTORES_WITHOUT_END);
    }

    /** Those that are stuck now, the longest first. */
    List<WalletHealth.StuckKeyset> all() {
        return stuck.entrySet().stream()
                .map(one -> new WalletHealth.StuckKeyset(
                        one.getKey().mint(),
                        one.getKey().keyset(),
                        one.getValue().since(),
                        String.valueOf(one.getValue().why().getMessage())))
                .sorted(LONGEST_FIRST)
                .toList();
    }
}
