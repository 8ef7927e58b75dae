package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.crypto.CurveEngine;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What is fetched when, and what is answered while the mint is away (02.3, X.13). */
class CachingMintDirectoryTest {

    private static final Keyset SAT = FakeMint.keyset(2, "sat", 100, null, 1);
    private static final Keyset OLD = FakeMint.keyset(1, "sat", 0, null, 5);
    private static final CurrencyUnit UNIT = CurrencyUnit.SAT;

    private final TestClock clock = new TestClock();
    private final FakeMint mint = new FakeMint().with(SAT);
    private final FakeArchive archive = new FakeArchive();
    private final List<MintMisbehavedException> reports = new ArrayList<>();
    private final MintDirectory directory = directory();

    private MintDirectory directory() {
        return MintDirectory.create(
                mint,
                CurveEngine.bouncyCastle(),
                archive,
                MintClientOptions.defaults(),
                clock,
                VirtualTimeScheduler.create(),
                reports::add);
    }

    private MintKeysets keysets() {
        return directory.keysets(FakeMint.URL).block();
    }

    private MintKeysets refreshed() {
        return directory.refresh(FakeMint.URL).block();
    }

    @Test
    void info_isAskedOncePerLifetime() {
        directory.info(FakeMint.URL).block();
        directory.info(FakeMint.URL).block();
        assertThat(mint.asked).containsExactly("info");
        clock.advance(Duration.ofMinutes(11));
        directory.info(FakeMint.URL).block();
        assertThat(mint.asked).hasSize(2);
    }

    @Test
    void keysets_coldStart_listsAndArchivesTheActiveOnes() {
        assertThat(keysets().forOutputs(UNIT, 0)).contains(SAT);
        assertThat(archive.keysets).containsOnlyKeys(SAT.id());
        assertThat(mint.asked).containsExactlyInAnyOrder("keysets", "keys");
        assertThat(reports).isEmpty();
    }

    @Test
    void keysets_manyAtOnce_makeOneRequest() {
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.gate = gate.asMono();
        List<MintKeysets> answers = new ArrayList<>();
        Flux.range(0, 50).flatMap(i -> directory.keysets(FakeMint.URL), 50).subscribe(answers::add);
        gate.tryEmitEmpty().orThrow();
        assertThat(answers).hasSize(50);
        assertThat(mint.asked).containsExactlyInAnyOrder("keysets", "keys");
    }

    @Test
    void keysets_afterTheirLifetime_areAskedAgain() {
        keysets();
        clock.advance(Duration.ofMinutes(9));
        keysets();
        assertThat(mint.asked).hasSize(2);
        clock.advance(Duration.ofMinutes(2));
        keysets();
        assertThat(mint.asked).hasSize(4);
    }

    @Test
    void refresh_rotation_isSeenAndArchived() {
        keysets();
        Keyset next = FakeMint.keyset(2, "sat", 200, null, 9);
        mint.with(next).setActive(SAT.id(), false);
        clock.advance(Duration.ofSeconds(2));
        MintKeysets rotated = refreshed();
        assertThat(rotated.forOutputs(UNIT, 0)).contains(next);
        assertThat(rotated.loaded().get(SAT.id()).info().active()).isFalse();
        assertThat(archive.keysets.get(SAT.id()).info().active()).isFalse();
        assertThat(archive.keysets).containsKey(next.id());
    }

    @Test
    void refresh_withinASecond_isNotAskedAgain() {
        refreshed();
        clock.advance(Duration.ofMillis(999));
        refreshed();
        assertThat(mint.asked).hasSize(2);
        clock.advance(Duration.ofMillis(1));
        refreshed();
        assertThat(mint.asked).hasSize(4);
    }

    /** A listing that seems to be of the future says nothing of what the mint changed since. */
    @Test
    void refresh_clockSetBackSinceTheLastListing_asksAgain() {
        refreshed();
        clock.advance(Duration.ofMinutes(-10));
        StepVerifier.create(directory.refresh(FakeMint.URL, clock.instant()))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(mint.asked).filteredOn("keysets"::equals).hasSize(2);
    }

    @Test
    void keyset_unknownWhileTheMintIsAway_failsAsTheMintDoes() {
        archive.with(SAT);
        mint.goAway();
        StepVerifier.create(directory.keyset(FakeMint.URL, OLD.id()))
                .expectError(MintUnavailableException.class)
                .verify();
    }

    @Test
    void keysets_offlineColdStart_areThoseOfTheArchive() {
        archive.with(SAT, OLD.withInfo(OLD.info().withActive(false)));
        mint.goAway();
        MintKeysets known = keysets();
        assertThat(known.forOutputs(UNIT, 0)).contains(SAT);
        assertThat(known.infos()).containsOnlyKeys(SAT.id(), OLD.id());
        StepVerifier.create(directory.keyset(FakeMint.URL, OLD.id()))
                .assertNext(keyset -> assertThat(keyset.keys()).isEqualTo(OLD.keys()))
                .verifyComplete();
    }

    @Test
    void keysets_offline_isTriedAgainSoonButNotByEachCaller() {
        archive.with(SAT);
        mint.goAway();
        keysets();
        keysets();
        assertThat(mint.asked).filteredOn("keysets"::equals).hasSize(1);
        mint.failure = null;
        mint.with(OLD);
        clock.advance(Duration.ofSeconds(16));
        assertThat(keysets().infos()).containsKey(OLD.id());
    }

    @Test
    void keysets_offlineWithEmptyArchive_failsAndIsNotKept() {
        mint.goAway();
        StepVerifier.create(directory.keysets(FakeMint.URL))
                .expectError(MintUnavailableException.class)
                .verify();
        mint.failure = null;
        assertThat(keysets().infos()).containsKey(SAT.id());
    }

    @Test
    void keysets_archiveAway_fails() {
        archive.away = true;
        StepVerifier.create(directory.keysets(FakeMint.URL))
                .expectErrorSatisfies(e -> assertThat(e).isInstanceOf(StoreException.class))
                .verify();
    }

    @Test
    void keysets_withoutTheListOfActiveKeys_areFetchedOneByOne() {
        mint.withoutActiveKeys = true;
        assertThat(keysets().forOutputs(UNIT, 0)).contains(SAT);
        assertThat(mint.asked).contains("keys/" + SAT.id());
    }

    @Test
    void keysets_unitAuth_isLeftOut() {
        Keyset auth = FakeMint.keyset(2, "auth", 0, null, 20);
        mint.with(auth);
        assertThat(keysets().infos()).containsOnlyKeys(SAT.id());
        assertThat(archive.keysets).doesNotContainKey(auth.id());
    }

    @Test
    void keysets_oneNoLongerListed_staysInactive() {
        mint.with(OLD);
        keysets();
        mint.infos.remove(OLD.id());
        clock.advance(Duration.ofSeconds(2));
        assertThat(refreshed().loaded().get(OLD.id()))
                .satisfies(keyset -> assertThat(keyset.info().active()).isFalse());
    }

    @Test
    void keyset_inactive_isFetchedOnFirstUseAndArchived() {
        mint.with(OLD).setActive(OLD.id(), false);
        assertThat(keysets().loaded()).doesNotContainKey(OLD.id());
        for (int i = 0; i < 2; i++) {
            StepVerifier.create(directory.keyset(FakeMint.URL, OLD.id()))
                    .assertNext(keyset -> assertThat(keyset.keys()).isEqualTo(OLD.keys()))
                    .verifyComplete();
        }
        assertThat(mint.asked).filteredOn(("keys/" + OLD.id())::equals).hasSize(1);
        assertThat(archive.keysets).containsKey(OLD.id());
        assertThat(keysets().loaded()).containsKey(OLD.id());
    }

    @Test
    void keyset_unknown_asksOnceMoreThenIsUnsupported() {
        keysets();
        clock.advance(Duration.ofSeconds(2));
        StepVerifier.create(directory.keyset(FakeMint.URL, new KeysetId("00ffffffffffffff")))
                .expectError(MintUnsupportedException.class)
                .verify();
        assertThat(mint.asked).filteredOn("keysets"::equals).hasSize(2);
    }

    @Test
    void keyset_listedButWithoutKeys_isUnsupported() {
        mint.with(OLD).setActive(OLD.id(), false);
        mint.keys.remove(OLD.id());
        StepVerifier.create(directory.keyset(FakeMint.URL, OLD.id()))
                .expectError(MintUnsupportedException.class)
                .verify();
    }
}
