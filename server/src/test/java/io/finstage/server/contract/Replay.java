package io.finstage.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.finstage.proto.v1.PublishPricesResponse;
import io.finstage.server.RunningServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Plays one script over one wire: a server of its own, a cable to it, a client at its end. */
final class Replay implements AutoCloseable {

  private static final int REMEMBERED = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Script script;
  private final Wire wire;
  private final Pattern pattern = new Pattern();
  private final Deque<Heard> recent = new ArrayDeque<>();
  private CompletableFuture<Void> stopping = CompletableFuture.completedFuture(null);
  private final Cable cable;
  private final Client client;
  private RunningServer server;
  private TickPublisher publisher;
  private TaskSubmitter tasks;
  private String place = "";
  private long tickingSinceNanos;

  Replay(Script script, Wire wire) {
    this.script = script;
    this.wire = wire;
    this.server = RunningServer.start(script.settings());
    this.publisher = new TickPublisher(server.port());
    this.tasks = new TaskSubmitter(server.port());
    this.cable = new Cable(server.port());
    this.client = wire.client(cable.port());
  }

  /** From the first step to the last. */
  void play() throws Exception {
    client.connect();
    carryOut(script.steps(), "");
  }

  @Override
  public void close() {
    client.close();
    publisher.close();
    tasks.close();
    cable.close();
    server.close();
    stopping.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private void carryOut(List<Step> steps, String prefix) throws Exception {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.wires().contains(wire)) {
        String number = prefix + (i + 1);
        place = script + " over " + wire.spelled() + ", step " + number + " " + step.text();
        carryOut(step.action(), number);
      }
    }
  }

  private void carryOut(Step.Action action, String number) throws Exception {
    switch (action) {
      case Step.Action.Tick tick -> publish(tick);
      case Step.Action.Ticks ticks -> publish(ticks);
      case Step.Action.Submit submit -> submit(submit.task());
      case Step.Action.CancelTask(String id) ->
          tasks.cancel(pattern.filled(new JsonPrimitive(id)).getAsString());
      case Step.Action.AlertRule(JsonObject rule) -> AlertRuleCalls.create(server.port(), rule);
      case Step.Action.DeleteAlertRule(String name) -> AlertRuleCalls.delete(server.port(), name);
      case Step.Action.Send send -> client.send(pattern.filled(send.message()).getAsJsonObject());
      case Step.Action.SendRaw raw -> client.sendRaw(raw.text());
      case Step.Action.Expect expect -> expect(expect);
      case Step.Action.ExpectEventually expect -> expectEventually(expect.event());
      case Step.Action.ExpectNone none ->
          next(none.silence(), false).ifPresent(heard -> failed("expected silence", heard));
      case Step.Action.ExpectEnd end -> expectEnd(end.end());
      case Step.Action.ExpectAccounted accounted -> account(accounted.account());
      case Step.Action.Repeat repeat -> {
        for (int i = 1; i <= repeat.times(); i++) {
          carryOut(repeat.steps(), number + "." + i + ".");
        }
      }
      case Step.Action.StopReading stop -> client.stopReading();
      case Step.Action.Read read -> client.readAgain();
      case Step.Action.Cut cut -> cut();
      case Step.Action.Reconnect reconnect -> {
        cable.mend(server.port());
        client.connect();
      }
      case Step.Action.RestartServer restart -> {
        cut();
        publisher.close();
        tasks.close();
        server.close();
        server = RunningServer.start(script.settings());
        publisher = new TickPublisher(server.port());
        tasks = new TaskSubmitter(server.port());
      }
      case Step.Action.StopServer stop ->
          stopping = CompletableFuture.runAsync(server::close, Thread::startVirtualThread);
    }
  }

  private void submit(JsonObject task) {
    JsonObject known = new JsonObject();
    known.addProperty("id", tasks.submit(task));
    JsonObject name = new JsonObject();
    name.add("id", task.get("id"));
    assertThat(pattern.mismatch(name, known)).as(place).isEmpty();
  }

  private void publish(Step.Action.Tick tick) throws Exception {
    PublishPricesResponse response = publisher.publish(tick.fields());
    assertThat(response.getRejectionsList().stream().map(it -> it.getReason()))
        .as(place)
        .isEqualTo(tick.rejected().stream().toList());
  }

  private void publish(Step.Action.Ticks ticks) throws Exception {
    tickingSinceNanos = System.nanoTime();
    int count = ticks.to() - ticks.from() + 1;
    long accepted = 0;
    int from = ticks.from();
    for (int call = 1; call <= ticks.calls(); call++) {
      int to = ticks.from() + (int) ((long) count * call / ticks.calls()) - 1;
      accepted += publisher.publish(ticks.symbol(), from, to).getAccepted();
      from = to + 1;
    }
    assertThat(accepted).as(place).isEqualTo(count);
  }

  /** The next events are those expected, in any order if there are several. */
  private void expect(Step.Action.Expect expect) throws InterruptedException {
    List<JsonObject> missing =
        expect.events().stream().map(client::tellable).collect(Collectors.toList());
    while (!missing.isEmpty()) {
      boolean heartbeats = missing.stream().anyMatch(Replay::isHeartbeat);
      Heard heard =
          next(expect.within(), heartbeats)
              .orElseThrow(() -> new AssertionError(report("nothing was heard", missing)));
      if (!(heard instanceof Heard.Event(JsonObject said))) {
        throw new AssertionError(report("the conversation ended", missing));
      }
      List<String> faults = new ArrayList<>();
      if (!missing.removeIf(expected -> fits(expected, said, faults))) {
        failed(String.join("; ", faults), heard);
      }
    }
  }

  /** The first that fits takes the event. */
  private boolean fits(JsonObject expected, JsonObject said, List<String> faults) {
    if (faults.contains("")) {
      return false;
    }
    faults.add(pattern.mismatch(expected, said).orElse(""));
    return faults.getLast().isEmpty();
  }

  /** Reads on until an event fits. */
  private void expectEventually(JsonObject event) throws InterruptedException {
    JsonObject expected = client.tellable(event);
    Heard heard;
    do {
      heard =
          next(PATIENCE, false)
              .orElseThrow(() -> new AssertionError(report("nothing was heard", expected)));
      if (heard instanceof Heard.Ended) {
        failed("the conversation ended", heard);
      }
    } while (!(heard instanceof Heard.Event(JsonObject said))
        || pattern.mismatch(expected, said).isPresent());
  }

  private void expectEnd(JsonObject end) throws InterruptedException {
    Optional<Heard> heard = next(PATIENCE, false);
    if (heard.isEmpty() || !(heard.get() instanceof Heard.Ended(String code, String reason))) {
      throw new AssertionError(report("expected the end", heard));
    }
    if (!code.isEmpty()) {
      assertThat(code).as(place).isEqualTo(end.get(wire.endKey).getAsString());
    }
    if (!reason.isEmpty()) {
      assertThat(reason).as(place).isEqualTo(end.get("reason").getAsString());
    }
  }

  private void account(JsonObject wish) throws InterruptedException {
    Account account = new Account(wish);
    while (!account.isComplete()) {
      Heard heard =
          next(PATIENCE, false)
              .orElseThrow(() -> new AssertionError(report("nothing was heard", account)));
      if (!(heard instanceof Heard.Event(JsonObject said))) {
        throw new AssertionError(report("the conversation ended", account));
      }
      account.take(said).ifPresent(fault -> failed(fault, heard));
    }
    account
        .verdict(Duration.ofNanos(System.nanoTime() - tickingSinceNanos))
        .ifPresent(fault -> fail(report(fault, account)));
  }

  /** Breaks the connection. A feed has to notice by itself; the others will begin anew. */
  private void cut() throws InterruptedException {
    cable.cut();
    Optional<Heard> heard = Optional.empty();
    while (wire == Wire.SDK && !(heard.orElse(null) instanceof Heard.Ended)) {
      heard = next(PATIENCE, true);
      assertThat(heard).as(place).isPresent();
    }
  }

  /** The next thing that the conversation is about. */
  private Optional<Heard> next(Duration timeout, boolean heartbeats) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      long left = Math.max(0, deadline - System.nanoTime());
      Optional<Heard> heard = client.next(Duration.ofNanos(left));
      if (heard.isPresent()) {
        if (recent.size() == REMEMBERED) {
          recent.remove();
        }
        recent.add(heard.get());
      }
      if (heard.isEmpty() || !isIgnored(heard.get(), heartbeats)) {
        return heard;
      }
    }
  }

  private boolean isIgnored(Heard heard, boolean heartbeats) {
    return heard instanceof Heard.Event(JsonObject said)
        && ((isHeartbeat(said) && !heartbeats)
            || script.ignored().stream()
                .anyMatch(ignored -> pattern.mismatch(ignored, said).isEmpty()));
  }

  private static boolean isHeartbeat(JsonObject event) {
    JsonElement type = event.get("type");
    return type != null && type.getAsString().equals("heartbeat");
  }

  private void failed(String fault, Heard heard) {
    fail(report(fault, heard));
  }

  private String report(String fault, Object detail) {
    return place
        + "\n  "
        + fault
        + "\n  "
        + detail
        + "\n  heard last:\n    "
        + recent.stream().map(Heard::toString).collect(Collectors.joining("\n    "));
  }
}
