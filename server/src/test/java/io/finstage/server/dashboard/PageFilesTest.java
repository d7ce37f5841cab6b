package io.finstage.server.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageFilesTest {

  private static final Path SOURCES = Path.of("src", "main", "resources", "web");

  /** What a script imports, and what a page loads; not what it links to. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:from |import\\()\"(\\.[^\"]+)\"|<(?:link|script)[^>]* (?:href|src)=\"([^\":]+)\"");

  private static final List<WebFile> FILES = PageFiles.all();

  @Test
  void everyFileThatThePageNamesIsServed() {
    Set<String> served = FILES.stream().map(WebFile::path).collect(Collectors.toSet());
    assertThat(FILES.stream().filter(it -> !it.path().startsWith("/lib/")).flatMap(this::named))
        .hasSizeGreaterThan(20)
        .isSubsetOf(served);
  }

  @Test
  void everyFileOfThePageIsServed() throws IOException {
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      assertThat(
              sources
                  .filter(Files::isRegularFile)
                  .map(it -> "/" + SOURCES.relativize(it).toString().replace('\\', '/')))
          .isSubsetOf(FILES.stream().map(WebFile::path).toList());
    }
  }

  private Stream<String> named(WebFile file) {
    return NAMED
        .matcher(new String(file.plain(), UTF_8))
        .results()
        .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
        .map(it -> URI.create(file.path()).resolve(it).getPath());
  }
}
