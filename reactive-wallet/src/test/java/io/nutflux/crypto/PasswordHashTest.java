package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nutflux.model.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordHashTest {

    /** RFC 9106, section 5.3. */
    @Test
    void hash_vectorOfTheRfc_givesItsTag() {
        byte[] tag = PasswordHash.hash(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withSalt(filled(16, 2))
                        .withSecret(filled(8, 3))
                        .withAdditional(filled(12, 4)),
                filled(32, 1),
                32,
                3,
                4,
                32);
        assertThat(Hex.encode(tag)).isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    /** The reference implementation's own tests: src/test.c of phc-winner-argon2. */
    @ParameterizedTest
    @CsvSource({
        "65536, 2, 1, password, somesalt, 09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
        "256, 2, 1, password, somesalt, 9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        "256, 2, 2, password, somesalt, 6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"
    })
    void argon2id_vectorsOfTheReferenceImplementation_giveTheirKeys(
            int memoryKib, int iterations, int lanes, String password, String salt, String key) {
        byte[] derived = PasswordHash.argon2id(
                password.getBytes(StandardCharsets.UTF_8),
                salt.getBytes(StandardCharsets.UTF_8),
                memoryKib,
                iterations,
                lanes,
                32);
        assertThat(Hex.encode(derived)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"7, 1, 1, 32", "31, 1, 4, 32", "8, 0, 1, 32", "8, 1, 0, 32", "8, 1, 1, 3"})
    void argon2id_parametersBelowTheRfcs_areRefused(int memoryKib, int iterations, int lanes, int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PasswordHash.argon2id(filled(8, 1), filled(16, 2), memoryKib, iterations, lanes, length));
    }

    @Test
    void argon2id_password_isLeftAsItWas() {
        byte[] password = filled(8, 1);
        PasswordHash.argon2id(password, filled(16, 2), 8, 1, 1, 32);
        assertThat(password).isEqualTo(filled(8, 1));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
