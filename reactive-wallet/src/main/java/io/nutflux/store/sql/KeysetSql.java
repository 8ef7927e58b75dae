package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintUrl;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keysets: keys once for each id, what else a mint says of an id once for each mint. */
final class KeysetSql {

    private static final int SHORT_BYTES = 8;

    private static final String FIND_ID = "SELECT id FROM keyset WHERE short_id = $1";
    private static final String FIND_KEYS = "SELECT amount, public_key FROM keyset_key WHERE keyset = $1";
    private static final String INSERT_KEYSET =
            "INSERT INTO keyset (id, short_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private static final String INSERT_KEY = "INSERT INTO keyset_key (keyset, amount, public_key) VALUES ($1, $2, $3)";
    private static final String SAVE_INFO = """
            INSERT INTO mint_keyset (mint, keyset, unit, active, input_fee_ppk, final_expiry)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (mint, keyset) DO UPDATE
            SET active = excluded.active, input_fee_ppk = excluded.input_fee_ppk, final_expiry = excluded.final_expiry
            WHERE mint_keyset.active <> excluded.active OR mint_keyset.input_fee_ppk <> excluded.input_fee_ppk
                OR mint_keyset.final_expiry IS DISTINCT FROM excluded.final_expiry""";
    private static final String FIND_OF_MINT =
            "SELECT keyset, unit, active, input_fee_ppk, final_expiry FROM mint_keyset WHERE mint = $1";
    private static final String FIND_UNIT = "SELECT unit FROM mint_keyset WHERE mint = $1 AND keyset = $2";

    private record Key(Amount amount, CurvePoint point) {}

    /** In the order of their ids, so that transactions that save the same ones do not wait for each other in a circle. */
    Mono<Void> save(Tx tx, MintUrl mint, List<Keyset> keysets) {
        return Flux.fromStream(keysets.stream().sorted(Comparator.comparing(Keyset::id)))
                .concatMap(keyset -> saveKeys(tx, mint, keyset).then(saveInfo(tx, mint, keyset.info())))
                .then();
    }

    Mono<List<Keyset>> of(Tx tx, MintUrl mint) {
        return tx.query(FIND_OF_MINT, KeysetSql::info, mint.value())
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(info -> keys(tx, info.id()).map(keys -> new Keyset(info, keys)))
                .collectList();
    }

    private static Mono<Void> saveKeys(Tx tx, MintUrl mint, Keyset keyset) {
        return known(tx, keyset)
                .switchIfEmpty(Mono.defer(() -> insert(tx, keyset)))
                .flatMap(same -> same ? Mono.empty() : Mono.error(conflict(mint, keyset.id())));
    }

    private static StoreException conflict(MintUrl mint, KeysetId id) {
        return new StoreException(
                StoreException.Kind.KEYSET_CONFLICT, "keyset " + id + " of " + mint + " is not the known one", null);
    }

    /** Whether the keyset of this short id is the same; empty if none is known. */
    private static Mono<Boolean> known(Tx tx, Keyset keyset) {
        return tx.query(FIND_ID, row -> KeysetId.of(row.bytes(0)), (Object) shortId(keyset.id()))
                .singleOrEmpty()
                .flatMap(known ->
                        known.equals(keyset.id()) ? keys(tx, known).map(keyset.keys()::equals) : Mono.just(false));
    }

    /** As {@link #known}, after inserting it; another transaction may have been faster, and is then done. */
    private static Mono<Boolean> insert(Tx tx, Keyset keyset) {
        byte[] id = keyset.id().toBytes();
        List<Object[]> keys = keyset.keys().entrySet().stream()
                .map(entry -> new Object[] {
                    id, entry.getKey().bits(), entry.getValue().toBytes()
                })
                .toList();
        return tx.update(INSERT_KEYSET, id, shortId(keyset.id()))
                .flatMap(inserted -> inserted == 0
                        ? known(tx, keyset)
                        : tx.batch(INSERT_KEY, keys).thenReturn(true));
    }

    /** The unit that a mint first said stays; it is looked at once no other transaction can be about to say another. */
    private static Mono<Void> saveInfo(Tx tx, MintUrl mint, KeysetInfo info) {
        byte[] id = info.id().toBytes();
        return tx.update(
                        SAVE_INFO,
                        mint.value(),
                        id,
                        info.unit().label(),
                        info.active() ? 1L : 0L,
                        info.inputFeePpk(),
                        Columns.integer(info.finalExpiry()))
                .then(tx.query(FIND_UNIT, row -> new CurrencyUnit(row.text(0)), mint.value(), id)
                        .single())
                .flatMap(unit -> unit.equals(info.unit()) ? Mono.empty() : Mono.error(conflict(mint, info.id())));
    }

    private static Mono<NavigableMap<Amount, CurvePoint>> keys(Tx tx, KeysetId id) {
        return tx.query(FIND_KEYS, row -> new Key(new Amount(row.integer(0)), CurvePoint.of(row.bytes(1))), (Object)
                        id.toBytes())
                .collect(TreeMap<Amount, CurvePoint>::new, (keys, key) -> keys.put(key.amount(), key.point()))
                .map(keys -> keys);
    }

    private static byte[] shortId(KeysetId id) {
        return Arrays.copyOf(id.toBytes(), SHORT_BYTES);
    }

    private static KeysetInfo info(Row row) {
        return new KeysetInfo(
                KeysetId.of(row.bytes(0)),
                new CurrencyUnit(row.text(1)),
                row.integer(2) != 0,
                row.integer(3),
                row.integerOrNull(4));
    }
}
