package io.finstage.server;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings from one place, as they were written.
 *
 * @param settings by the name of the key; the name may be one that nobody knows
 * @param problems what could not even be taken for a setting
 */
record Layer(Map<String, Setting> settings, List<String> problems) {

  /** Environment variables that begin so are settings. */
  static final String VARIABLE_PREFIX = "FINSTAGE_";

  private static final System.Logger LOG = System.getLogger(Layer.class.getName());

  /**
   * What Kubernetes sets in every container beside a service called {@code finstage}: its address,
   * and the same per port, in the way of Docker links.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "FINSTAGE_SERVICE_HOST=.*"
              + "|FINSTAGE_SERVICE_PORT(_[A-Z0-9_]+)?=[0-9]+"
              + "|FINSTAGE_PORT(_[0-9]+_(TCP|UDP|SCTP))?=(tcp|udp|sctp)://.*"
              + "|FINSTAGE_PORT_[0-9]+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)=.*",
          Pattern.DOTALL);

  /** The launch script's own variables. */
  private static final Set<String> LAUNCH_VARIABLES =
      Set.of("FINSTAGE_JAVA_OPTS", "FINSTAGE_CONFIG");

  /**
   * One setting as it was written.
   *
   * @param text what it was set to
   * @param origin where, for people
   * @param base folder that a relative path starts from
   */
  record Setting(String text, String origin, Path base) {}

  /** What holds when nobody sets anything. */
  static Layer standard(Path base) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    Keys.ALL.forEach(k -> settings.put(k.name(), new Setting(k.standard(), "default", base)));
    return new Layer(settings, List.of());
  }

  /** What the file says; one problem when it cannot be read. */
  static Layer file(Path file, Path base) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    try {
      Config config =
          Config.builder(ConfigSources.create(Files.readString(file), MediaTypes.APPLICATION_YAML))
              .disableEnvironmentVariablesSource()
              .disableSystemPropertiesSource()
              .disableKeyResolving()
              .disableValueResolving()
              .disableFilterServices()
              .build();
      flatten(config, file.toString(), base, settings);
      return new Layer(settings, List.of());
    } catch (IOException e) {
      return new Layer(Map.of(), List.of("cannot read the file " + file));
    } catch (ConfigException | ClassCastException e) {
      return new Layer(Map.of(), List.of(file + " is not YAML: " + oneLine(e)));
    }
  }

  /**
   * {@code FINSTAGE_SERVER_PORT=8081} sets {@code server.port}. Service links of Kubernetes are
   * passed over, with a line in the log.
   */
  static Layer environment(Map<String, String> environment, Path base) {
    Map<String, String> names =
        Keys.ALL.stream().collect(Collectors.toMap(Key::variable, Key::name));
    Map<String, Setting> settings = new TreeMap<>();
    Set<String> ignored = new TreeSet<>();
    environment.forEach((variable, text) -> {
      if (!variable.startsWith(VARIABLE_PREFIX) || LAUNCH_VARIABLES.contains(variable)) {
        return;
      }
      if (SERVICE_LINK.matcher(variable + "=" + text).matches()) {
        ignored.add(variable);
      } else {
        String name = names.getOrDefault(variable, variable);
        settings.put(name, new Setting(text, "environment variable " + variable, base));
      }
    });
    if (!ignored.isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO,
          "not settings, but the address of a service called finstage: {0}",
          String.join(", ", ignored));
    }
    return new Layer(settings, List.of());
  }

  /** {@code --server.port=8081}. */
  static Layer arguments(List<String> arguments, Path base) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        problems.add("'" + argument + "': an argument has the form --key=value");
      } else {
        settings.put(
            argument.substring(2, equals),
            new Setting(argument.substring(equals + 1), "argument", base));
      }
    }
    return new Layer(settings, problems);
  }

  private static void flatten(Config node, String file, Path base, Map<String, Setting> settings) {
    switch (node.type()) {
      case OBJECT -> node.asNodeList().get().forEach(c -> flatten(c, file, base, settings));
      case LIST ->
          settings.put(
              node.key().toString(),
              new Setting(String.join(",", node.asList(String.class).get()), file, base));
      case VALUE ->
          settings.put(node.key().toString(), new Setting(node.asString().get(), file, base));
      case MISSING -> {}
    }
  }

  private static String oneLine(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
  }
}
