package io.finstage.server.analysis;

import io.finstage.server.analysis.AnalysisRequest.Columns;
import io.finstage.server.analysis.AnalysisRequest.Window;
import io.finstage.server.analysis.Fault.Field;
import io.finstage.server.analysis.Plan.Planning;
import io.finstage.server.analysis.Plan.Subject;
import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Profile;
import io.finstage.server.indicators.Recipe;
import io.finstage.server.indicators.Resolution;
import io.finstage.server.market.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a request as a whole: what is wrong for all symbols alike refuses it. What is wrong with
 * one symbol's bars is found when it is their turn.
 */
final class Planner {

  private final AnalysisConfig config;

  Planner(AnalysisConfig config) {
    this.config = config;
  }

  Planning plan(AnalysisRequest request) {
    Optional<Fault> fault =
        subjects(request).or(() -> range(request)).or(() -> window(request.window()));
    if (fault.isPresent()) {
      return new Planning.Refused(fault.get());
    }
    List<Field> wrong = new ArrayList<>();
    List<Recipe> recipes = recipes(request.indicators(), wrong);
    boolean indicatorsFine = wrong.isEmpty();
    List<SignalRule> rules = rules(request.signals(), wrong);
    if (!wrong.isEmpty()) {
      return new Planning.Refused(
          Fault.invalid(indicatorsFine ? "INVALID_SIGNAL" : "INVALID_INDICATOR", wrong));
    }
    Interval interval = Interval.parse(request.interval()).orElse(Interval.D1);
    return new Planning.Ready(
        new Plan(
            listed(request),
            interval,
            request.start(),
            request.end(),
            recipes,
            rules,
            request.window()));
  }

  /** Too few, too many, or the same twice. */
  private Optional<Fault> subjects(AnalysisRequest request) {
    int symbols = request.symbols().size() + request.bars().size();
    int indicators = request.indicators().size() + request.signals().size();
    if (symbols == 0) {
      return invalid("NO_SYMBOLS", "symbols", "must name at least one, or bars must hold one");
    }
    if (indicators == 0) {
      return invalid(
          "NO_INDICATORS", "indicators", "must name at least one, or signals must name one");
    }
    if (symbols > config.symbolsMax()) {
      return Optional.of(
          Fault.overLimit(
              "SYMBOLS_MAX",
              "analysis.symbols-max",
              config.symbolsMax(),
              "symbols",
              symbols,
              request.symbols().isEmpty() ? "bars" : "symbols"));
    }
    if (indicators > config.indicatorsMax()) {
      return Optional.of(
          Fault.overLimit(
              "INDICATORS_MAX",
              "analysis.indicators-max",
              config.indicatorsMax(),
              "indicators and signals",
              indicators,
              request.indicators().isEmpty() ? "signals" : "indicators"));
    }
    return twice(request).or(() -> bars(request.bars(), indicators));
  }

  private static Optional<Fault> twice(AnalysisRequest request) {
    Set<String> seen = new HashSet<>();
    for (Subject subject : listed(request)) {
      if (!seen.add(subject.symbol())) {
        String field = subject instanceof Subject.Sent ? ".symbol" : "";
        return invalid("DUPLICATE_SYMBOL", subject.field() + field, "must not be named twice");
      }
    }
    return Optional.empty();
  }

  private Optional<Fault> bars(List<Columns> all, int indicators) {
    long values = 0;
    for (int i = 0; i < all.size(); i++) {
      int bars = all.get(i).openAtMillis().length;
      if (bars > config.barsMax()) {
        return Optional.of(
            Fault.overLimit(
                "BARS_MAX",
                "analysis.bars-max",
                config.barsMax(),
                "bars per symbol",
                bars,
                "bars[" + i + "].open_time_ms"));
      }
      values += (long) bars * indicators;
    }
    return values > config.valuesMax()
        ? Optional.of(tooManyValues(config.valuesMax(), values, "bars"))
        : Optional.empty();
  }

  /** The limit on a whole analysis; it can also be reached while stored bars are read. */
  static Fault tooManyValues(long limit, long asked, String field) {
    return Fault.overLimit(
        "VALUES_MAX",
        "analysis.values-max",
        limit,
        "bars times indicators and signals, over all symbols",
        asked,
        field);
  }

  private static Optional<Fault> range(AnalysisRequest request) {
    if (!request.symbols().isEmpty() && Interval.parse(request.interval()).isEmpty()) {
      return invalid(
          "INVALID_INTERVAL",
          "interval",
          "must be one of "
              + String.join(", ", Arrays.stream(Interval.values()).map(Interval::toString).toList())
              + " where symbols are named");
    }
    boolean empty =
        request.start().isPresent()
            && request.end().isPresent()
            && !request.start().get().isBefore(request.end().get());
    return empty
        ? invalid("INVALID_RANGE", "end_time", "must be later than start_time")
        : Optional.empty();
  }

  private static Optional<Fault> window(Window window) {
    return window instanceof Window.Tail(int count) && count < 1
        ? invalid("INVALID_OUTPUT", "output.tail", "must be 1 or more with TAIL, not " + count)
        : Optional.empty();
  }

  private static List<Recipe> recipes(List<AnalysisRequest.Spec> specs, List<Field> wrong) {
    List<Recipe> recipes = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      switch (resolve(specs.get(i))) {
        case Resolution.Ready(Recipe recipe) -> recipes.add(recipe);
        case Resolution.Problem(String field, String description) ->
            wrong.add(
                new Field(
                    "indicators[" + i + "]." + (field.equals("text") ? "id" : field), description));
      }
    }
    return recipes;
  }

  private static Resolution resolve(AnalysisRequest.Spec spec) {
    if (spec.id().indexOf('(') >= 0) {
      return spec.params().isEmpty() && spec.profile().isEmpty()
          ? Indicators.resolve(spec.id())
          : new Resolution.Problem("id", "must not have parentheses beside params or profile");
    }
    if (spec.profile().isEmpty()) {
      return Indicators.resolve(spec.id().strip(), spec.params(), Profile.ACCURATE);
    }
    return Arrays.stream(Profile.values())
        .filter(profile -> profile.name().equals(spec.profile()))
        .findFirst()
        .map(profile -> Indicators.resolve(spec.id().strip(), spec.params(), profile))
        .orElseGet(() -> new Resolution.Problem("profile", "must be ACCURATE, TALIB_0_4 or PINE"));
  }

  private static List<SignalRule> rules(List<String> texts, List<Field> wrong) {
    List<SignalRule> rules = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      switch (SignalParser.parse(texts.get(i))) {
        case SignalResolution.Ready(SignalRule rule) -> rules.add(rule);
        case SignalResolution.Problem(String description) ->
            wrong.add(new Field("signals[" + i + "]", description));
      }
    }
    return rules;
  }

  private static List<Subject> listed(AnalysisRequest request) {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < request.symbols().size(); i++) {
      subjects.add(new Subject.Stored(request.symbols().get(i), "symbols[" + i + "]"));
    }
    for (int i = 0; i < request.bars().size(); i++) {
      subjects.add(new Subject.Sent(request.bars().get(i), "bars[" + i + "]"));
    }
    return subjects;
  }

  private static Optional<Fault> invalid(String reason, String field, String description) {
    return Optional.of(Fault.invalid(reason, field, description));
  }
}
