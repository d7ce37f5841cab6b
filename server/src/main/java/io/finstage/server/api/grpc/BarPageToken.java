package io.finstage.server.api.grpc;

import io.finstage.proto.v1.ListBarsRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the next page of bars starts: symbol, interval and time. Opaque to clients. */
final class BarPageToken {

  private static final Pattern FORM = Pattern.compile("b1:(-?[0-9]{1,15}):(\\w+):(.*)");
  private static final int LENGTH_MAX = 128;

  private BarPageToken() {}

  /** The page after this one begins with the bar that opens at {@code openMillis}. */
  static String from(ListBarsRequest request, long openMillis) {
    String text = "b1:" + openMillis + ":" + request.getInterval() + ":" + request.getSymbol();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Where the page starts, in milliseconds since 1970 UTC; empty when the request has no token, or
   * one that no answer to a request for the same bars had.
   */
  static Optional<Long> parse(ListBarsRequest request) {
    String token = request.getPageToken();
    if (token.isEmpty() || token.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      Matcher match = FORM.matcher(text);
      return match.matches()
              && match.group(2).equals(request.getInterval())
              && match.group(3).equals(request.getSymbol())
          ? Optional.of(Long.parseLong(match.group(1)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
