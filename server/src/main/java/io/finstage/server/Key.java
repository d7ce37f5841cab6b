package io.finstage.server;

import java.util.Locale;

/**
 * One setting.
 *
 * @param name kebab-case, dots between the levels, as in {@code feed.replay.speed}
 * @param standard the text that holds when nobody sets it
 * @param kind what texts it takes, and what they mean
 * @param help one line for people
 */
record Key<T>(String name, String standard, Kind<T> kind, String help) {

  Key {
    if (!name.matches("[a-z]+(-[a-z]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+")) {
      throw new IllegalArgumentException("not a name of a key: '" + name + "'");
    }
    kind.read(standard);
  }

  /** Name of the environment variable that sets it. */
  String variable() {
    return Layer.VARIABLE_PREFIX
        + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
