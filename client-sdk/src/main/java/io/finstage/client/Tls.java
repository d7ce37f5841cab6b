package io.finstage.client;

import java.nio.file.Path;

/** Whether and how the connection is encrypted. Immutable. */
public sealed interface Tls {

  /** In clear text. */
  record Off() implements Tls {}

  /** Encrypted; the server's certificate is checked against the certificates of the JDK. */
  record SystemTrust() implements Tls {}

  /**
   * Encrypted; the server's certificate is checked against these.
   *
   * @param certificates a file of X.509 certificates in PEM form
   */
  record Trusting(Path certificates) implements Tls {}

  /** In clear text. */
  Tls OFF = new Off();

  /** Encrypted, trusting what the JDK trusts. */
  Tls SYSTEM_TRUST = new SystemTrust();
}
