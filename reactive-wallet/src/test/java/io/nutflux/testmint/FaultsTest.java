package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which request gets which fault. */
class FaultsTest {

    private static final Fault A = Fault.statusBefore(500).named("a");
    private static final Fault B = Fault.statusBefore(501).named("b");

    private final Faults faults = new Faults();

    @Test
    void queue_isFirstInFirstOut_andOfOnePath() {
        faults.on("/v1/swap").next(A, B).pass(1).times(2, B);
        assertThat(take("/v1/info", 1)).containsExactly((Fault) null);
        assertThat(faults.waiting("/v1/swap")).isEqualTo(5);
        assertThat(take("/v1/swap", 6)).containsExactly(A, B, null, B, B, null);
        assertThat(faults.fired("a")).isEqualTo(1);
        assertThat(faults.fired("b")).isEqualTo(3);
        assertThat(faults.fired()).isEqualTo(4);
    }

    @Test
    void always_appliesOnceTheQueueIsEmpty_untilCleared() {
        faults.on("/v1/swap").next(B).always(A);
        assertThat(take("/v1/swap", 3)).containsExactly(B, A, A);
        faults.on("/v1/swap").clear();
        assertThat(take("/v1/swap", 1)).containsExactly((Fault) null);
    }

    @Test
    void randomly_oneSeed_givesOneSequence() {
        faults.randomly(42, 0.5, A, B);
        List<@Nullable Fault> first = take("/v1/swap", 200);
        faults.randomly(42, 0.5, A, B);
        assertThat(take("/v1/swap", 200)).isEqualTo(first);
        assertThat(first).contains(A, B, null);
        faults.randomly(43, 0.5, A, B);
        assertThat(take("/v1/swap", 200)).isNotEqualTo(first);
    }

    @Test
    void randomly_certain_hitsItsPathsOnly_untilCalm() {
        faults.randomly(1, 1, Set.of("/v1/swap"), A);
        assertThat(take("/v1/swap", 2)).containsExactly(A, A);
        assertThat(take("/v1/info", 1)).containsExactly((Fault) null);
        faults.calm();
        assertThat(take("/v1/swap", 1)).containsExactly((Fault) null);
        assertThat(faults.fired()).isEqualTo(2);
    }

    @Test
    void randomly_withoutFaults_isRefused() {
        assertThatThrownBy(() -> faults.randomly(1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gate_goesAroundWhatIsPlanned_untilCalm() {
        faults.on("/v1/swap").next(A);
        faults.gate(path -> path.equals("/v1/swap") ? B : null);
        assertThat(take("/v1/swap", 2)).extracting(Fault::name).containsExactly("a+b", "b");
        assertThat(take("/v1/info", 1)).containsExactly((Fault) null);
        faults.calm();
        assertThat(take("/v1/swap", 1)).containsExactly((Fault) null);
    }

    private List<@Nullable Fault> take(String path, int n) {
        List<@Nullable Fault> taken = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            taken.add(faults.take(path));
        }
        return taken;
    }
}
