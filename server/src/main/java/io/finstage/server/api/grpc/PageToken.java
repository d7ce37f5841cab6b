package io.finstage.server.api.grpc;

import io.finstage.server.market.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where the next page of instruments starts: after a symbol. Opaque to clients. */
final class PageToken {

  private static final String PREFIX = "1:";
  private static final int LENGTH_MAX = 64;

  private PageToken() {}

  static String after(Symbol last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((PREFIX + last.value()).getBytes(StandardCharsets.US_ASCII));
  }

  /** The symbol that a token names; empty when no answer of this server had such a token. */
  static Optional<Symbol> parse(String token) {
    if (token.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      return text.startsWith(PREFIX) && Symbol.isValid(text.substring(PREFIX.length()))
          ? Optional.of(new Symbol(text.substring(PREFIX.length())))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
