package io.nutflux.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.TestRandomness;
import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.Hex;
import io.nutflux.model.WalletId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalletKeysTest {

    private static final WalletId WALLET = new WalletId("shop");
    private static final Place PLACE = new Place("proofs", "secret", "02ab");
    private static final byte[] VALUE = "a secret".getBytes(StandardCharsets.UTF_8);

    private final TestRandomness random = TestRandomness.seeded("wallet keys");
    private final byte[] first = random.bytes(32);
    private final byte[] second = random.bytes(32);

    @Test
    void open_valuesOfAllSizes_givesWhatWasSealed() {
        WalletKeys keys = keys(1);
        int[] sizes = IntStream.concat(
                        IntStream.rangeClosed(0, 300),
                        IntStream.concat(
                                IntStream.of(65_535, 65_536),
                                IntStream.generate(() -> random.below(65_537)).limit(200)))
                .toArray();
        for (int size : sizes) {
            byte[] value = random.bytes(size);
            byte[] sealed = keys.seal(PLACE, value);
            assertThat(sealed).hasSize(size + SealingKey.OVERHEAD);
            assertThat(keys.open(PLACE, sealed)).isEqualTo(value);
        }
    }

    @Test
    void seal_sameValueTwice_givesTwoTexts() {
        WalletKeys keys = keys(1);
        assertThat(keys.seal(PLACE, VALUE)).isNotEqualTo(keys.seal(PLACE, VALUE));
    }

    @Test
    void seal_value_isNotInTheText() {
        String text = new String(keys(1).seal(PLACE, VALUE), StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("secret").doesNotContain("shop").doesNotContain("proofs");
    }

    @Test
    void seal_anyValue_opensByTheDescribedFormatAndTheOtherWayRound() {
        WalletKeys keys = keys(2);
        for (int size : new int[] {0, 1, 15, 16, 17, 1_000}) {
            byte[] value = random.bytes(size);
            assertThat(Gcm.open(second, "shop", PLACE, 2, keys.seal(PLACE, value)))
                    .isEqualTo(value);
            byte[] made = Gcm.seal(first, "shop", PLACE, 1, random.bytes(16), random.bytes(12), value);
            assertThat(keys.open(PLACE, made)).isEqualTo(value);
        }
    }

    /** Computed by OpenSSL's AES-GCM; a value that is stored today opens with every later version. */
    @Test
    void open_valueStoredOnce_staysReadable() {
        SortedMap<Integer, DataKey> dataKeys = new TreeMap<>(Map.of(3, DataKey.of(counting(32))));
        byte[] stored = Hex.decode("0100000003404142434445464748494a4b4c4d4e4f606162636465666768696a6b"
                + "20d4f5419363ec6cee626760e5ebee466b68d35e409693b1");
        assertThat(WalletKeys.of(WALLET, dataKeys, random).open(PLACE, stored)).isEqualTo(VALUE);
    }

    @Test
    void open_anyByteChanged_isRefused() {
        WalletKeys keys = keys(2);
        byte[] sealed = keys.seal(PLACE, VALUE);
        for (int i = 0; i < sealed.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = sealed.clone();
                changed[i] ^= (byte) (1 << bit);
                // Bytes 1 to 4 are the version; 2 with its last two bits turned is 0, 3 or 1, and 1 is held.
                boolean otherVersion = i >= 1 && i <= 4 && !Arrays.equals(changed, 1, 5, new byte[] {0, 0, 0, 1}, 0, 4);
                assertFails(otherVersion ? Kind.WRONG_KEY : Kind.TAMPERED, () -> keys.open(PLACE, changed));
            }
        }
    }

    @Test
    void open_versionChangedToAnotherThatIsHeld_isTampered() {
        WalletKeys keys = keys(2);
        byte[] sealed = keys.seal(PLACE, VALUE);
        sealed[4] = 1;
        assertFails(Kind.TAMPERED, () -> keys.open(PLACE, sealed));
    }

    @Test
    void open_sameKeyUnderAnotherVersion_isTampered() {
        WalletKeys one = WalletKeys.of(WALLET, new TreeMap<>(Map.of(1, DataKey.of(first))), random);
        WalletKeys both = one.withNewKey(2, DataKey.of(first));
        byte[] sealed = one.seal(PLACE, VALUE);
        sealed[4] = 2;
        assertFails(Kind.TAMPERED, () -> both.open(PLACE, sealed));
    }

    @Test
    void open_everyTruncationAndAnExtraByte_isTampered() {
        WalletKeys keys = keys(1);
        byte[] sealed = keys.seal(PLACE, VALUE);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertFails(Kind.TAMPERED, () -> keys.open(PLACE, cut));
        }
        byte[] longer = Arrays.copyOf(sealed, sealed.length + 1);
        assertFails(Kind.TAMPERED, () -> keys.open(PLACE, longer));
    }

    @ParameterizedTest
    @CsvSource({
        "proofs, secret, 02ac",
        "proofs, c, 02ab",
        "outputs, secret, 02ab",
        "proofssecret, '', 02ab",
        "proof, ssecret, 02ab",
        "proofs, secret02, ab",
        "proofs, secret0, 2ab"
    })
    void open_atAnotherPlace_isTampered(String table, String column, String row) {
        WalletKeys keys = keys(1);
        byte[] sealed = keys.seal(PLACE, VALUE);
        assertFails(Kind.TAMPERED, () -> keys.open(new Place(table, column, row), sealed));
    }

    @ParameterizedTest
    @CsvSource({"shops, proofs", "sho, pproofs", "Shop, proofs"})
    void open_inAnotherWallet_isTampered(String wallet, String table) {
        byte[] sealed = keys(1).seal(PLACE, VALUE);
        WalletKeys other = WalletKeys.of(new WalletId(wallet), dataKeys(1), random);
        assertFails(Kind.TAMPERED, () -> other.open(new Place(table, PLACE.column(), PLACE.row()), sealed));
    }

    @Test
    void open_versionNotHeld_isWrongKeyAndNamesThoseHeld() {
        byte[] sealed = keys(2).seal(PLACE, VALUE);
        assertThatThrownBy(() -> keys(1).open(PLACE, sealed))
                .hasMessage(
                        "data key 2 of wallet shop, which sealed a value of proofs.secret, is not among its keys [1]");
        assertFails(Kind.WRONG_KEY, () -> keys(1).open(PLACE, sealed));
    }

    @Test
    void errors_anyKind_leaveTheRowOut() {
        byte[] sealed = keys(1).seal(PLACE, VALUE);
        sealed[sealed.length - 1]++;
        assertThatThrownBy(() -> keys(1).open(PLACE, sealed))
                .hasMessageContaining("proofs.secret")
                .hasMessageNotContaining("02ab");
    }

    @Test
    void seal_manyTimes_nonceNeverRepeatsAndSaltChanges() {
        WalletKeys keys = WalletKeys.of(WALLET, dataKeys(1), Randomness.secure(), 30_000);
        Set<ByteBuffer> nonces = new HashSet<>();
        Set<ByteBuffer> salts = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            byte[] sealed = keys.seal(PLACE, VALUE);
            nonces.add(bytes(sealed, 21, 33));
            salts.add(bytes(sealed, 5, 21));
            if (i % 10_000 == 0) {
                assertThat(keys.open(PLACE, sealed)).isEqualTo(VALUE);
            }
        }
        assertThat(nonces).hasSize(100_000);
        assertThat(salts).hasSize(4);
    }

    @Test
    void seal_twoInstancesOfOneKey_useTwoSaltsAndOpenEachOthers() {
        WalletKeys one = keys(1);
        WalletKeys other = keys(1);
        byte[] sealed = one.seal(PLACE, VALUE);
        assertThat(bytes(sealed, 5, 21)).isNotEqualTo(bytes(other.seal(PLACE, VALUE), 5, 21));
        assertThat(other.open(PLACE, sealed)).isEqualTo(VALUE);
    }

    @Test
    void open_moreSaltsThanAreKept_stillOpensAll() {
        WalletKeys sealing = WalletKeys.of(WALLET, dataKeys(1), random, 1);
        WalletKeys opening = keys(1);
        List<byte[]> sealed = IntStream.range(0, 600)
                .mapToObj(i -> sealing.seal(PLACE, VALUE))
                .toList();
        for (int round = 0; round < 2; round++) {
            assertThat(sealed)
                    .allSatisfy(each -> assertThat(opening.open(PLACE, each)).isEqualTo(VALUE));
        }
    }

    @Test
    void withNewKey_higherVersion_sealsWithItAndOpensBoth() {
        WalletKeys before = keys(1);
        WalletKeys after = before.withNewKey(2, DataKey.of(second));
        byte[] old = before.seal(PLACE, VALUE);
        assertThat(after.version()).isEqualTo(2);
        assertThat(after.versions()).containsExactly(1, 2);
        assertThat(after.open(PLACE, old)).isEqualTo(VALUE);
        assertThat(after.seal(PLACE, VALUE)[4]).isEqualTo((byte) 2);
        assertThat(before.version()).isEqualTo(1);
    }

    @Test
    void withoutKey_old_opensItsValuesNoMore() {
        WalletKeys both = keys(2);
        byte[] old = keys(1).seal(PLACE, VALUE);
        WalletKeys left = both.withoutKey(1);
        assertFails(Kind.WRONG_KEY, () -> left.open(PLACE, old));
        assertThat(left.open(PLACE, both.seal(PLACE, VALUE))).isEqualTo(VALUE);
        assertThat(both.open(PLACE, old)).isEqualTo(VALUE);
    }

    @Test
    void keys_impossibleVersions_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> WalletKeys.of(WALLET, new TreeMap<>(), random));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WalletKeys.of(WALLET, new TreeMap<>(Map.of(0, DataKey.of(first))), random));
        assertThatIllegalArgumentException().isThrownBy(() -> keys(1).withNewKey(1, DataKey.of(second)));
        assertThatIllegalArgumentException().isThrownBy(() -> keys(1).withoutKey(1));
        assertThatIllegalArgumentException().isThrownBy(() -> keys(2).withoutKey(3));
    }

    @Test
    void toString_anyKey_showsNoBytes() {
        assertThat(keys(2)).hasToString("WalletKeys[shop, versions [1, 2]]");
        assertThat(DataKey.of(first)).hasToString("DataKey[redacted]");
    }

    private WalletKeys keys(int versions) {
        return WalletKeys.of(WALLET, dataKeys(versions), random);
    }

    private SortedMap<Integer, DataKey> dataKeys(int versions) {
        SortedMap<Integer, DataKey> keys = new TreeMap<>();
        keys.put(1, DataKey.of(first));
        if (versions == 2) {
            keys.put(2, DataKey.of(second));
        }
        return keys;
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static ByteBuffer bytes(byte[] from, int begin, int end) {
        return ByteBuffer.wrap(Arrays.copyOfRange(from, begin, end));
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
