package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.KeysetIds;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintMisbehavedException.Kind;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a mint says that is refused (01.2, 02.7, 02.8, 02.12). */
class KeysetFetchTest {

    private static final Keyset V2 = FakeMint.keyset(2, "sat", 100, 2_000_000_000L, 1);
    private static final Keyset V1 = FakeMint.keyset(1, "sat", 0, null, 5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeMint mint = new FakeMint().with(V2);
    private final FakeArchive archive = new FakeArchive();
    private final List<Kind> reports = new ArrayList<>();
    private final VirtualTimeScheduler compute = VirtualTimeScheduler.create();
    private final KeysetFetch fetch = fetch(KeysetLimits.defaults(), compute);

    private KnownKeysets known = new KnownKeysets(List.of());

    private KeysetFetch fetch(KeysetLimits limits, Scheduler scheduler) {
        return new KeysetFetch(
                mint,
                archive,
                new KeysetCheck(CurveEngine.bouncyCastle(), report -> reports.add(report.kind())),
                limits,
                PATIENCE,
                scheduler);
    }

    @BeforeEach
    void start() {
        known = fetch.archived(FakeMint.URL).block();
    }

    private MintKeysets update() {
        fetch.update(FakeMint.URL, known).block();
        return known.current();
    }

    private void change(Keyset keyset, KeysetInfo info) {
        mint.infos.put(keyset.id(), info);
    }

    @Test
    void honest_isAdmittedWithoutAReport() {
        mint.with(V1);
        assertThat(update().loaded()).isEqualTo(Map.of(V1.id(), V1, V2.id(), V2));
        update();
        assertThat(reports).isEmpty();
        assertThat(archive.saves).isEqualTo(2);
    }

    /** 01.9. */
    @Test
    void idThatIsNotTheDigest_isRefused() {
        mint.with(V1).keys.put(V2.id(), FakeMint.keysFrom(40));
        assertThat(update().loaded()).containsOnlyKeys(V1.id());
        assertThat(reports).containsExactly(Kind.KEYSET_ID_MISMATCH);
        assertThat(archive.keysets).containsOnlyKeys(V1.id());
    }

    /** A token of it must not be called foreign for what the mint did wrong. */
    @Test
    void refusedKeyset_staysListed() {
        mint.keys.put(V2.id(), FakeMint.keysFrom(40));
        assertThat(update().meantBy(V2.id())).containsExactly(V2.id());
        mint.malformed.add(V2.id());
        assertThat(update().meantBy(V2.id())).containsExactly(V2.id());
        assertThat(update().forOutputs(CurrencyUnit.SAT, 0)).isEmpty();
    }

    @Test
    void refusedKeyset_onceItsKeysAreRight_isAdmitted() {
        mint.keys.put(V2.id(), FakeMint.keysFrom(40));
        update();
        mint.with(V2);
        StepVerifier.create(fetch.keys(FakeMint.URL, known, V2.info()))
                .expectNext(V2)
                .verifyComplete();
        assertThat(known.current().forOutputs(CurrencyUnit.SAT, 0)).contains(V2);
    }

    @Test
    void keyOffTheCurve_isRefusedThoughTheIdIsTrue() {
        // x = 5 is on no point of secp256k1.
        CurvePoint off = CurvePoint.fromHex("02" + "00".repeat(31) + "05");
        Map<Amount, CurvePoint> keys = new TreeMap<>(V1.keys());
        keys.put(Amount.of(8), off);
        Keyset draft = Keyset.of(V1.info(), keys);
        Keyset lie = draft.withInfo(new KeysetInfo(KeysetIds.v1(draft), CurrencyUnit.SAT, true, 0, null));
        mint.with(lie);
        assertThat(update().loaded()).containsOnlyKeys(V2.id());
        assertThat(reports).containsExactly(Kind.INVALID_POINT);
    }

    @Test
    void changedKeysOfAKnownId_areRefusedAndGetNoOutputs() {
        update();
        mint.keys.put(V2.id(), FakeMint.keysFrom(40));
        MintKeysets after = update();
        assertThat(after.loaded().get(V2.id()).keys()).isEqualTo(V2.keys());
        assertThat(after.forOutputs(CurrencyUnit.SAT, 0)).isEmpty();
        assertThat(reports).containsExactly(Kind.KEYS_CHANGED);
        assertThat(archive.keysets).containsEntry(V2.id(), V2);

        mint.with(V2);
        assertThat(update().forOutputs(CurrencyUnit.SAT, 0)).contains(V2);
    }

    @Test
    void changedKeysOfAnArchivedId_areRefused() {
        archive.with(V2);
        start();
        mint.keys.put(V2.id(), FakeMint.keysFrom(40));
        assertThat(update().loaded().get(V2.id()).keys()).isEqualTo(V2.keys());
        assertThat(reports).containsExactly(Kind.KEYS_CHANGED);
    }

    @Test
    void changedFeeOfVersion1_isTakenAsMetadata() {
        mint.with(V1);
        update();
        change(V1, new KeysetInfo(V1.id(), V1.unit(), true, 300, 1_900_000_000L));
        assertThat(update().loaded().get(V1.id()).info().inputFeePpk()).isEqualTo(300);
        assertThat(archive.keysets.get(V1.id()).info().inputFeePpk()).isEqualTo(300);
        assertThat(reports).isEmpty();
    }

    @Test
    void changedFeeOrExpiryOfVersion2_isRefused() {
        update();
        change(V2, new KeysetInfo(V2.id(), V2.unit(), true, 300, V2.info().finalExpiry()));
        assertThat(update().loaded().get(V2.id()).info()).isEqualTo(V2.info());
        change(V2, new KeysetInfo(V2.id(), V2.unit(), false, 100, 1L));
        assertThat(update().loaded().get(V2.id()).info()).isEqualTo(V2.info().withActive(false));
        assertThat(reports).containsExactly(Kind.KEYSET_ID_MISMATCH, Kind.KEYSET_ID_MISMATCH);
    }

    @Test
    void changedUnit_isRefusedForVersion1Too() {
        mint.with(V1);
        update();
        change(V1, new KeysetInfo(V1.id(), new CurrencyUnit("usd"), true, 0, null));
        assertThat(update().loaded().get(V1.id()).unit()).isEqualTo(CurrencyUnit.SAT);
        assertThat(reports).containsExactly(Kind.KEYS_CHANGED);
    }

    @Test
    void malformedKeys_areRefusedAndReported() {
        mint.malformed.add(V2.id());
        assertThat(update().loaded()).isEmpty();
        assertThat(reports).containsExactly(Kind.INVALID_POINT);
    }

    @Test
    void malformedKeysOfAKnownId_getNoOutputs() {
        update();
        mint.malformed.add(V2.id());
        assertThat(update().forOutputs(CurrencyUnit.SAT, 0)).isEmpty();
        assertThat(reports).containsExactly(Kind.INVALID_POINT);
    }

    @Test
    void archiveKnowsTheIdOtherwise_isRefused() {
        archive.conflicting = true;
        assertThat(update().loaded()).isEmpty();
        assertThat(reports).containsExactly(Kind.KEYS_CHANGED);
        StepVerifier.create(fetch.keys(FakeMint.URL, known, V2.info()))
                .expectError(MintMisbehavedException.class)
                .verify();
    }

    @Test
    void shortId_isLeftOut() {
        String hex = V2.id().hex().substring(0, 16);
        KeysetInfo cut = new KeysetInfo(new KeysetId(hex), CurrencyUnit.SAT, true, 0, null);
        mint.infos.put(cut.id(), cut);
        assertThat(update().infos()).containsOnlyKeys(V2.id());
    }

    @Test
    void manyActiveKeysets_areNotAllFetchedAhead() {
        mint.withoutActiveKeys = true;
        for (int i = 0; i < 100; i++) {
            KeysetInfo info =
                    new KeysetInfo(new KeysetId(String.format("00%014x", i)), CurrencyUnit.SAT, true, 0, null);
            mint.infos.put(info.id(), info);
        }
        update();
        assertThat(mint.asked.stream().filter(path -> path.startsWith("keys/"))).hasSize(64);
    }

    @Test
    void lyingInactiveKeyset_failsItsFetchAndIsReported() {
        mint.keys.put(V2.id(), FakeMint.keysFrom(40));
        StepVerifier.create(fetch.keys(FakeMint.URL, known, V2.info()))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MintMisbehavedException.class,
                                lie -> assertThat(lie.kind()).isEqualTo(Kind.KEYSET_ID_MISMATCH)))
                .verify();
        assertThat(known.isEmpty()).isTrue();
        assertThat(reports).containsExactly(Kind.KEYSET_ID_MISMATCH);
    }

    private static Keyset numbered(int n) {
        return FakeMint.keyset(1, "sat", 0, null, 10 * n);
    }

    @Test
    void moreKeysetsThanTheLimit_stayWithoutKeysAndAreReportedOnce() {
        KeysetFetch narrow = fetch(new KeysetLimits(3, 1_000, 10), compute);
        mint.with(numbered(1), numbered(2), numbered(3), numbered(4));
        narrow.update(FakeMint.URL, known).block();
        assertThat(known.current().infos()).hasSize(5);
        assertThat(known.current().loaded()).hasSize(3);
        assertThat(reports).containsExactly(Kind.TOO_MANY_KEYSETS);

        Set<KeysetId> first = known.current().loaded().keySet();
        mint.infos.keySet().removeAll(first);
        mint.with(numbered(5), numbered(6));
        narrow.update(FakeMint.URL, known).block();
        assertThat(known.current().loaded()).containsOnlyKeys(first);
        assertThat(archive.keysets).containsOnlyKeys(first);
    }

    @Test
    void moreKeysThanTheLimit_areNotLetInAndReported() {
        KeysetFetch narrow = fetch(new KeysetLimits(10, 7, 10), compute);
        mint.with(numbered(1), numbered(2));
        narrow.update(FakeMint.URL, known).block();
        assertThat(known.current().loaded()).hasSize(2);
        assertThat(reports).containsExactly(Kind.TOO_MANY_KEYSETS);
    }

    @Test
    void keysetOfTooManyKeys_isRefusedAheadAndOnFirstUse() {
        KeysetFetch narrow = fetch(new KeysetLimits(10, 1_000, 2), compute);
        narrow.update(FakeMint.URL, known).block();
        assertThat(known.current().infos()).containsOnlyKeys(V2.id());
        assertThat(known.current().loaded()).isEmpty();
        StepVerifier.create(narrow.keys(FakeMint.URL, known, V2.info()))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MintMisbehavedException.class,
                                much -> assertThat(much.kind()).isEqualTo(Kind.TOO_MANY_KEYSETS)))
                .verify();
        assertThat(reports).containsExactly(Kind.TOO_MANY_KEYSETS, Kind.TOO_MANY_KEYSETS);
    }

    @Test
    void keysOneByOne_pastTheLimit_areNotAskedFor() {
        KeysetFetch narrow = fetch(new KeysetLimits(2, 1_000, 10), compute);
        mint.with(numbered(1), numbered(2), numbered(3)).withoutActiveKeys = true;
        narrow.update(FakeMint.URL, known).block();
        assertThat(known.current().loaded()).hasSize(2);
        assertThat(mint.asked.stream().filter(path -> path.startsWith("keys/"))).hasSize(2);
        assertThat(reports).containsExactly(Kind.TOO_MANY_KEYSETS);
    }

    @Test
    void keysThatDoNotCome_holdUpTheListingForSoLongOnly() {
        mint.with(V1).withoutActiveKeys = true;
        mint.gate = Mono.defer(
                () -> mint.asked.get(mint.asked.size() - 1).equals("keys/" + V1.id()) ? Mono.never() : Mono.empty());
        StepVerifier.create(fetch.update(FakeMint.URL, known))
                .expectSubscription()
                .then(() -> compute.advanceTimeBy(PATIENCE))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(known.current().loaded()).containsOnlyKeys(V2.id());
        mint.gate = Mono.empty();
        assertThat(update().loaded()).containsOnlyKeys(V1.id(), V2.id());
    }

    @Test
    void manyKeysets_areCheckedInTasksOfTheirOwn() {
        AtomicInteger tasks = new AtomicInteger();
        KeysetFetch counted = fetch(KeysetLimits.defaults(), Schedulers.fromExecutor(task -> {
            tasks.incrementAndGet();
            task.run();
        }));
        IntStream.rangeClosed(1, 20).forEach(n -> mint.with(numbered(n)));
        counted.update(FakeMint.URL, known).block();
        assertThat(known.current().loaded()).hasSize(21);
        assertThat(tasks.get()).isGreaterThanOrEqualTo(21);
    }
}
