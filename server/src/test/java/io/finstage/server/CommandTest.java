package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

  private static final Path HERE = Path.of("/here");

  private static Command.Line parse(String... arguments) {
    return Command.parse(List.of(arguments), HERE);
  }

  @Test
  void withoutACommandEverythingIsASetting() {
    assertThat(parse("--server.port=1"))
        .isEqualTo(new Command.Line(new Command.Serve(), List.of("--server.port=1"), List.of()));
  }

  @Test
  void aCommandTakesItsOptionsAndLeavesKeysToTheConfiguration() {
    assertThat(
            parse(
                "import-bars",
                "day.csv",
                "--interval=1d",
                "--data.dir=kept",
                "--symbol=SPY,IBM",
                "--config=my.yaml"))
        .isEqualTo(
            new Command.Line(
                new Command.ImportBars(
                    HERE.resolve("day.csv"),
                    Interval.D1,
                    Set.of(new Symbol("SPY"), new Symbol("IBM"))),
                List.of("--data.dir=kept", "--config=my.yaml"),
                List.of()));
  }

  @Test
  void timesOfAnExportAreDaysOfUtcOrMoments() {
    Command command =
        parse(
                "export-bars",
                "x.csv",
                "--interval=1m",
                "--from=2013-10-07",
                "--to=2013-10-07T13:30:00Z")
            .command();

    assertThat(command)
        .isEqualTo(
            new Command.ExportBars(
                HERE.resolve("x.csv"),
                Interval.M1,
                Set.of(),
                Instant.parse("2013-10-07T00:00:00Z").toEpochMilli(),
                Instant.parse("2013-10-07T13:30:00Z").toEpochMilli()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import-bars",
        "import-bars a.csv b.csv --interval=1d",
        "import-bars a.csv",
        "import-bars a.csv --interval=2d",
        "import-bars a.csv --interval=1d --symbol=no!symbol",
        "import-bars a.csv --interval=1d --from=2013-10-07",
        "import-bars a.csv --interval=1d --verbose",
        "export-bars a.csv --interval=1d --from=yesterday"
      })
  void aMistakeIsNamed(String line) {
    assertThat(parse(line.split(" ", -1)).problems()).hasSize(line.equals("import-bars") ? 2 : 1);
  }
}
