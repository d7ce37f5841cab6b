package io.finstage.server.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** The files of the page, by name: what is not here is not served. */
final class PageFiles {

  private static final String HTML = "text/html; charset=UTF-8";
  private static final String SCRIPT = "text/javascript; charset=UTF-8";
  private static final String STYLE = "text/css; charset=UTF-8";

  private static final List<String> SCRIPTS =
      List.of(
          "app.js",
          "finstage.js",
          "ui/chart.js",
          "ui/dom.js",
          "ui/form.js",
          "ui/format.js",
          "ui/save.js",
          "ui/spark.js",
          "ui/status.js",
          "ui/table.js",
          "views/analysis-run.js",
          "views/analysis.js",
          "views/market.js",
          "views/operations-alerts.js",
          "views/operations-charts.js",
          "views/operations-tuning.js",
          "views/operations-words.js",
          "views/operations.js",
          "views/symbol-chart.js",
          "views/symbol-data.js",
          "views/symbol-forms.js",
          "views/symbol.js",
          "views/task-detail.js",
          "views/task-forms.js",
          "views/task-schedules.js",
          "views/tasks.js");

  private static final List<String> STYLES = List.of("style.css", "views/operations.css");

  /**
   * Apache ECharts as it is published: the build puts it there. Only views with a chart load it.
   */
  private static final String CHARTS = "lib/echarts.js";

  private PageFiles() {}

  /** All of them, read and compressed now. */
  static List<WebFile> all() {
    Stream<WebFile> pages =
        Stream.of("/", "/index.html").map(path -> new WebFile(path, HTML, web("index.html")));
    Stream<WebFile> scripts =
        Stream.concat(SCRIPTS.stream(), Stream.of(CHARTS))
            .map(name -> new WebFile("/" + name, SCRIPT, web(name)));
    Stream<WebFile> styles = STYLES.stream().map(name -> new WebFile("/" + name, STYLE, web(name)));
    return Stream.of(pages, scripts, styles).flatMap(it -> it).toList();
  }

  private static byte[] web(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream("/web/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the page's " + name + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page's " + name, e);
    }
  }
}
