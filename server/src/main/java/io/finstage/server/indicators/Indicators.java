package io.finstage.server.indicators;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalog: every indicator there is, by its name. Thread-safe. */
public final class Indicators {

  /** Longest short text, in characters. */
  static final int TEXT_MAX = 256;

  private static final List<Descriptor> ALL =
      Stream.of(MovingAverages.ALL, Oscillators.ALL, VolumeIndicators.ALL)
          .flatMap(List::stream)
          .sorted(Comparator.comparing(Descriptor::id))
          .toList();

  private static final Map<String, Descriptor> BY_NAME = byName();

  private Indicators() {}

  /** All of them, ordered by id. */
  public static List<Descriptor> all() {
    return ALL;
  }

  /** By id or alias; case does not matter. */
  public static Optional<Descriptor> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Looks an indicator up and checks its parameters.
   *
   * @param given values by parameter name; what is missing has its default
   */
  public static Resolution resolve(String name, Map<String, Double> given, Profile profile) {
    Descriptor descriptor = find(name).orElse(null);
    if (descriptor == null) {
      return new Resolution.Problem("id", "is no indicator; ListIndicators has them all");
    }
    if (!descriptor.profiles().contains(profile) && profile == Profile.TALIB_0_4) {
      return new Resolution.Problem("profile", "TA-Lib 0.4 has no " + descriptor.id());
    }
    Map<String, Double> values = new HashMap<>();
    for (Parameter parameter : descriptor.parameters()) {
      values.put(parameter.name(), parameter.standard());
    }
    for (Map.Entry<String, Double> entry : given.entrySet()) {
      Parameter parameter = parameter(descriptor, entry.getKey());
      String field = "params." + entry.getKey();
      if (parameter == null) {
        return new Resolution.Problem(field, "is no parameter of " + descriptor.id());
      }
      if (!parameter.allows(entry.getValue())) {
        return new Resolution.Problem(field, parameter.rule());
      }
      values.put(parameter.name(), entry.getValue());
    }
    // Where a profile has no definition of its own, it is the accurate one.
    Profile effective = descriptor.profiles().contains(profile) ? profile : Profile.ACCURATE;
    return new Resolution.Ready(new Recipe(descriptor, new Params(values), effective));
  }

  /**
   * From short text: {@code rsi}, {@code rsi(14)}, {@code bbands(20,k=2)}, {@code
   * ema(9,profile=PINE)}.
   */
  public static Resolution resolve(String text) {
    String spec = text.strip();
    if (spec.length() > TEXT_MAX) {
      return new Resolution.Problem("text", "must be at most " + TEXT_MAX + " characters");
    }
    int open = spec.indexOf('(');
    if (open < 0) {
      return resolve(spec, Map.of(), Profile.ACCURATE);
    }
    if (!spec.endsWith(")")) {
      return new Resolution.Problem("text", "must end with ')'");
    }
    Descriptor descriptor = find(spec.substring(0, open).strip()).orElse(null);
    if (descriptor == null) {
      return new Resolution.Problem("id", "is no indicator; ListIndicators has them all");
    }
    Map<String, Double> given = new LinkedHashMap<>();
    Profile profile = Profile.ACCURATE;
    String inside = spec.substring(open + 1, spec.length() - 1).strip();
    List<String> parts = inside.isEmpty() ? List.of() : List.of(inside.split(",", -1));
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i).strip();
      int equals = part.indexOf('=');
      String name = equals < 0 ? positional(descriptor, i) : part.substring(0, equals).strip();
      String value = part.substring(equals + 1).strip();
      if (name == null) {
        return new Resolution.Problem(
            "text", "has more values than " + descriptor.id() + " has parameters");
      }
      if (name.equals("profile")) {
        Optional<Profile> named = profile(value);
        if (named.isEmpty()) {
          return new Resolution.Problem("profile", "must be ACCURATE, TALIB_0_4 or PINE");
        }
        profile = named.get();
        continue;
      }
      Double number = number(value);
      if (number == null) {
        return new Resolution.Problem("params." + name, "must be a number");
      }
      if (given.put(name, number) != null) {
        return new Resolution.Problem("params." + name, "is given twice");
      }
    }
    return resolve(descriptor.id(), given, profile);
  }

  private static Optional<Profile> profile(String name) {
    return Stream.of(Profile.values())
        .filter(profile -> profile.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private static @Nullable String positional(Descriptor descriptor, int index) {
    return index < descriptor.parameters().size()
        ? descriptor.parameters().get(index).name()
        : null;
  }

  private static @Nullable Parameter parameter(Descriptor descriptor, String name) {
    return descriptor.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Map<String, Descriptor> byName() {
    Map<String, Descriptor> names = new HashMap<>();
    for (Descriptor descriptor : ALL) {
      Stream.concat(Stream.of(descriptor.id()), descriptor.aliases().stream())
          .forEach(name -> {
            if (names.put(name, descriptor) != null) {
              throw new IllegalStateException("two indicators are called " + name);
            }
          });
    }
    return Map.copyOf(names);
  }
}
