package io.finstage.server.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A book of rules that a test leads through time, second by second. */
final class BookStage {

  static final Duration SECOND = Duration.ofSeconds(1);

  final Scene scene = new Scene();
  private final AtomicLong ids = new AtomicLong(1);
  final AlertBook book =
      new AlertBook(new Probes(scene.inputs(), scene.lines()), ids::getAndIncrement, 3);

  void put(AlertRule rule) {
    var _ = book.put(rule, scene.instant());
  }

  /** Looks, then a second passes. What was told, as in {@code SPY FIRING 1}. */
  List<String> look() {
    List<String> told =
        book.look(scene.instant()).stream().map(change -> line(change.alert())).toList();
    scene.pass(SECOND);
    return told;
  }

  /** As many looks, a second apart. */
  List<String> look(int times) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      told.addAll(look());
    }
    return told;
  }

  /** One look per price. */
  List<String> prices(double... prices) {
    List<String> told = new ArrayList<>();
    for (double price : prices) {
      scene.prices.put(Scene.SPY, price);
      told.addAll(look());
    }
    return told;
  }

  static String line(Alert alert) {
    return alert.subject() + " " + alert.state() + " " + alert.revision();
  }
}
