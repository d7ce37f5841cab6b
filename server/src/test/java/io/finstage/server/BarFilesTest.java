package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarFilesTest {

  private static final String HEADER = "date,symbol,open,high,low,close,volume\n";
  private static final String DAYS =
      HEADER + "2013-10-07,IBM,1.0,3.0,0.5,2.0,100\n2013-10-07,SPY,1.0,3.0,0.5,2.0,100\n";

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private BarFiles files() {
    ServerConfig.Reading reading =
        ServerConfig.read(Optional.empty(), folder, folder, Map.of(), List.of("--data.dir=data"));
    return switch (reading) {
      case ServerConfig.Reading.Ready(ServerConfig config) ->
          new BarFiles(config, stream(out), stream(err));
      case ServerConfig.Reading.Refused refused ->
          throw new IllegalStateException(refused.toString());
    };
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private int read(String name, String text) throws IOException {
    return files().read(Files.writeString(folder.resolve(name), text), Interval.D1, Set.of());
  }

  private int write(Path file, Set<Symbol> only) {
    return files().write(file, Interval.D1, only, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Test
  void whatWasImportedIsExportedTheSame() throws IOException {
    Path file = folder.resolve("out.csv");

    assertThat(read("in.csv", DAYS)).isZero();
    assertThat(write(file, Set.of())).isZero();
    assertThat(Files.readString(file)).isEqualTo(DAYS);
  }

  @Test
  void aNameThatEndsInGzIsCompressedBothWays() throws IOException {
    Path file = folder.resolve("out.csv.gz");
    read("in.csv", DAYS);
    write(file, Set.of());

    assertThat(files().read(file, Interval.D1, Set.of())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("2 bars imported, 0 lines refused");
  }

  @Test
  void onlyTheSymbolsAskedForAreExported() throws IOException {
    Path file = folder.resolve("out.csv");
    read("in.csv", DAYS);
    write(file, Set.of(new Symbol("IBM")));

    assertThat(Files.readString(file)).isEqualTo(HEADER + "2013-10-07,IBM,1.0,3.0,0.5,2.0,100\n");
  }

  @Test
  void aRefusedLineIsPrintedAndFailsTheCommandButNotTheRest() throws IOException {
    assertThat(read("in.csv", DAYS + "2013-10-08,SPY,1,0.9,0.5,2,100\n")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("line 4: high is below another price: 0.9\n");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("2 bars imported, 1 lines refused");
  }

  @Test
  void aFileWithoutItsFirstLineIsRefusedWithTheLineThatIsMissing() throws IOException {
    assertThat(read("in.csv", "2013-10-07,SPY,1,3,0.5,2,100\n")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the first line must be date,symbol,open,high,low,close,volume");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(files().read(folder.resolve("none.csv"), Interval.D1, Set.of())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("none.csv");
  }

  @Test
  void aFileThatIsNotWhatItsNameSaysIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("plain.csv.gz"), "date,symbol");

    assertThat(files().read(file, Interval.D1, Set.of())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("plain.csv.gz", "GZIP");
  }
}
