package io.finstage.server.indicators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/indicators.md is written from the catalog: run this test with {@code
 * -Dfinstage.docs.write=true}.
 */
class IndicatorPageTest {

  @Test
  void thePageSaysWhatTheCatalogSays() throws IOException {
    Path page = page();
    if (Boolean.getBoolean("finstage.docs.write")) {
      Files.writeString(page, text());
    }
    assertThat(Files.readString(page))
        .as("docs/indicators.md is stale: run this test with -Dfinstage.docs.write=true")
        .isEqualTo(text());
  }

  /** Tests run in the module's directory or in the one above. */
  private static Path page() {
    Path here = Path.of("docs");
    return (Files.isDirectory(here) ? here : Path.of("..", "docs")).resolve("indicators.md");
  }

  private static String text() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Indicators

        This page is written from the catalog, which is also what `ListIndicators` answers: %d indicators.

        In formulas o, h, l, c, v are a bar's open, high, low, close and volume, c' is the close of the bar before,
        c[n] that of n bars ago, n a period. A value is NaN (absent in JSON) before its first bar and where a bar is missing.
        *First* is the index of the first value, *stable* the index from which on it no longer matters where the series
        began (to 1e-8), both with the defaults; "for ever" marks what depends on every bar since the start.

        Every indicator has the profile ACCURATE; TALIB means bit for bit as `com.tictactec:ta-lib:0.4.0`, PINE as
        TradingView's Pine defines it.
        """
            .formatted(Indicators.all().size()));
    for (Category category : Category.values()) {
      String chapter =
          Indicators.all().stream()
              .filter(descriptor -> descriptor.category() == category)
              .map(IndicatorPageTest::entry)
              .collect(Collectors.joining());
      if (!chapter.isEmpty()) {
        page.append("\n## ").append(title(category)).append("\n").append(chapter);
      }
    }
    return page.toString();
  }

  private static String entry(Descriptor descriptor) {
    Resolution resolution = Indicators.resolve(descriptor.id());
    Recipe recipe = ((Resolution.Ready) resolution).recipe();
    String stable =
        descriptor.stability() == Stability.PATH_DEPENDENT
            ? "for ever"
            : Integer.toString(recipe.stableFrom());
    String aliases =
        descriptor.aliases().isEmpty() ? "" : ", also " + String.join(", ", descriptor.aliases());
    return """

    ### %s: %s

    `%s`%s

    - formula: %s
    - reads: %s; gives: %s
    - parameters: %s
    - first %d, stable %s; profiles: %s
    - source: %s
    """
        .formatted(
            descriptor.id(),
            descriptor.title(),
            recipe.text(),
            aliases,
            descriptor.formula(),
            descriptor.inputs().stream()
                .sorted()
                .map(input -> input.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")),
            descriptor.outputs().stream()
                .map(output -> output.name() + " (" + unit(output) + ")")
                .collect(Collectors.joining(", ")),
            parameters(descriptor),
            recipe.lookback(),
            stable,
            descriptor.profiles().stream()
                .sorted()
                .map(profile -> profile == Profile.TALIB_0_4 ? "TALIB" : profile.name())
                .collect(Collectors.joining(", ")),
            descriptor.source());
  }

  private static String unit(Output output) {
    String unit = output.unit().name().toLowerCase(Locale.ROOT);
    return output.onPrice() ? unit + ", on the chart" : unit;
  }

  private static String parameters(Descriptor descriptor) {
    return descriptor.parameters().isEmpty()
        ? "none"
        : descriptor.parameters().stream()
            .map(parameter ->
                "%s = %s (%s to %s)"
                    .formatted(
                        parameter.name(),
                        number(parameter.standard()),
                        number(parameter.min()),
                        number(parameter.max())))
            .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String title(Category category) {
    String words = category.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
