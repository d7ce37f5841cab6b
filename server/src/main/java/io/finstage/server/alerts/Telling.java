package io.finstage.server.alerts;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.net.URI;

/**
 * Which alert was to be told, and to whom, in words for the log. What cannot be read is "?", since
 * anybody may submit a task of this kind. Immutable.
 *
 * @param rule name of its rule
 * @param alert its id
 * @param state of the alert
 * @param receiver {@code host:port}; the rest of a URL may be a secret
 */
record Telling(String rule, String alert, String state, String receiver) {

  private static final int SHOWN_MAX = 128;
  private static final String UNKNOWN = "?";

  /**
   * @param body what it is sent
   */
  static Telling of(String url, String body) {
    JsonObject alert = alert(body);
    return new Telling(
        text(alert, "rule"), text(alert, "id"), text(alert, "state"), clean(receiver(url)));
  }

  /** {@code host:port} of a URL, with the port of its scheme where it has none. */
  static String receiver(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() == null ? UNKNOWN : uri.getHost() + ":" + WebhookHosts.port(uri);
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
  }

  @Override
  public String toString() {
    return "rule " + rule + ", alert " + alert + ", " + state + ", to " + receiver;
  }

  private static JsonObject alert(String body) {
    try {
      return JsonParser.parseString(body) instanceof JsonObject told
              && told.get("alert") instanceof JsonObject alert
          ? alert
          : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static String text(JsonObject from, String field) {
    JsonElement value = from.get(field);
    return value instanceof JsonPrimitive text ? clean(text.getAsString()) : UNKNOWN;
  }

  /** Control characters would break the lines of the log. */
  private static String clean(String text) {
    String shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text;
    return shown.replaceAll("\\p{Cntrl}", " ");
  }
}
