package io.finstage.server.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line of a script.
 *
 * @param action what is done
 * @param wires where it is done
 * @param text as the script has it, for messages
 */
record Step(Action action, Set<Wire> wires, String text) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a step does; proto/contract/README.md explains each. */
  sealed interface Action {
    record Tick(JsonObject fields, Optional<String> rejected) implements Action {}

    record Ticks(String symbol, int from, int to, int calls) implements Action {}

    record Submit(JsonObject task) implements Action {}

    record CancelTask(String id) implements Action {}

    record AlertRule(JsonObject rule) implements Action {}

    record DeleteAlertRule(String name) implements Action {}

    record Send(JsonObject message) implements Action {}

    record SendRaw(String text) implements Action {}

    record Expect(List<JsonObject> events, Duration within) implements Action {}

    record ExpectEventually(JsonObject event) implements Action {}

    record ExpectNone(Duration silence) implements Action {}

    record ExpectEnd(JsonObject end) implements Action {}

    record ExpectAccounted(JsonObject account) implements Action {}

    record Repeat(int times, List<Step> steps) implements Action {}

    record StopReading() implements Action {}

    record Read() implements Action {}

    record Cut() implements Action {}

    record Reconnect() implements Action {}

    record RestartServer() implements Action {}

    record StopServer() implements Action {}
  }

  static List<Step> list(JsonElement steps) {
    return steps.getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(Step::of)
        .toList();
  }

  private static Step of(JsonObject json) {
    Set<Wire> wires = Set.of(Wire.values());
    if (json.has("over")) {
      wires = wires(json.get("over"));
    } else if (json.has("not_over")) {
      Set<Wire> without = wires(json.get("not_over"));
      wires = wires.stream().filter(wire -> !without.contains(wire)).collect(Collectors.toSet());
    }
    if (wires.size() < Wire.values().length && !json.has("why")) {
      throw new IllegalArgumentException("a step that is not for all wires says why: " + json);
    }
    return new Step(action(json), wires, json.toString());
  }

  private static Action action(JsonObject json) {
    String verb =
        json.keySet().stream()
            .filter(key -> !Set.of("over", "not_over", "why", "within_ms").contains(key))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("nothing to do: " + json));
    JsonElement what = json.get(verb);
    return switch (verb) {
      case "tick" ->
          new Action.Tick(
              what.getAsJsonObject(),
              Optional.ofNullable(json.get("rejected")).map(JsonElement::getAsString));
      case "ticks" -> ticks(what.getAsJsonObject());
      case "submit" -> new Action.Submit(what.getAsJsonObject());
      case "cancel_task" -> new Action.CancelTask(what.getAsString());
      case "alert_rule" -> new Action.AlertRule(what.getAsJsonObject());
      case "delete_alert_rule" -> new Action.DeleteAlertRule(what.getAsString());
      case "send" -> new Action.Send(what.getAsJsonObject());
      case "send_raw" -> new Action.SendRaw(what.getAsString());
      case "expect" -> new Action.Expect(List.of(what.getAsJsonObject()), within(json));
      case "expect_unordered" ->
          new Action.Expect(
              what.getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject).toList(),
              within(json));
      case "expect_eventually" -> new Action.ExpectEventually(what.getAsJsonObject());
      case "expect_none_ms" -> new Action.ExpectNone(Duration.ofMillis(what.getAsLong()));
      case "expect_end" -> new Action.ExpectEnd(what.getAsJsonObject());
      case "expect_accounted" -> new Action.ExpectAccounted(what.getAsJsonObject());
      case "repeat" ->
          new Action.Repeat(
              what.getAsJsonObject().get("times").getAsInt(),
              list(what.getAsJsonObject().get("steps")));
      case "stop_reading" -> new Action.StopReading();
      case "read" -> new Action.Read();
      case "cut" -> new Action.Cut();
      case "reconnect" -> new Action.Reconnect();
      case "restart_server" -> new Action.RestartServer();
      case "stop_server" -> new Action.StopServer();
      default -> throw new IllegalArgumentException("no step is called " + verb);
    };
  }

  private static Action.Ticks ticks(JsonObject what) {
    return new Action.Ticks(
        what.get("symbol").getAsString(),
        what.get("from_price").getAsInt(),
        what.get("to_price").getAsInt(),
        what.has("calls") ? what.get("calls").getAsInt() : 1);
  }

  private static Duration within(JsonObject json) {
    return json.has("within_ms") ? Duration.ofMillis(json.get("within_ms").getAsLong()) : PATIENCE;
  }

  private static Set<Wire> wires(JsonElement names) {
    return Stream.of(names.getAsJsonArray())
        .flatMap(list -> list.asList().stream())
        .map(JsonElement::getAsString)
        .map(Wire::of)
        .collect(Collectors.toSet());
  }
}
