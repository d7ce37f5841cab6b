package io.finstage.server.api;

import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Channel;

/** Aspects in the words of the contract; empty where one has none. Every function is pure. */
final class Aspects {

  private Aspects() {}

  /** As in {@code "prices"}. */
  static String channel(Channel channel) {
    return switch (channel) {
      case PRICES -> StreamEvents.PRICES;
      case BARS -> "bars";
      case INDICATORS -> "indicators";
    };
  }

  /** As in {@code "1m"}. */
  static String interval(Aspect aspect) {
    return switch (aspect) {
      case Aspect.Prices prices -> "";
      case Aspect.Bars bars -> bars.interval().toString();
      case Aspect.Indicator indicator -> indicator.interval().toString();
    };
  }

  /** As in {@code "rsi(14)"}. */
  static String indicator(Aspect aspect) {
    return switch (aspect) {
      case Aspect.Prices prices -> "";
      case Aspect.Bars bars -> "";
      case Aspect.Indicator indicator -> indicator.text();
    };
  }

  static boolean closedOnly(Aspect aspect) {
    return switch (aspect) {
      case Aspect.Prices prices -> false;
      case Aspect.Bars bars -> bars.closedOnly();
      case Aspect.Indicator indicator -> indicator.closedOnly();
    };
  }
}
