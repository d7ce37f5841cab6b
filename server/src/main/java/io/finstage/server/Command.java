package io.finstage.server;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the program is asked to do. */
sealed interface Command {

  /** Its names on the command line. */
  List<String> NAMES = List.of("import-bars", "export-bars");

  /** Names another file of settings: not a key, and yet for the configuration. */
  String CONFIG = "--config=";

  /** Be the server. */
  record Serve() implements Command {}

  /** Read bars from a file. */
  record ImportBars(Path file, Interval interval, Set<Symbol> only) implements Command {}

  /**
   * Write bars into a file.
   *
   * @param from bars that open then or later, milliseconds since 1970 UTC
   * @param to bars that open before
   */
  record ExportBars(Path file, Interval interval, Set<Symbol> only, long from, long to)
      implements Command {}

  /**
   * A command line, taken apart.
   *
   * @param settings arguments that are for the configuration
   * @param problems one line per mistake; the command is not to be done then
   */
  record Line(Command command, List<String> settings, List<String> problems) {}

  /** Takes a command line apart: a name of a key has a dot, an option of a command has none. */
  static Line parse(List<String> arguments, Path current) {
    if (arguments.isEmpty() || !NAMES.contains(arguments.getFirst())) {
      return new Line(new Serve(), arguments, List.of());
    }
    List<String> settings = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<String> files = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments.subList(1, arguments.size())) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--")) {
        files.add(argument);
      } else if (equals < 0) {
        problems.add("'" + argument + "': an option has the form --name=value");
      } else if (argument.substring(0, equals).contains(".") || argument.startsWith(CONFIG)) {
        settings.add(argument);
      } else {
        options.put(argument.substring(2, equals), argument.substring(equals + 1));
      }
    }
    if (files.size() != 1) {
      problems.add(arguments.getFirst() + " needs one file, not " + files.size());
    }
    Path file = current.resolve(files.isEmpty() ? "" : files.getFirst());
    Command command =
        arguments.getFirst().equals("import-bars")
            ? new ImportBars(file, interval(options, problems), symbols(options, problems))
            : new ExportBars(
                file,
                interval(options, problems),
                symbols(options, problems),
                time(options, "from", Long.MIN_VALUE, problems),
                time(options, "to", Long.MAX_VALUE, problems));
    options
        .keySet()
        .forEach(name ->
            problems.add("--" + name + ": " + arguments.getFirst() + " has no such option"));
    return new Line(command, settings, problems);
  }

  private static Interval interval(Map<String, String> options, List<String> problems) {
    Optional<String> text = Optional.ofNullable(options.remove("interval"));
    Optional<Interval> interval = text.flatMap(Interval::parse);
    if (interval.isEmpty()) {
      problems.add(
          "--interval must be one of "
              + Arrays.stream(Interval.values())
                  .map(Interval::toString)
                  .collect(Collectors.joining(", ")));
    }
    return interval.orElse(Interval.D1);
  }

  private static Set<Symbol> symbols(Map<String, String> options, List<String> problems) {
    Set<Symbol> symbols = new HashSet<>();
    Optional.ofNullable(options.remove("symbol"))
        .ifPresent(text -> {
          for (String name : text.split(",", -1)) {
            if (Symbol.isValid(name.strip())) {
              symbols.add(new Symbol(name.strip()));
            } else {
              problems.add("--symbol must be symbols with commas between them");
            }
          }
        });
    return symbols;
  }

  private static long time(
      Map<String, String> options, String name, long standard, List<String> problems) {
    String text = options.remove(name);
    if (text == null) {
      return standard;
    }
    try {
      Instant at =
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      return at.toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      problems.add("--" + name + " must be as 2013-10-07 or 2013-10-07T13:30:00Z");
      return standard;
    }
  }
}
