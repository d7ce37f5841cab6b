package io.finstage.client;

/**
 * An indicator with its parameters, or of a live feed a signal, in short text. The server judges
 * it; {@link Indicators} has the common ones.
 *
 * @param text as in {@code rsi(14)}, {@code bbands(20,k=2)} or {@code ema(9,profile=PINE)}: values
 *     in the order of the parameters or by name, what is missing has its default; 1 to {@value
 *     #TEXT_MAX} characters
 */
public record Indicator(String text) {

  /** Longest text, in characters. */
  public static final int TEXT_MAX = 512;

  /** Whose definition is computed, where definitions differ. */
  public enum Profile {
    /** The published definition, computed so that neither long series nor extreme prices hurt. */
    ACCURATE,
    /** Bit for bit what TA-Lib 0.4 answers. */
    TALIB_0_4,
    /** As TradingView's Pine defines it. */
    PINE
  }

  public Indicator {
    text = text.strip();
    if (text.isEmpty() || text.length() > TEXT_MAX) {
      throw new IllegalArgumentException(
          "an indicator has 1 to " + TEXT_MAX + " characters: '" + text + "'");
    }
  }

  /** From short text, as in {@code supertrend(10,3)}. */
  public static Indicator of(String text) {
    return new Indicator(text);
  }

  /** An indicator and its values in the order of its parameters. */
  static Indicator of(String id, double... values) {
    StringBuilder text = new StringBuilder(id);
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? '(' : ',').append(number(values[i]));
    }
    return new Indicator(values.length == 0 ? id : text.append(')').toString());
  }

  /** The same by another definition; ACCURATE where none is named. */
  public Indicator profile(Profile profile) {
    boolean bare = !text.endsWith(")");
    String begun = bare ? text + "(" : text.substring(0, text.length() - 1);
    String separator = bare || begun.endsWith("(") ? "" : ",";
    return new Indicator(begun + separator + "profile=" + profile + ")");
  }

  /** As the server writes it: a whole number without a fraction. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
