package io.finstage.server.api;

import java.util.Objects;

/** The version of this server, as the jar's manifest names it. */
public final class ServerVersion {

  /** {@code 0.1.0}, or {@code dev} when not run from a jar. */
  public static final String TEXT =
      Objects.requireNonNullElse(
          ServerVersion.class.getPackage().getImplementationVersion(), "dev");

  private ServerVersion() {}
}
