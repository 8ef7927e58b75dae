package io.nutflux.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.WalletId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Closed keys refuse, also those that are closed while they are used; and many threads share one cipher. */
class KeyWipingTest {

    private static final WalletId WALLET = new WalletId("shop");
    private static final Place PLACE = new Place("proofs", "secret", "02ab");
    private static final byte[] VALUE = {1, 2, 3};

    @Test
    void close_cipher_neitherSealsNorOpensAnyMore() {
        WalletKeys keys = TestKeys.cipher(WALLET, 2);
        byte[] sealed = keys.seal(PLACE, VALUE);
        keys.close();
        keys.close();
        assertClosed(() -> keys.seal(PLACE, VALUE));
        assertClosed(() -> keys.open(PLACE, sealed));
        assertClosed(() -> keys.withoutKey(1));
    }

    @Test
    void close_oneInstance_leavesTheOneMadeFromItAlone() {
        WalletKeys one = TestKeys.cipher(WALLET, 1);
        byte[] sealed = one.seal(PLACE, VALUE);
        WalletKeys more = one.withNewKey(2, DataKey.generate(Randomness.secure()));
        one.close();
        assertThat(more.open(PLACE, sealed)).isEqualTo(VALUE);
    }

    @Test
    void close_dataKey_givesItsBytesNoMore() {
        DataKey key = DataKey.generate(Randomness.secure());
        DataKey copy = key.copy();
        key.close();
        assertThatIllegalStateException().isThrownBy(key::toBytes);
        assertThat(copy.toBytes()).hasSize(DataKey.LENGTH).isNotEqualTo(new byte[DataKey.LENGTH]);
    }

    @Test
    void destroy_wipeableKey_overwritesTheBytesItTookOver() {
        byte[] bytes = {1, 2, 3};
        WipeableKey key = new WipeableKey(WipeableKey.AES, bytes);
        assertThat(key.getEncoded()).isEqualTo(VALUE);
        key.destroy();
        assertThat(bytes).containsOnly(0);
        assertThat(key.isDestroyed()).isTrue();
        assertClosed(key::getEncoded);
    }

    @Test
    void seal_whileTheKeysAreClosed_neverUsesAWipedKey() throws Exception {
        for (int round = 0; round < 50; round++) {
            WalletKeys keys = TestKeys.cipher(WALLET, 1);
            WalletKeys stays = keys.withNewKey(2, DataKey.generate(Randomness.secure()));
            List<byte[]> sealed = new ArrayList<>();
            Thread closer = new Thread(keys::close);
            keys.seal(PLACE, VALUE);
            closer.start();
            assertClosed(() -> {
                while (true) {
                    sealed.add(keys.seal(PLACE, VALUE));
                }
            });
            closer.join();
            assertThat(sealed)
                    .allSatisfy(each -> assertThat(stays.open(PLACE, each)).isEqualTo(VALUE));
        }
    }

    @Test
    void cipher_manyThreads_sealAndOpenEachOthersValues() throws Exception {
        WalletKeys keys =
                WalletKeys.of(WALLET, new TreeMap<>(Map.of(1, DataKey.of(new byte[32]))), Randomness.secure(), 100);
        int threads = 8;
        CountDownLatch start = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<byte[]>>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(pool.submit(() -> {
                    start.countDown();
                    start.await();
                    List<byte[]> sealed = new ArrayList<>();
                    for (int i = 0; i < 1_000; i++) {
                        sealed.add(keys.seal(PLACE, VALUE));
                        assertThat(keys.open(PLACE, sealed.get(i))).isEqualTo(VALUE);
                    }
                    return sealed;
                }));
            }
            for (Future<List<byte[]>> one : all) {
                assertThat(one.get())
                        .hasSize(1_000)
                        .allSatisfy(each -> assertThat(keys.open(PLACE, each)).isEqualTo(VALUE));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void assertClosed(Callable<?> call) {
        assertThatThrownBy(call::call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
    }
}
