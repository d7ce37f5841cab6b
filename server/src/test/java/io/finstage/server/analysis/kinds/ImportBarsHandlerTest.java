package io.finstage.server.analysis.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.finstage.server.bars.Session;
import io.finstage.server.bars.TemporaryBars;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.RecordingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportBarsHandlerTest {

  private static final String DAYS = StoredDays.HEADER + StoredDays.thirty("SPY");

  @TempDir private Path outside;

  private final TemporaryBars bars = new TemporaryBars();

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(folder().resolve("sub"));
    Files.writeString(outside.resolve("secret.csv"), DAYS);
    Files.writeString(folder().resolve("days.csv"), DAYS);
  }

  @AfterEach
  void close() {
    bars.close();
  }

  private Path folder() {
    return outside.resolve("import");
  }

  private String read(String path) throws Exception {
    JsonObject payload = new JsonObject();
    payload.addProperty("path", path);
    payload.addProperty("interval", "1d");
    return new ImportBarsHandler(bars.store(), Session.UTC, folder())
        .run(RecordingContext.of("import-bars", payload.toString()))
        .text();
  }

  private int stored() {
    return bars.store().last(new Symbol("SPY"), Interval.D1, 100).size();
  }

  @Test
  void aFileOfTheFolderIsReadAndCounted() throws Exception {
    assertThat(read("days.csv")).isEqualTo("{\"imported\":30,\"refused\":0,\"refusals\":[]}");
    assertThat(stored()).isEqualTo(30);
  }

  @Test
  void aCompressedFileInAFolderBelowIsRead() throws Exception {
    try (OutputStream file =
        new GZIPOutputStream(Files.newOutputStream(folder().resolve("sub/days.csv.gz")))) {
      file.write(DAYS.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read("sub/days.csv.gz")).contains("\"imported\":30");
  }

  @Test
  void readingTwiceChangesNothing() throws Exception {
    read("days.csv");
    assertThat(read("days.csv")).contains("\"imported\":30");
    assertThat(stored()).isEqualTo(30);
  }

  @Test
  void linesThatAreNoBarsAreToldAndTheOthersKept() throws Exception {
    Files.writeString(folder().resolve("days.csv"), DAYS + "2013-10-01,SPY,1,0.9,0.5,1,1\nx\n");

    JsonObject result = JsonParser.parseString(read("days.csv")).getAsJsonObject();
    assertThat(result.get("refused").getAsInt()).isEqualTo(2);
    assertThat(result.get("refusals").getAsJsonArray().get(0).toString())
        .startsWith("{\"line\":32,\"field\":\"high\"");
    assertThat(stored()).isEqualTo(30);
  }

  @Test
  void thousandsOfBadLinesAreCountedAndTheFirstHundredTold() throws Exception {
    Files.writeString(folder().resolve("days.csv"), DAYS + "x\n".repeat(5000));

    JsonObject result = JsonParser.parseString(read("days.csv")).getAsJsonObject();
    assertThat(result.get("refused").getAsInt()).isEqualTo(5000);
    assertThat(result.get("refusals").getAsJsonArray()).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.csv",
        "sub/../../secret.csv",
        "sub/../days.csv",
        "..",
        "/etc/passwd",
        "..\\secret.csv",
        "",
        " ",
        "days.csv\0",
        ".",
        "sub",
        "none.csv",
        "days.csv/days.csv"
      })
  void aPathThatIsNotOfAFileInTheFolderFailsForGoodWithTheNameOfTheField(String path) {
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageStartingWith("path must ");
    assertThat(stored()).isZero();
  }

  @Test
  void symbolicLinksAreNotFollowedAtTheEndNorOnTheWay() throws Exception {
    Files.createSymbolicLink(folder().resolve("link.csv"), outside.resolve("secret.csv"));
    Files.createSymbolicLink(folder().resolve("up"), outside);

    assertThatThrownBy(() -> read("link.csv")).hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> read("up/secret.csv")).hasMessageContaining("symbolic link");
    assertThat(stored()).isZero();
  }

  @Test
  void aFolderThatIsNotThereHasNoFiles() throws Exception {
    assertThatThrownBy(() ->
            new ImportBarsHandler(bars.store(), Session.UTC, outside.resolve("none"))
                .run(
                    RecordingContext.of("import-bars", "{\"path\":\"a.csv\",\"interval\":\"1d\"}")))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageStartingWith("path must be a file in the folder import");
  }

  @Test
  void aFileWithAnotherFirstLineIsRefusedWithTheLineThatIsMissing() throws Exception {
    Files.writeString(folder().resolve("days.csv"), "a,b\n");

    assertThatThrownBy(() -> read("days.csv"))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("path must name a file whose first line is date,symbol,open");
  }

  @Test
  void aFileThatIsNotCompressedThoughItsNameSaysSoIsRefused() throws Exception {
    Files.writeString(folder().resolve("days.csv.gz"), DAYS);

    assertThatThrownBy(() -> read("days.csv.gz"))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("gzip");
  }

  @Test
  void anInterruptionEndsIt() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> read("days.csv")).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
