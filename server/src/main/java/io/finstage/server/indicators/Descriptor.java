package io.finstage.server.indicators;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * All that is said about an indicator, said once: the catalog, the check of parameters, the forms
 * of a page and docs/indicators.md come from here.
 *
 * @param id lower case, as in {@code rsi}
 * @param aliases other names that are understood
 * @param parameters in the order in which {@code rsi(14)} gives them
 * @param profiles those whose values differ from each other; ACCURATE is always among them
 * @param lookback bars before the first value, given the parameters
 * @param stableFrom index of the first value on which the start has less influence than 1e-8, given
 *     the parameters; the lookback where nothing fades
 * @param formula in one line
 * @param source where the formula was published
 * @param factory makes a fresh state
 */
public record Descriptor(
    String id,
    String title,
    List<String> aliases,
    Category category,
    Set<Input> inputs,
    List<Parameter> parameters,
    List<Output> outputs,
    Stability stability,
    Set<Profile> profiles,
    ToIntFunction<Params> lookback,
    ToIntFunction<Params> stableFrom,
    String formula,
    String source,
    BiFunction<Params, Profile, Indicator> factory) {

  /** Longest period of an indicator, in bars. */
  static final int PERIOD_MAX = 10_000;

  /** What is left of the start's influence when a value counts as stable. */
  private static final double STABLE = 1e-8;

  public Descriptor {
    aliases = List.copyOf(aliases);
    inputs = Set.copyOf(inputs);
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
    profiles = Set.copyOf(profiles);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException(id + " has no output");
    }
  }

  /** Begins a descriptor. */
  static Draft of(String id, String title, Category category) {
    return new Draft(id, title, category);
  }

  /** Bars after which a weight that shrinks by {@code 1 - alpha} a bar is below 1e-8. */
  static int fading(double alpha) {
    return alpha >= 1 ? 0 : (int) Math.ceil(Math.log(STABLE) / Math.log1p(-alpha));
  }

  /** A descriptor that is being written. */
  static final class Draft {
    private final String id;
    private final String title;
    private final Category category;
    private final List<String> aliases = new ArrayList<>();
    private final Set<Input> inputs = EnumSet.noneOf(Input.class);
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final Set<Profile> profiles = EnumSet.of(Profile.ACCURATE);
    private Stability stability = Stability.FINITE;
    private ToIntFunction<Params> lookback = params -> 0;
    private ToIntFunction<Params> fading = params -> 0;
    private String formula = "";
    private String source = "";

    private Draft(String id, String title, Category category) {
      this.id = id;
      this.title = title;
      this.category = category;
    }

    Draft alias(String... names) {
      aliases.addAll(List.of(names));
      return this;
    }

    Draft reads(Input... columns) {
      inputs.addAll(List.of(columns));
      return this;
    }

    /** A number of bars, from {@code min} to {@link #PERIOD_MAX}. */
    Draft period(String name, int min, int standard) {
      parameters.add(new Parameter(name, true, min, PERIOD_MAX, standard));
      return this;
    }

    Draft real(String name, double min, double max, double standard) {
      parameters.add(new Parameter(name, false, min, max, standard));
      return this;
    }

    Draft gives(String name, Output.Unit unit, boolean onPrice) {
      outputs.add(new Output(name, unit, onPrice));
      return this;
    }

    /** Profiles whose values differ from ACCURATE. */
    Draft also(Profile... others) {
      profiles.addAll(List.of(others));
      return this;
    }

    Draft lookback(ToIntFunction<Params> bars) {
      lookback = bars;
      return this;
    }

    Draft stability(Stability kind) {
      stability = kind;
      return this;
    }

    /**
     * @param bars after the lookback, until the start has faded
     */
    Draft fades(ToIntFunction<Params> bars) {
      stability = Stability.RECURSIVE;
      fading = bars;
      return this;
    }

    Draft formula(String line, String publishedIn) {
      formula = line;
      source = publishedIn;
      return this;
    }

    Descriptor makes(BiFunction<Params, Profile, Indicator> factory) {
      ToIntFunction<Params> first = lookback;
      ToIntFunction<Params> more = fading;
      return new Descriptor(
          id,
          title,
          aliases,
          category,
          inputs,
          parameters,
          outputs,
          stability,
          profiles,
          first,
          params -> first.applyAsInt(params) + more.applyAsInt(params),
          formula,
          source,
          factory);
    }
  }
}
