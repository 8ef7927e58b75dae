package io.nutflux.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The wallet keeps its word whatever goes wrong: see docs/simulation.md. */
class SimulationTest {

    private static final int SEEDS = 200;
    private static final int DEEP_SEEDS = 10_000;
    /** A seed to run alone and aloud. */
    private static final Long CHOSEN = Long.getLong("nutflux.sim.seed");

    @Test
    void run_manySeeds_breakNoRule() {
        if (CHOSEN != null) {
            Run run = Simulation.runAloud(CHOSEN);
            assertThat(run.failure()).as(run.report()).isNull();
            return;
        }
        check(Campaign.of(1, SEEDS));
    }

    @Test
    @Tag("deep")
    void run_tenThousandSeeds_breakNoRule() {
        check(Campaign.of(1, DEEP_SEEDS));
    }

    private static void check(Campaign campaign) {
        System.out.println(campaign.summary());
        assertThat(campaign.failed()).as(campaign.failures()).isEmpty();
        assertThat(campaign.faults()).containsOnlyKeys(FaultKind.values());
    }

    @Test
    void run_sameSeedAgain_isTheSameRun() {
        assertThat(Simulation.run(7).hash()).isEqualTo(Simulation.run(7).hash());
    }

    @Test
    void run_anotherSeed_isAnotherRun() {
        assertThat(Simulation.run(7).hash()).isNotEqualTo(Simulation.run(8).hash());
    }

    /** Where sets without an order, identity hash codes or the like have a say, another process comes to another end. */
    @Test
    void run_sameSeedInAnotherProcess_isTheSameRun() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulationTest.class.getName(),
                        "7",
                        "11",
                        "12")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String hashes = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(hashes.lines())
                .containsExactly(
                        Long.toString(Simulation.run(7).hash()),
                        Long.toString(Simulation.run(11).hash()),
                        Long.toString(Simulation.run(12).hash()));
    }

    /** Prints the hash of the run of each seed named. */
    public static void main(String[] seeds) {
        for (String seed : seeds) {
            System.out.println(Simulation.run(Long.parseLong(seed)).hash());
        }
    }
}
