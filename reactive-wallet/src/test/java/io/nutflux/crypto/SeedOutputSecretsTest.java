package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.KeysetId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NUT-13, with its published vectors. */
class SeedOutputSecretsTest {

    private static final KeysetId V1 = new KeysetId("009a1f293253e41e");
    private static final KeysetId V2 =
            new KeysetId("015ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a");

    private final Seed seed = Mnemonic.parse(
                    "half depart obvious quality work element tank gorilla view sugar picture humble")
            .toSeed("");
    private final OutputSecrets secrets = OutputSecrets.fromSeed(seed);

    /** 00.9, 13.4, 13.5. */
    @ParameterizedTest
    @CsvSource({
        "0, 485875df74771877439ac06339e284c3acfcd9be7abf3bc20b516faeadfe77ae, ad00d431add9c673e843d4c2bf9a778a5f402b985b8da2d5550bf39cda41d679",
        "1, 8f2b39e8e594a4056eb1e6dbb4b0c38ef13b1b2c751f64f810ec04ee35b77270, 967d5232515e10b81ff226ecf5a9e2e2aff92d66ebc3edf0987eb56357fd6248",
        "2, bc628c79accd2364fd31511216a0fab62afd4a18ff77a20deded7b858c9860c8, b20f47bb6ae083659f3aa986bfa0435c55c6d93f687d51a01f26862d9b9a4899",
        "3, 59284fd1650ea9fa17db2b3acf59ecd0f2d52ec3261dd4152785813ff27a33bf, fb5fca398eb0b1deb955a2988b5ac77d32956155f1c002a373535211a2dfdc29",
        "4, 576c23393a8b31cc8da6688d9c9a96394ec74b40fdaf1f693a6bb84284334ea0, 5f09bfbfe27c439a597719321e061e2e40aad4a36768bb2bcc3de547c9644bf9"
    })
    void derive_version1Vector_givesSecretAndR(long counter, String secret, String r) {
        OutputSecrets.Derived derived = secrets.derive(V1, counter);

        assertThat(derived.secret().text()).isEqualTo(secret);
        assertThat(derived.r().revealHex()).isEqualTo(r);
    }

    /** 00.9, 13.4, 13.3. */
    @ParameterizedTest
    @CsvSource({
        "0, db5561a07a6e6490f8dadeef5be4e92f7cebaecf2f245356b5b2a4ec40687298, 6d26181a3695e32e9f88b80f039ba1ae2ab5a200ad4ce9dbc72c6d3769f2b035",
        "1, b70e7b10683da3bf1cdf0411206f8180c463faa16014663f39f2529b2fda922e, bde4354cee75545bea1a2eee035a34f2d524cee2bb01613823636e998386952e",
        "2, 78a7ac32ccecc6b83311c6081b89d84bb4128f5a0d0c5e1af081f301c7a513f5, f40cc1218f085b395c8e1e5aaa25dccc851be3c6c7526a0f4e57108f12d6dac4",
        "3, 094a2b6c63bfa7970bc09cda0e1cfc9cd3d7c619b8e98fabcfc60aea9e4963e5, 099ed70fc2f7ac769bc20b2a75cb662e80779827b7cc358981318643030577d0",
        "4, 5e89fc5d30d0bf307ddf0a3ac34aa7a8ee3702169dafa3d3fe1d0cae70ecd5ef, 5550337312d223ba62e3f75cfe2ab70477b046d98e3e71804eade3956c7b98cf"
    })
    void derive_version2Vector_givesSecretAndR(long counter, String secret, String r) {
        OutputSecrets.Derived derived = secrets.derive(V2, counter);

        assertThat(derived.secret().text()).isEqualTo(secret);
        assertThat(derived.r().revealHex()).isEqualTo(r);
    }

    @Test
    void derive_largestCounters_workInBothVersions() {
        assertThat(secrets.derive(V1, Integer.MAX_VALUE)).isEqualTo(secrets.derive(V1, Integer.MAX_VALUE));
        assertThat(secrets.derive(V2, Long.MAX_VALUE)).isNotEqualTo(secrets.derive(V2, Long.MAX_VALUE - 1));
    }

    /** 13.9. */
    @ParameterizedTest
    @ValueSource(longs = {1L << 31, Long.MAX_VALUE, -1})
    void derive_version1CounterOutOfRange_isRefused(long counter) {
        assertThatThrownBy(() -> secrets.derive(V1, counter)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void derive_negativeVersion2Counter_isRefused() {
        assertThatThrownBy(() -> secrets.derive(V2, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** 13.2, 13.6: a short id, an unknown version, a version 1 id of the wrong length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "015ba18a8adcd02e",
                "029a1f293253e41e",
                "ff9a1f293253e41e",
                "025ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a",
                "005ba18a8adcd02e715a58358eb618da4a4b3791151a4bee5e968bb88406ccf76a"
            })
    void derive_idWithoutDerivation_isRefused(String id) {
        assertThatThrownBy(() -> secrets.derive(new KeysetId(id), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void derive_fromWipedSeed_isRefusedInBothVersions() {
        seed.wipe();

        assertThatThrownBy(() -> secrets.derive(V1, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets.derive(V2, 0)).isInstanceOf(IllegalStateException.class);
    }

    /** X.26. */
    @Test
    void toString_ofSeedAndDerived_showsNothing() {
        assertThat(seed).hasToString("Seed[redacted]");
        assertThat(secrets.derive(V2, 0).toString()).doesNotContain("db5561", "6d2618");
    }
}
