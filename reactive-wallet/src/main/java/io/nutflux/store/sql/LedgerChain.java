package io.nutflux.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutflux.model.WalletId;
import io.nutflux.store.LedgerEntry;
import io.nutflux.vault.ChainKey;
import java.nio.ByteBuffer;

/** How a ledger entry is linked to the one before it, of the same wallet, mint and unit. */
final class LedgerChain {

    private final ChainKey key;
    private final WalletId wallet;

    LedgerChain(ChainKey key, WalletId wallet) {
        this.key = key;
        this.wallet = wallet;
    }

    WalletId wallet() {
        return wallet;
    }

    /** @param position counts from 1 */
    byte[] link(byte[] previous, long position, LedgerEntry entry) {
        return key.link(
                previous,
                text(wallet.value()),
                text(entry.mint().value()),
                text(entry.unit().label()),
                number(position),
                text(entry.operation().value()),
                number(Columns.time(entry.time())),
                text(entry.kind().name()),
                number(entry.amount().bits()),
                number(entry.fee().bits()),
                text(entry.by()));
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
