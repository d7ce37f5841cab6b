package io.finstage.server.bars;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Real market data, where it stands beside the project. */
public final class SampleData {

  private SampleData() {}

  /** The file of that name; the test is skipped where there is none. */
  public static Path file(String name) {
    // Tests run in the folder of the module, or in the one of the project.
    Optional<Path> file =
        Stream.of(
                System.getProperty("finstage.data"),
                System.getenv("FINSTAGE_DATA"),
                "../shared/data",
                "../../shared/data")
            .filter(Objects::nonNull)
            // A server that a test starts as a process of its own runs in another folder.
            .map(folder -> Path.of(folder, name).toAbsolutePath().normalize())
            .filter(Files::isReadable)
            .findFirst();
    assumeTrue(
        file.isPresent(),
        "skipped: no " + name + " in -Dfinstage.data, $FINSTAGE_DATA or ../shared/data");
    return file.orElseThrow();
  }
}
