package io.finstage.server.analysis;

import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Input;
import io.finstage.server.indicators.Output;
import io.finstage.server.indicators.Recipe;
import io.finstage.server.indicators.Resolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the short text of signals.
 *
 * <pre>
 *   signal  = kind "(" operand { "," operand } ")"
 *   operand = number | column | indicator [ "." output ]
 *   column  = "open" | "high" | "low" | "close" | "volume"
 *   indicator = id [ "(" values ")" ]
 * </pre>
 *
 * <p>An operand holds no signal, so a text is at most two parentheses deep; its length is bounded.
 * An indicator without an output means its first, or the one that the kind of signal is about.
 */
public final class SignalParser {

  /** Longest short text, in characters. */
  public static final int TEXT_MAX = 256;

  private static final int DEPTH_MAX = 2;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]{1,18}(\\.[0-9]{0,18})?|\\.[0-9]{1,18})([eE][+-]?[0-9]{1,3})?");

  /** Ends the reading of a text that makes no sense; never leaves this class. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String description) {
      super(description, null, false, false);
    }

    String description() {
      return String.valueOf(getMessage());
    }
  }

  private final SignalKind kind;
  private final List<String> arguments;
  private final List<Recipe> recipes = new ArrayList<>();
  private final List<Operand> operands = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  private SignalParser(SignalKind kind, List<String> arguments) {
    this.kind = kind;
    this.arguments = arguments;
  }

  /** Whether {@code text} begins as a signal does, and so is none of an indicator. */
  public static boolean isSignal(String text) {
    int open = text.indexOf('(');
    return open > 0 && SignalKind.find(text.substring(0, open).strip()).isPresent();
  }

  /** The rule that {@code text} stands for, or what is wrong with it. */
  public static SignalResolution parse(String text) {
    try {
      return new SignalResolution.Ready(read(text));
    } catch (Unreadable e) {
      return new SignalResolution.Problem(e.description());
    }
  }

  private static SignalRule read(String text) throws Unreadable {
    if (text.length() > TEXT_MAX) {
      throw new Unreadable("must be at most " + TEXT_MAX + " characters, not " + text.length());
    }
    String stripped = text.strip();
    int open = stripped.indexOf('(');
    if (open < 0 || !stripped.endsWith(")")) {
      throw new Unreadable("must have the form kind(...), as in crosses_above(ema(9),ema(21))");
    }
    Optional<SignalKind> kind = SignalKind.find(stripped.substring(0, open).strip());
    if (kind.isEmpty()) {
      throw new Unreadable("must begin with a kind of signal: " + kinds());
    }
    String inside = stripped.substring(open + 1, stripped.length() - 1);
    return new SignalParser(kind.get(), split(inside)).rule();
  }

  private SignalRule rule() throws Unreadable {
    switch (kind) {
      case CROSSES_ABOVE, CROSSES_BELOW -> {
        arguments("two operands, as in (ema(9),ema(21))", 2);
        operand(0, "");
        operand(1, "");
        if (operands.stream().allMatch(Operand.Constant.class::isInstance)) {
          throw new Unreadable("must not compare two numbers");
        }
      }
      case ENTERS, LEAVES -> zone();
      case GOLDEN_CROSS, DEATH_CROSS -> averages();
      case BREAKOUT -> channel(Input.CLOSE, "upper");
      case BREAKDOWN -> channel(Input.CLOSE, "lower");
      case SQUEEZE_ON, SQUEEZE_OFF -> squeeze();
      case TREND_FLIP -> {
        arguments("one indicator with a direction, as in (supertrend(10,3))", 1);
        flip();
      }
      case TOUCHES_UPPER -> band(Input.HIGH, "upper");
      case TOUCHES_LOWER -> band(Input.LOW, "lower");
    }
    String text = kind.id() + texts.stream().collect(Collectors.joining(",", "(", ")"));
    return new SignalRule(kind, text, recipes, operands);
  }

  private void zone() throws Unreadable {
    arguments("an operand and two numbers, as in (rsi(14),70,100)", 3);
    operand(0, "");
    double low = number(1);
    double high = number(2);
    if (operands.getFirst() instanceof Operand.Constant) {
      throw new Unreadable("must not compare numbers only");
    }
    if (low > high) {
      throw new Unreadable("must give the lower border of the zone first");
    }
    constant(low);
    constant(high);
  }

  private void averages() throws Unreadable {
    arguments("two periods, as in (50,200)", 2);
    double fast = number(0);
    double slow = number(1);
    if (fast >= slow) {
      throw new Unreadable("must give the shorter period first");
    }
    for (double period : new double[] {fast, slow}) {
      operands.add(line(recipe("sma(" + text(period) + ")"), "sma", false));
      texts.add(text(period));
    }
  }

  private void channel(Input price, String output) throws Unreadable {
    arguments("a number of bars, as in (20)", 1);
    double period = number(0);
    operands.add(new Operand.Column(price));
    operands.add(line(recipe("donchian(" + text(period) + ")"), output, true));
    texts.add(text(period));
  }

  private void squeeze() throws Unreadable {
    arguments("a period and the widths of bands and channel, as in (20,2,1.5)", 3);
    String period = text(number(0));
    String bands = text(number(1));
    String channel = text(number(2));
    Recipe bbands = recipe("bbands(" + period + "," + bands + ")");
    Recipe keltner = recipe("keltner(" + period + "," + period + "," + channel + ")");
    for (Recipe recipe : List.of(bbands, keltner)) {
      operands.add(line(recipe, "upper", false));
      operands.add(line(recipe, "lower", false));
    }
    texts.addAll(List.of(period, bands, channel));
  }

  private void flip() throws Unreadable {
    operand(0, "direction");
    if (operands.getFirst() instanceof Operand.Line(int part, int output, boolean before)
        && recipes.get(part).descriptor().outputs().get(output).unit() == Output.Unit.DIRECTION) {
      return;
    }
    throw new Unreadable("must name an indicator with a direction, as in supertrend(10,3)");
  }

  private void band(Input price, String output) throws Unreadable {
    arguments("one indicator with bands, as in (bbands(20,2))", 1);
    operands.add(new Operand.Column(price));
    operand(0, output);
    if (!(operands.getLast() instanceof Operand.Line)) {
      throw new Unreadable("must name an indicator with bands, as in bbands(20,2)");
    }
  }

  /**
   * @param preferred output that is meant when none is named; empty: the first
   */
  private void operand(int index, String preferred) throws Unreadable {
    String argument = arguments.get(index);
    if (NUMBER.matcher(argument).matches()) {
      constant(number(index));
      return;
    }
    Optional<Input> column =
        Arrays.stream(Input.values())
            .filter(input -> input.name().equalsIgnoreCase(argument))
            .findFirst();
    if (column.isPresent()) {
      operands.add(new Operand.Column(column.get()));
      texts.add(column.get().name().toLowerCase(Locale.ROOT));
      return;
    }
    int close = argument.lastIndexOf(')');
    int dot = argument.indexOf('.', close + 1);
    Recipe recipe = recipe(dot < 0 ? argument : argument.substring(0, dot));
    String named = dot < 0 ? "" : argument.substring(dot + 1).strip();
    if (dot >= 0 && named.isEmpty()) {
      throw new Unreadable("must name an output after the dot of '" + argument + "'");
    }
    String wanted = named.isEmpty() ? preferred : named;
    Operand.Line line = line(recipe, wanted, false);
    String output = recipe.descriptor().outputs().get(line.output()).name();
    operands.add(line);
    texts.add(named.isEmpty() ? recipe.text() : recipe.text() + "." + output);
  }

  private Operand.Line line(Recipe recipe, String output, boolean before) throws Unreadable {
    List<String> names = recipe.descriptor().outputs().stream().map(Output::name).toList();
    int index = output.isEmpty() ? 0 : names.indexOf(output.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new Unreadable(
          "must name an output of %s: %s, not '%s'"
              .formatted(recipe.descriptor().id(), String.join(", ", names), output));
    }
    int part = recipes.indexOf(recipe);
    if (part < 0) {
      part = recipes.size();
      recipes.add(recipe);
    }
    return new Operand.Line(part, index, before);
  }

  private static Recipe recipe(String text) throws Unreadable {
    return switch (Indicators.resolve(text)) {
      case Resolution.Ready(Recipe recipe) -> recipe;
      case Resolution.Problem(String field, String description) ->
          throw new Unreadable("has '" + text + "', whose " + field + " " + description);
    };
  }

  private void constant(double value) {
    operands.add(new Operand.Constant(value));
    texts.add(text(value));
  }

  private double number(int index) throws Unreadable {
    String argument = arguments.get(index);
    if (!NUMBER.matcher(argument).matches()) {
      throw new Unreadable("must have a number where it has '" + argument + "'");
    }
    double value = Double.parseDouble(argument);
    if (!Double.isFinite(value)) {
      throw new Unreadable(
          "must have a number that a double holds where it has '" + argument + "'");
    }
    return value;
  }

  private void arguments(String what, int count) throws Unreadable {
    if (arguments.size() != count) {
      throw new Unreadable("must give " + kind.id() + " " + what);
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** The arguments: what stands between the commas that are not within parentheses. */
  private static List<String> split(String inside) throws Unreadable {
    List<String> parts = new ArrayList<>();
    int depth = 1;
    int begin = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && depth == 1) {
        parts.add(inside.substring(begin, i).strip());
        begin = i + 1;
      }
      if (depth < 1 || depth > DEPTH_MAX) {
        throw new Unreadable("must close every parenthesis, and nest none deeper than two");
      }
    }
    if (depth != 1) {
      throw new Unreadable("must close every parenthesis, and nest none deeper than two");
    }
    parts.add(inside.substring(begin).strip());
    return parts;
  }

  private static String kinds() {
    return Arrays.stream(SignalKind.values()).map(SignalKind::id).collect(Collectors.joining(", "));
  }
}
