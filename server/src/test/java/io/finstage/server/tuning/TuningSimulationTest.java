package io.finstage.server.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.tuning.SimulationReport.Shift;
import io.finstage.server.tuning.SimulationReport.Steady;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The targets of the algorithm, and the page that shows how they are met. Seeded, not timed. */
class TuningSimulationTest {

  /** When set, the page is written instead of compared. */
  private static final String WRITE = "finstage.simulation.write";

  private static final Path PAGE = Path.of("..", "docs", "tuning-simulation.md");
  private static final SimulationReport REPORT = new SimulationReport();

  @Test
  void ninetyPercentOfTheBestIsReachedWithin25Windows() {
    assertThat(REPORT.steady())
        .allSatisfy(
            it -> assertThat(it.reached()).isLessThanOrEqualTo(SimulationReport.REACHED_MAX));
  }

  @Test
  void itStaysThere() {
    assertThat(REPORT.steady())
        .allSatisfy(it -> assertThat(it.steadyMean()).isGreaterThanOrEqualTo(it.target()));
  }

  @Test
  void itIsBackWithin12WindowsAfterAChangeThatCanBeSeen() {
    assertThat(REPORT.shifts())
        .filteredOn(it -> !it.hidden())
        .hasSizeGreaterThan(10)
        .allSatisfy(it -> {
          assertThat(it.old()).isLessThan(0.7);
          assertThat(it.back()).isLessThanOrEqualTo(SimulationReport.BACK_MAX);
        });
  }

  @Test
  void aChangeThatCannotBeSeenIsFoundInTheEnd() {
    assertThat(REPORT.shifts())
        .filteredOn(Shift::hidden)
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.back()).isLessThan(40));
  }

  @Test
  void itIsBetterThanAFixedLimitAndThanAimd() {
    assertThat(REPORT.mean(0)).isGreaterThan(REPORT.mean(1)).isGreaterThan(REPORT.mean(2));
  }

  @Test
  void nothingIsChangedInADryRun() {
    assertThat(REPORT.steady()).allMatch(Steady::dryRunStill);
  }

  @Test
  void thePageShowsWhatIsComputed() throws IOException {
    String page = REPORT.page();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "docs/tuning-simulation.md; written anew by: mvn -pl server -am test"
                + " -Dtest=TuningSimulationTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
            WRITE)
        .isEqualTo(page);
  }
}
