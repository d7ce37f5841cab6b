package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.Layer.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The file that ships and the code that reads it say the same. */
class ConfigFileTest {

  private static final Path FILE = Path.of("src/main/dist/conf/application.yaml");
  private static final Map<String, Setting> SETTINGS =
      Layer.file(FILE, Path.of("").toAbsolutePath()).settings();

  @Test
  void theFileNamesTheKeysOfTheCodeAndNoOther() {
    assertThat(SETTINGS.keySet())
        .containsExactlyInAnyOrderElementsOf(Keys.ALL.stream().map(Key::name).toList());
  }

  @Test
  void theFileHoldsTheDefaultsOfTheCode() {
    Map<String, Object> written =
        Keys.ALL.stream().collect(Collectors.toMap(Key::name, k -> k.kind().read(text(k))));
    Map<String, Object> standard =
        Keys.ALL.stream().collect(Collectors.toMap(Key::name, k -> k.kind().read(k.standard())));

    assertThat(written).isEqualTo(standard);
  }

  @Test
  void everyKeyInTheFileHasAComment() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    List<String> bare =
        IntStream.range(1, lines.size())
            .filter(i -> lines.get(i).matches(" +[a-z0-9-]+: .*"))
            .filter(i -> !lines.get(i - 1).strip().startsWith("#"))
            .mapToObj(lines::get)
            .toList();

    assertThat(bare).isEmpty();
  }

  @Test
  void noTwoKeysShareAnEnvironmentVariable() {
    assertThat(Keys.ALL.stream().map(Key::variable)).doesNotHaveDuplicates();
  }

  private static String text(Key<?> key) {
    return Objects.requireNonNull(SETTINGS.get(key.name()), key.name()).text();
  }
}
