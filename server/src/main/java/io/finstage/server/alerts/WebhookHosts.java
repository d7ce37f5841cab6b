package io.finstage.server.alerts;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may be told over HTTP. None unless the configuration names them: whoever may write rules
 * could otherwise have this server speak to what only it can reach. Immutable.
 */
final class WebhookHosts {

  private static final int URL_MAX = 2048;

  private final Set<String> allowed;

  /**
   * @param allowed {@code host}, whatever the port, or {@code host:port}
   */
  WebhookHosts(List<String> allowed) {
    this.allowed =
        allowed.stream().map(it -> it.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** What is wrong with a receiver, to go on after the field's name; empty when nothing is. */
  Optional<String> complaint(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      return Optional.of("must be a URL");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (url.length() > URL_MAX
        || uri.getHost() == null
        || !(scheme.equals("http") || scheme.equals("https"))) {
      return Optional.of("must be an http or https URL of up to " + URL_MAX + " characters");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return Optional.of("must have no user and no fragment");
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    String both = host + ":" + port(uri);
    return allowed.contains(host) || allowed.contains(both)
        ? Optional.empty()
        : Optional.of(
            "must have a host of alerts.webhook-hosts, which names neither "
                + host
                + " nor "
                + both);
  }

  /** Where it has none, that of its scheme. */
  static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
