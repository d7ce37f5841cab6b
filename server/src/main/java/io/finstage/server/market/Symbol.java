package io.finstage.server.market;

import java.util.regex.Pattern;

/**
 * Name of what is traded, as its source spells it: {@code SPY}, {@code BTC-USD}, {@code EUR/USD}.
 *
 * @param value 1 to {@value #LENGTH_MAX} characters: a letter or digit, then letters, digits and
 *     {@code . _ : / = ^ @ + -}
 */
public record Symbol(String value) implements Comparable<Symbol> {

  /** Longest name, in characters. */
  public static final int LENGTH_MAX = 32;

  private static final Pattern SYNTAX =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/=^@+-]{0," + (LENGTH_MAX - 1) + "}");

  public Symbol {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a symbol: '" + printable(value) + "'");
    }
  }

  /** Whether {@code value} has the form of a symbol. */
  public static boolean isValid(String value) {
    return value.length() <= LENGTH_MAX && SYNTAX.matcher(value).matches();
  }

  @Override
  public int compareTo(Symbol other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String printable(String value) {
    String head = value.length() > LENGTH_MAX ? value.substring(0, LENGTH_MAX) + "..." : value;
    return head.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
