package io.nutflux.store;

import static io.nutflux.store.StoreSamples.KEYSET;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.OTHER_KEYSET;
import static io.nutflux.store.StoreSamples.OTHER_MINT;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.USD;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keysets (protocol 02.7, 02.8). */
public abstract class KeysetContract extends StoreContract {

    @Test
    void keysets_ofUnknownMint_none() {
        assertThat(all(store.keysets(MINT))).isEmpty();
    }

    @Test
    void saveKeysets_thenKeysets_givesAllOfThatMint() {
        Keyset one = samples.keyset(KEYSET, SAT);
        Keyset two = samples.keyset(OTHER_KEYSET, USD);
        Keyset elsewhere = samples.keyset(new KeysetId("00ffffffffffffff"), SAT);
        get(store.saveKeysets(MINT, List.of(one, two)));
        get(store.saveKeysets(OTHER_MINT, List.of(elsewhere)));

        assertThat(all(store.keysets(MINT))).containsExactlyInAnyOrder(one, two);
        assertThat(all(store.keysets(OTHER_MINT))).containsExactly(elsewhere);
    }

    @Test
    void saveKeysets_again_updatesWhatMayChange() {
        Keyset keyset = samples.keyset(KEYSET, SAT);
        Keyset changed = keyset.withInfo(new KeysetInfo(KEYSET, SAT, false, 250, 1_800_000_000L));
        get(store.saveKeysets(MINT, List.of(keyset)));
        get(store.saveKeysets(MINT, List.of(changed)));
        assertThat(all(store.keysets(MINT))).containsExactly(changed);

        get(store.saveKeysets(MINT, List.of(keyset)));
        assertThat(all(store.keysets(MINT))).containsExactly(keyset);
    }

    @Test
    void saveKeysets_sameIdOtherKeys_conflictsAndStoresNone() {
        Keyset keyset = samples.keyset(KEYSET, SAT);
        Keyset innocent = samples.keyset(OTHER_KEYSET, SAT);
        get(store.saveKeysets(MINT, List.of(keyset)));

        assertRefused(
                Kind.KEYSET_CONFLICT,
                viewOf(),
                store.saveKeysets(MINT, List.of(innocent, samples.keyset(KEYSET, SAT))));
        assertRefused(
                Kind.KEYSET_CONFLICT,
                viewOf(),
                store.saveKeysets(OTHER_MINT, List.of(innocent, samples.keyset(KEYSET, SAT))));
    }

    @Test
    void saveKeysets_sameIdFewerKeys_conflicts() {
        Keyset keyset = samples.keyset(KEYSET, SAT);
        get(store.saveKeysets(MINT, List.of(keyset)));

        Keyset fewer =
                new Keyset(keyset.info(), keyset.keys().headMap(keyset.keys().lastKey(), false));
        assertRefused(Kind.KEYSET_CONFLICT, viewOf(), store.saveKeysets(MINT, List.of(fewer)));
    }

    @Test
    void saveKeysets_sameIdOtherUnit_conflicts() {
        Keyset keyset = samples.keyset(KEYSET, SAT);
        get(store.saveKeysets(MINT, List.of(keyset)));

        Keyset otherUnit = keyset.withInfo(new KeysetInfo(KEYSET, USD, true, 100, null));
        assertRefused(Kind.KEYSET_CONFLICT, viewOf(), store.saveKeysets(MINT, List.of(otherUnit)));
    }

    @Test
    void saveKeysets_otherIdOfEqualShortForm_conflicts() {
        get(store.saveKeysets(MINT, List.of(samples.keyset(OTHER_KEYSET, SAT))));

        KeysetId twin = new KeysetId(OTHER_KEYSET.hex().substring(0, 16) + "00".repeat(25));
        assertRefused(Kind.KEYSET_CONFLICT, viewOf(), store.saveKeysets(MINT, List.of(samples.keyset(twin, SAT))));
    }

    @Test
    void saveKeysets_conflictWithinOneCall_storesNone() {
        assertRefused(
                Kind.KEYSET_CONFLICT,
                viewOf(),
                store.saveKeysets(MINT, List.of(samples.keyset(KEYSET, SAT), samples.keyset(KEYSET, SAT))));
    }

    @Test
    void saveKeysets_sameKeysUnderAnotherAddress_sharedButNotItsInfo() {
        Keyset keyset = samples.keyset(KEYSET, SAT);
        Keyset asOtherSays = keyset.withInfo(new KeysetInfo(KEYSET, SAT, false, 1_000_000, 1L));
        get(store.saveKeysets(MINT, List.of(keyset)));
        get(store.saveKeysets(OTHER_MINT, List.of(asOtherSays)));

        assertThat(all(store.keysets(MINT))).containsExactly(keyset);
        assertThat(all(store.keysets(OTHER_MINT))).containsExactly(asOtherSays);
    }

    /** A version 1 id commits to keys only, so whoever is heard first must not decide for the other. */
    @Test
    void saveKeysets_sameKeysOfTwoMintsInTwoUnits_eachHasItsOwn() {
        Keyset inSats = samples.keyset(KEYSET, SAT);
        Keyset inDollars = inSats.withInfo(new KeysetInfo(KEYSET, USD, true, 0, null));
        get(store.saveKeysets(OTHER_MINT, List.of(inDollars)));
        get(store.saveKeysets(MINT, List.of(inSats)));

        assertThat(all(store.keysets(MINT))).containsExactly(inSats);
        assertThat(all(store.keysets(OTHER_MINT))).containsExactly(inDollars);
    }
}
