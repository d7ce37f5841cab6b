package io.finstage.server.api.ws;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What becomes of a request to speak WebSocket: RFC 6455, section 4.2. */
sealed interface Handshake {

  HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
  HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");
  HeaderName PROTOCOL = HeaderNames.create("Sec-WebSocket-Protocol");

  /** Stands in {@code websocket.origins} for every page. */
  String ANY_ORIGIN = "*";

  /**
   * It is granted.
   *
   * @param accept proof that the key was read
   * @param echo sub-protocol to name in the answer; empty where the client offered none
   */
  record Accepted(String accept, SubProtocol protocol, Optional<SubProtocol> echo)
      implements Handshake {}

  /**
   * It is refused.
   *
   * @param status HTTP status with its phrase
   * @param text one line for people
   */
  record Refused(String status, String text) implements Handshake {}

  /**
   * Decides; a pure function.
   *
   * <p>A client that offers only sub-protocols that are not known here is refused: it would fail
   * the connection itself when none of them is chosen. An Origin is a browser's: it must be this
   * server's own page, or listed.
   */
  static Handshake decide(String method, Headers headers, Set<String> origins) {
    if (!method.equals("GET")) {
      return new Refused("405 Method Not Allowed", "a WebSocket starts with GET");
    }
    if (!tokens(headers, HeaderNames.CONNECTION).stream().anyMatch("upgrade"::equalsIgnoreCase)) {
      return new Refused("400 Bad Request", "Connection: Upgrade is missing");
    }
    if (!headers.all(VERSION, List::of).equals(List.of("13"))) {
      return new Refused("426 Upgrade Required", "Sec-WebSocket-Version must be 13");
    }
    List<String> keys = headers.all(KEY, List::of);
    if (keys.size() != 1 || !isKey(keys.getFirst())) {
      return new Refused("400 Bad Request", "Sec-WebSocket-Key must be 16 bytes in base64");
    }
    List<String> origin = headers.all(HeaderNames.ORIGIN, List::of);
    List<String> hosts = headers.all(HeaderNames.HOST, List::of);
    if (!origin.isEmpty() && !isWelcome(origin, hosts, origins)) {
      return new Refused("403 Forbidden", "this Origin is not allowed: see websocket.origins");
    }
    List<String> offered = tokens(headers, PROTOCOL);
    Optional<SubProtocol> chosen = SubProtocol.firstOf(offered);
    if (!offered.isEmpty() && chosen.isEmpty()) {
      return new Refused(
          "400 Bad Request",
          "Sec-WebSocket-Protocol must offer "
              + String.join(
                  " or ", Arrays.stream(SubProtocol.values()).map(SubProtocol::token).toList()));
    }
    return new Accepted(accept(keys.getFirst()), chosen.orElse(SubProtocol.JSON), chosen);
  }

  private static List<String> tokens(Headers headers, HeaderName name) {
    return headers.all(name, List::of).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .toList();
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static boolean isWelcome(List<String> origin, List<String> hosts, Set<String> origins) {
    if (origin.size() != 1) {
      return false;
    }
    if (origins.contains(ANY_ORIGIN) || origins.contains(origin.getFirst())) {
      return true;
    }
    try {
      URI page = new URI(origin.getFirst());
      String scheme = page.getScheme();
      String authority = page.getRawAuthority();
      return scheme != null
          && authority != null
          && hosts.size() == 1
          && withPort(authority, scheme).equals(withPort(hosts.getFirst(), scheme));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Host and port in one spelling; a Host without a port has that of the page's scheme. */
  private static String withPort(String authority, String scheme) {
    String host = authority.toLowerCase(Locale.ROOT);
    boolean named = host.lastIndexOf(':') > host.lastIndexOf(']');
    return named ? host : host + (scheme.equalsIgnoreCase("https") ? ":443" : ":80");
  }

  private static String accept(String key) {
    try {
      byte[] proof =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(proof);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
