package io.finstage.server.metrics;

import java.util.Arrays;

/**
 * Writes the Prometheus text format, version 0.0.4: a family is its HELP and TYPE line, then its
 * samples. A family must be written in one piece. Not thread-safe.
 */
final class Exposition implements Page {

  private static final String COUNTER_SUFFIX = "_total";

  private final StringBuilder text = new StringBuilder(8192);
  private String family = "";

  @Override
  public Exposition counter(String name, String help) {
    if (!name.endsWith(COUNTER_SUFFIX)) {
      throw new IllegalArgumentException("counter " + name + " must end in " + COUNTER_SUFFIX);
    }
    return family(name, "counter", help);
  }

  @Override
  public Exposition gauge(String name, String help) {
    if (name.endsWith(COUNTER_SUFFIX)) {
      throw new IllegalArgumentException("gauge " + name + " must not end in " + COUNTER_SUFFIX);
    }
    return family(name, "gauge", help);
  }

  @Override
  public Exposition histogram(String name, String help) {
    return family(name, "histogram", help);
  }

  private Exposition family(String name, String type, String help) {
    family = name;
    text.append("# HELP ").append(name).append(' ').append(escapedHelp(help)).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  @Override
  public Exposition sample(double value, String... labels) {
    line(family, value, labels);
    return this;
  }

  @Override
  public Exposition buckets(Histogram histogram, String... labels) {
    long below = 0;
    for (int i = 0; i < histogram.counts().size(); i++) {
      below += histogram.counts().get(i);
      boolean last = i == histogram.boundsSeconds().size();
      String bound = last ? "+Inf" : number(histogram.boundsSeconds().get(i));
      line(family + "_bucket", (double) below, with(labels, "le", bound));
    }
    line(family + "_sum", histogram.sumSeconds(), labels);
    // The count is the last bucket's, so that both agree even while records come in.
    line(family + "_count", (double) below, labels);
    return this;
  }

  String text() {
    return text.toString();
  }

  private void line(String name, double value, String... labels) {
    text.append(name);
    appendLabels(text, labels);
    text.append(' ').append(number(value)).append('\n');
  }

  /** In braces; nothing without labels. */
  static void appendLabels(StringBuilder text, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]);
      text.append("=\"").append(escapedLabel(labels[i + 1])).append('"');
    }
    if (labels.length > 0) {
      text.append('}');
    }
  }

  private static String[] with(String[] labels, String name, String value) {
    String[] more = Arrays.copyOf(labels, labels.length + 2);
    more[labels.length] = name;
    more[labels.length + 1] = value;
    return more;
  }

  /** Whole numbers without a fraction, so that counts read as counts. */
  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escapedHelp(String help) {
    return help.replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String escapedLabel(String value) {
    return escapedHelp(value).replace("\"", "\\\"");
  }
}
