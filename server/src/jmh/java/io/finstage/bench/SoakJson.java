package io.finstage.bench;

import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.Subscribe;
import java.util.stream.Collectors;

/** As much of the JSON of the contract as a subscriber to prices needs. */
final class SoakJson {

  private SoakJson() {}

  static String subscribe(Subscribe wanted) {
    String symbols =
        wanted.getSymbolsList().stream()
            .map(symbol -> '"' + symbol + '"')
            .collect(Collectors.joining(","));
    return "{\"type\":\"subscribe\",\"request_id\":\""
        + wanted.getRequestId()
        + "\",\"channel\":\""
        + wanted.getChannel()
        + "\",\"symbols\":["
        + symbols
        + "]"
        + (wanted.hasResume() ? ",\"resume\":" + resume(wanted.getResume()) : "")
        + "}";
  }

  private static String resume(Resume resume) {
    return resume.getSequencesMap().entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
        .collect(
            Collectors.joining(
                ",", "{\"epoch\":\"" + resume.getEpoch() + "\",\"sequences\":{", "}}"));
  }

  /** The text after {@code key}, up to the next quotation mark. */
  static String text(String json, String key) {
    int from = after(json, key);
    return json.substring(from, json.indexOf('"', from));
  }

  /** The whole number after {@code key}. */
  static long number(String json, String key) {
    int from = after(json, key);
    int to = from;
    while (Character.isDigit(json.charAt(to))) {
      to++;
    }
    return Long.parseLong(json, from, to, 10);
  }

  private static int after(String json, String key) {
    int at = json.indexOf(key);
    if (at < 0) {
      throw new IllegalStateException("no " + key + " in " + json);
    }
    return at + key.length();
  }
}
