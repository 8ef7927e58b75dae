package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.mint.MintKeysets;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Secret;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Properties of {@link Fees}, {@link Denominations} and {@link CoinSelection}, over seeded random cases. */
class FeesAndAmountsTest {

    private static final int CASES = 2_000;
    private static final MintUrl MINT = MintUrl.of("https://mint.example");

    private static KeysetId id(int number) {
        return new KeysetId("00" + "%014x".formatted(number));
    }

    private static CurvePoint point(long number) {
        return CurvePoint.fromHex("02" + "%064x".formatted(number));
    }

    private static KeysetInfo info(int number, boolean active, long ppk) {
        return new KeysetInfo(id(number), CurrencyUnit.SAT, active, ppk, null);
    }

    private static MintKeysets keysets(long... ppks) {
        return MintKeysets.of(
                IntStream.range(0, ppks.length)
                        .mapToObj(i -> info(i, i == 0, ppks[i]))
                        .toList(),
                List.of());
    }

    private static Keyset keyset(long... amounts) {
        Map<Amount, CurvePoint> keys = LongStream.of(amounts)
                .boxed()
                .collect(Collectors.toMap(Amount::new, amount -> point(amount & Long.MAX_VALUE)));
        return Keyset.of(info(0, true, 0), keys);
    }

    private static Proof proof(int keyset, long amount, long number) {
        return Proof.of(Amount.of(amount), id(keyset), new Secret("s" + number), point(number));
    }

    /** 02.15. */
    @Test
    void fees_ofPpk_areRoundedUpOnce() {
        assertThat(Fees.of(0)).isEqualTo(Amount.ZERO);
        assertThat(Fees.of(1)).isEqualTo(Amount.of(1));
        assertThat(Fees.of(1_000)).isEqualTo(Amount.of(1));
        assertThat(Fees.of(1_001)).isEqualTo(Amount.of(2));
    }

    /** 02.15. */
    @Test
    void shares_randomTokensAndFees_addUpToTheFeeAndExceedNobodysOwn() {
        Random random = new Random(7);
        for (int run = 0; run < CASES; run++) {
            MintKeysets keysets = keysets(random.nextInt(3_000), random.nextInt(300), 0);
            List<ClaimedToken> tokens = new ArrayList<>();
            long ppk = 0;
            for (int i = 0; i <= random.nextInt(20); i++) {
                List<Proof> proofs = new ArrayList<>();
                for (int j = 0; j <= random.nextInt(5); j++) {
                    proofs.add(proof(random.nextInt(3), 4L << random.nextInt(20), i * 100L + j));
                }
                ppk += Fees.ppk(proofs, keysets);
                tokens.add(new ClaimedToken(
                        "k" + i, "d", proofs, proofs.stream().map(Proof::C).toList()));
            }
            List<Amount> shares = Fees.shares(tokens, keysets, Fees.of(ppk));
            assertThat(Amount.sum(shares)).isEqualTo(Fees.of(ppk));
            for (int i = 0; i < tokens.size(); i++) {
                assertThat(shares.get(i))
                        .isLessThanOrEqualTo(Fees.of(Fees.ppk(tokens.get(i).proofs(), keysets)));
            }
            // Keysets that changed since give another sum: the fee that was paid is shared out all the same.
            Amount paid = Fees.of(random.nextInt(3_000));
            List<Amount> others = Fees.shares(tokens, keysets, paid);
            assertThat(Amount.sum(others)).isEqualTo(paid);
            for (int i = 0; i < tokens.size(); i++) {
                assertThat(others.get(i)).isLessThanOrEqualTo(tokens.get(i).value());
            }
        }
    }

    /** X.9, X.10, 01.6. */
    @Test
    void split_anyDenominationsWithOne_addsUpAscendingOfKnownAmounts() {
        Random random = new Random(8);
        for (int run = 0; run < CASES; run++) {
            long[] amounts = LongStream.concat(LongStream.of(1), random.longs(random.nextInt(20), 2, 1L << 40))
                    .distinct()
                    .toArray();
            Keyset keyset = keyset(amounts);
            Amount total = Amount.of(random.nextLong(1L << (1 + random.nextInt(45))));
            boolean withTargets = random.nextBoolean();
            List<Amount> targets = Stream.of(1L, 2L, 3L, amounts[amounts.length - 1])
                    .map(Amount::of)
                    .filter(target -> withTargets)
                    .toList();
            Optional<List<Amount>> split = Denominations.split(total, keyset, targets, 500);
            split.ifPresent(parts -> {
                assertThat(Amount.sum(parts)).isEqualTo(total);
                assertThat(parts).isSorted().hasSizeLessThanOrEqualTo(500);
                assertThat(parts).allMatch(part -> keyset.key(part) != null);
            });
            assertThat(Denominations.split(Amount.of(total.bits() % 500), keyset, targets, 500))
                    .isPresent();
        }
    }

    @Test
    void split_powersOfTwo_needsAsManyAsBitsAreSet() {
        Keyset powers = keyset(IntStream.range(0, 64).mapToLong(i -> 1L << i).toArray());
        Random random = new Random(9);
        for (int run = 0; run < CASES; run++) {
            Amount total = new Amount(random.nextLong());
            assertThat(Denominations.split(total, powers, List.of(), 64)).hasValueSatisfying(parts -> {
                assertThat(parts).hasSize(Long.bitCount(total.bits()));
                assertThat(Amount.sum(parts)).isEqualTo(total);
            });
        }
        assertThat(Denominations.split(Amount.ZERO, powers, List.of(), 64)).hasValue(List.of());
        assertThat(Denominations.split(Amount.of(7), powers, List.of(), 2)).isEmpty();
        assertThat(Denominations.split(Amount.of(7), keyset(2, 4), List.of(), 64))
                .isEmpty();
    }

    /** 02.17, X.11. */
    @Test
    void coinSelection_randomProofs_coversWithItsOwnFeeOrThereIsTooLittle() {
        Random random = new Random(10);
        for (int run = 0; run < CASES; run++) {
            CoinSelection selection = new CoinSelection(keysets(random.nextInt(1_500), random.nextInt(1_500)));
            List<ProofInfo> available = new ArrayList<>();
            for (int i = 0; i < random.nextInt(30); i++) {
                available.add(stored(random.nextInt(2), 1L << random.nextInt(12), i + 1L));
            }
            Amount target = Amount.of(1 + random.nextInt(6_000));
            selection.covering(available, target, 1_000).ifPresent(chosen -> {
                assertThat(chosen.total()).isGreaterThanOrEqualTo(target.plus(chosen.fee()));
                assertThat(chosen.proofs()).doesNotHaveDuplicates().isSubsetOf(available);
            });
            selection.exact(available, target, false).ifPresent(chosen -> {
                assertThat(chosen.total()).isEqualTo(target);
                assertThat(chosen.proofs()).doesNotHaveDuplicates().isSubsetOf(available);
            });
            selection
                    .exact(available, target, true)
                    .ifPresent(chosen -> assertThat(chosen.total()).isEqualTo(target.plus(chosen.fee())));
        }
    }

    /** 02.5, X.11, X.12. */
    @Test
    void coinSelection_inactiveKeysetsFirst_andNoDust() {
        CoinSelection selection = new CoinSelection(keysets(1_000, 0));
        List<ProofInfo> available = List.of(stored(0, 64, 1), stored(1, 8, 2), stored(0, 1, 3));
        assertThat(selection.covering(available, Amount.of(8), 1_000))
                .hasValueSatisfying(chosen -> assertThat(chosen.proofs()).containsExactly(available.get(1)));
        assertThat(selection.covering(available.subList(2, 3), Amount.of(1), 1_000))
                .isEmpty();
    }

    @Test
    void coinSelection_tooManyOfInactiveKeysets_takesTheLargestOfAll() {
        CoinSelection selection = new CoinSelection(keysets(0, 0));
        List<ProofInfo> available =
                List.of(stored(1, 2, 1), stored(1, 2, 2), stored(1, 2, 3), stored(1, 2, 4), stored(0, 8, 5));
        assertThat(selection.covering(available, Amount.of(8), 4))
                .hasValueSatisfying(chosen -> assertThat(chosen.proofs()).hasSize(4));
        assertThat(selection.covering(available, Amount.of(8), 3))
                .hasValueSatisfying(chosen -> assertThat(chosen.proofs()).containsExactly(available.get(4)));
    }

    private static ProofInfo stored(int keyset, long amount, long number) {
        return new StoredProof(
                        point(number), MINT, CurrencyUnit.SAT, proof(keyset, amount, number), StoredProof.State.UNSPENT)
                .info();
    }
}
