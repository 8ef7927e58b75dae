package io.nutflux.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.crypto.TestRandomness;
import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class BackupsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");

    @TempDir
    Path directory;

    private final TestRandomness random = TestRandomness.seeded("backups");
    private final Backups backups = Backups.of(TestKeys.provider());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void read_whatWasWritten_givesTheSameBytes(int size) {
        byte[] content = random.bytes(size);
        for (int pieces : new int[] {1, 3, 1_000}) {
            Path file = directory.resolve(size + "-" + pieces);
            get(backups.write(file, NOW, Flux.fromIterable(split(content, pieces))));
            List<byte[]> read = backups.read(file).collectList().block(LONG);
            assertThat(Gcm.concat(read.toArray(new byte[0][]))).isEqualTo(content);
            assertThat(read).allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(65_536));
        }
    }

    @Test
    void write_anything_isInTheOwnersHandsOnlyAndEncrypted() throws IOException {
        Path file = directory.resolve("b");
        get(backups.write(file, NOW, Mono.just("the secret words".repeat(100).getBytes(StandardCharsets.UTF_8))));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void header_ofABackup_tellsWhenItWasMadeWithoutAKey() {
        Path file = directory.resolve("b");
        BackupHeader written = get(backups.write(file, NOW, Mono.just(new byte[10])));
        BackupHeader read = get(Backups.of(TestKeys.provider("another")).header(file));
        assertThat(read).isEqualTo(written);
        assertThat(read.createdAt()).isEqualTo("2030-01-02T03:04:05Z");
        assertThat(read.key().provider()).isEqualTo("password");
    }

    @Test
    void write_fileIsThereAlready_isRefusedAndLeftAlone() throws IOException {
        Path file = directory.resolve("b");
        Files.writeString(file, "something else");
        assertThatThrownBy(() -> get(backups.write(file, NOW, Mono.just(new byte[10]))))
                .hasMessageContaining("is there already");
        assertThat(file).hasContent("something else");
    }

    @Test
    void write_contentFails_leavesNoFileAndTheContentsError() {
        Path file = directory.resolve("b");
        IllegalStateException failure = new IllegalStateException("rows end here");
        Flux<byte[]> content = Flux.concat(Mono.just(new byte[200_000]), Mono.error(failure));
        assertThatThrownBy(() -> get(backups.write(file, NOW, content))).isSameAs(failure);
        assertThat(file).doesNotExist();
    }

    @Test
    void write_cancelled_leavesNoFile() throws InterruptedException {
        Path file = directory.resolve("b");
        CountDownLatch begun = new CountDownLatch(1);
        Flux<byte[]> content =
                Flux.concat(Mono.just(new byte[200_000]), Flux.<byte[]>never()).doOnRequest(n -> begun.countDown());
        Disposable writing = backups.write(file, NOW, content).subscribe();
        begun.await();
        assertThat(file).exists();
        writing.dispose();
        Awaitility.await().untilAsserted(() -> assertThat(file).doesNotExist());
    }

    @Test
    void write_toNoDirectory_isUnavailable() {
        assertFails(Kind.UNAVAILABLE, backups.write(directory.resolve("none/b"), NOW, Mono.just(new byte[1])));
    }

    @Test
    void write_longContent_isAskedForLittleByLittle() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger written = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Flux<byte[]> content = Flux.range(0, 200).map(i -> {
            most.accumulateAndGet(made.incrementAndGet() - written.get(), Math::max);
            return new byte[1_000];
        });
        get(backups.write(directory.resolve("b"), NOW, content.doOnRequest(n -> {
            assertThat(n).isLessThanOrEqualTo(2);
            written.addAndGet((int) n);
        })));
        assertThat(made).hasValue(200);
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void read_oneByOne_readsNoFurtherThanAsked() {
        Path file = directory.resolve("b");
        get(backups.write(file, NOW, Mono.just(new byte[150_000])));
        StepVerifier.create(backups.read(file), 1)
                .expectNextMatches(piece -> piece.length == 65_536)
                .thenRequest(1)
                .expectNextMatches(piece -> piece.length == 65_536)
                .thenRequest(1)
                .expectNextMatches(piece -> piece.length == 150_000 - 2 * 65_536)
                .expectComplete()
                .verify(LONG);
    }

    @Test
    void read_result_arrivesOnTheBackupsThread() {
        Path file = directory.resolve("b");
        get(backups.write(file, NOW, Mono.just(new byte[10])));
        AtomicReference<String> thread = new AtomicReference<>();
        backups.read(file)
                .doOnNext(piece -> thread.set(Thread.currentThread().getName()))
                .blockLast(LONG);
        assertThat(thread).hasValue("nutflux-backup");
    }

    @Test
    void read_withAnotherPassword_isWrongKey() {
        Path file = directory.resolve("b");
        get(backups.write(file, NOW, Mono.just(new byte[10])));
        assertFails(
                Kind.WRONG_KEY,
                Backups.of(TestKeys.provider("another")).read(file).then());
    }

    @Test
    void read_noFileOrSomethingElse_saysSo() throws IOException {
        assertFails(Kind.UNAVAILABLE, backups.read(directory.resolve("none")).then());
        Path other = Files.writeString(directory.resolve("other"), "SQLite format 3".repeat(100));
        assertFails(Kind.CORRUPT, backups.read(other).then());
    }

    @Test
    void read_everyTruncationOfASmallBackup_isRefused() throws IOException {
        byte[] whole = small();
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "cut at " + length);
        }
    }

    @Test
    void read_everyByteOfASmallBackupChanged_isRefused() throws IOException {
        byte[] whole = small();
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            assertRefused(changed, "changed at " + i);
        }
    }

    @Test
    void read_formatOfALaterVersion_isNewerSchema() throws IOException {
        byte[] later = small();
        later["nutflux backup\n".length()]++;
        assertFails(Kind.NEWER_SCHEMA, backups.read(file(later)).then());
    }

    private byte[] small() throws IOException {
        Path file = directory.resolve("small");
        get(backups.write(file, NOW, Mono.just(random.bytes(50))));
        return Files.readAllBytes(file);
    }

    private void assertRefused(byte[] bytes, String what) throws IOException {
        Path file = file(bytes);
        List<byte[]> seen = new ArrayList<>();
        assertThatThrownBy(() -> backups.read(file).doOnNext(seen::add).blockLast(LONG))
                .as(what)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.kind()).isIn(Kind.CORRUPT, Kind.TAMPERED, Kind.WRONG_KEY, Kind.NEWER_SCHEMA));
        assertThat(seen).as(what).isEmpty();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("changed"), bytes);
    }

    private static List<byte[]> split(byte[] content, int pieces) {
        int size = content.length / pieces + 1;
        List<byte[]> all = new ArrayList<>();
        for (int from = 0; from < content.length; from += size) {
            all.add(Arrays.copyOfRange(content, from, Math.min(content.length, from + size)));
        }
        return all;
    }

    private static <T> T get(Mono<T> mono) {
        return mono.block(LONG);
    }

    private static void assertFails(Kind kind, Mono<?> mono) {
        assertThatThrownBy(() -> get(mono))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
