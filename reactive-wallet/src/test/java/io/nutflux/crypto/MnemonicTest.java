package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Hex;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BIP-39, with its published vectors (passphrase TREZOR) and some of the reference implementation (15, 21 words). */
class MnemonicTest {

    private static final String WORDS =
            "half depart obvious quality work element tank gorilla view sugar picture humble";

    /** 13.1. */
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000000, abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about, c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04",
        "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f, legal winner thank year wave sausage worth useful legal winner thank yellow, 2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80937a1c1069be3a3a5bd381ee6260e8d9739fce1f607",
        "80808080808080808080808080808080, letter advice cage absurd amount doctor acoustic avoid letter advice cage above, d71de856f81a8acc65e6fc851a38d4d7ec216fd0796d0a6827a3ad6ed5511a30fa280f12eb2e47ed2ac03b5c462a0358d18d69fe4f985ec81778c1b370b652a8",
        "ffffffffffffffffffffffffffffffff, zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong, ac27495480225222079d7be181583751e86f571027b0497b5b5d11218e0a8a13332572917f0f8e5a589620c6f15b11c61dee327651a14c34e18231052e48c069",
        "000000000000000000000000000000000000000000000000, abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon agent, 035895f2f481b1b0f01fcf8c289c794660b289981a78f8106447707fdd9666ca06da5a9a565181599b79f53b844d8a71dd9f439c52a3d7b3e8a79c906ac845fa",
        "0000000000000000000000000000000000000000000000000000000000000000, abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art, bda85446c68413707090a52022edd26a1c9462295029f2e60cd7c4f2bbd3097170af7a4d73245cafa9c3cca8d561a7c3de6f5d4a10be8ed2a5e608d68f92fcc8",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote, dd48c104698c30cfe2b6142103248622fb7bb0ff692eebb00089b32d22484e1613912f0a5b694407be899ffd31ed3992c456cdf60f5d4564b8ba3f05a69890ad",
        "9e885d952ad362caeb4efe34a8e91bd2, ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic, 274ddc525802f7c828d8ef7ddbcdc5304e87ac3535913611fbbfa986d0c9e5476c91689f9c8a54fd55bd38606aa6a8595ad213d4c9c9f9aca3fb217069a41028",
        "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f, void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold, 01f5bced59dec48e362f2c45b5de68b9fd6c92c6634f44d6d40aab69056506f0e35524a518034ddc1192e1dacd32c1ed3eaa3c3b131c88ed8e7e54c49a5d0998",
        "18ab19a9f54a9274f03e5209a2ac8a91, board flee heavy tunnel powder denial science ski answer betray cargo cat, 6eff1bb21562918509c73cb990260db07c0ce34ff0e3cc4a8cb3276129fbcb300bddfe005831350efd633909f476c45c88253276d9fd0df6ef48609e8bb7dca8",
        "0000000000000000000000000000000000000000, abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon address, fa08713f46bf5cb48728ceb70e3aae1bc53c5cb7b4e29c5610261d1cbb7be3bed4d805256fec515754d2be35974fc5da678168e9d9bb0cb70948026923b0def3",
        "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f, legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year viable, 99c0597b2bef5ca4859e21075fee0fc931747a30469b6f564d95f74913c357aceb55221b4f4fe6965e871340b45754b1ae59e53da1797b69b30c5fa40ec105b8"
    })
    void vector_givesWordsAndSeed(String entropy, String words, String seed) {
        assertThat(Mnemonic.ofEntropy(Hex.decode(entropy)).reveal()).isEqualTo(words);
        assertThat(Hex.encode(Mnemonic.parse(words).toSeed("TREZOR").copy())).isEqualTo(seed);
    }

    /** 13.1: NFKD makes composed and compatibility characters of a passphrase what they stand for. */
    @Test
    void toSeed_passphraseBeyondAscii_isNormalised() {
        String expected =
                "b5ce87fafc87c4952f7a76fc379f06fb2f2dfee5eb64e145790975fdfb7e102e5f4da3edb23a9429eb1d2b0bd21dbced1c21469745a22df8434c20d19196708f";

        assertThat(Hex.encode(Mnemonic.parse(WORDS)
                        .toSeed("p\u00e4ssw\u00f6rd \u334d\u30ac\u30d0\u30f4\u30a1")
                        .copy()))
                .isEqualTo(expected);
        assertThat(Hex.encode(Mnemonic.parse(WORDS)
                        .toSeed("pa\u0308sswo\u0308rd \u334d\u30ac\u30d0\u30f4\u30a1")
                        .copy()))
                .isEqualTo(expected);
    }

    @Test
    void toSeed_otherPassphrase_givesOtherSeed() {
        Mnemonic mnemonic = Mnemonic.parse(WORDS);

        assertThat(mnemonic.toSeed("").copy()).isNotEqualTo(mnemonic.toSeed("x").copy());
    }

    @Test
    void parse_strayCaseAndSpace_givesTheSameWords() {
        String text =
                "\n  Half DEPART\tobvious quality\u3000work element tank gorilla view sugar  picture\u00a0humble\r\n";

        assertThat(Mnemonic.parse(text).reveal()).isEqualTo(WORDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "half",
                "half depart obvious quality work element tank gorilla view sugar picture",
                "half depart obvious quality work element tank gorilla view sugar picture humble humble",
                "abandon abandon abandon abandon abandon abandon abandon abandon abandon",
                "half depart obvious quality work element tank gorilla view sugar picture humblee",
                "half,depart,obvious,quality,work,element,tank,gorilla,view,sugar,picture,humble"
            })
    void parse_wrongCountOrWord_isRefused(String text) {
        assertThatThrownBy(() -> Mnemonic.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_wrongChecksum_isRefused() {
        assertThatThrownBy(() -> Mnemonic.parse("abandon ".repeat(12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void parse_swappedWords_areRefused() {
        assertThatThrownBy(() -> Mnemonic.parse(WORDS.replace("half depart", "depart half")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_endlessText_isRefused() {
        assertThatThrownBy(() -> Mnemonic.parse("zoo ".repeat(1_000_000))).isInstanceOf(IllegalArgumentException.class);
    }

    /** X.26. */
    @Test
    void parse_unknownWord_isNotRepeatedInTheMessage() {
        assertThatThrownBy(() -> Mnemonic.parse(WORDS.replace("tank", "sesame")))
                .hasMessageContaining("word 7")
                .hasMessageNotContaining("sesame");
        assertThat(Mnemonic.parse(WORDS)).hasToString("Mnemonic[redacted]");
    }

    @Test
    void generate_manyTimes_givesValidAndDifferentWords() {
        TestRandomness random = TestRandomness.seeded("mnemonics");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String words = Mnemonic.generate(random).reveal();
            assertThat(words.split(" ", -1)).hasSize(12);
            assertThat(Mnemonic.parse(words).reveal()).isEqualTo(words);
            assertThat(seen.add(words)).isTrue();
        }
    }

    /** The list is the standard's, byte for byte. */
    @Test
    void wordList_isThatOfTheStandard() throws Exception {
        try (InputStream in = WordList.class.getResourceAsStream(WordList.RESOURCE)) {
            assertThat(in).isNotNull();
            assertThat(Hex.encode(Hashing.sha256().digest(in.readAllBytes())))
                    .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
        }
    }
}
