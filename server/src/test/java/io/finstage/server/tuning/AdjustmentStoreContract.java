package io.finstage.server.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tuning.Adjustment.Judgement;
import io.finstage.server.tuning.Adjustment.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store of adjustments does, whatever database is below it. */
abstract class AdjustmentStoreContract {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");
  private static final int KEPT_MAX = 3;

  Database database;

  /** The same database each time within a test; empty at its start. */
  abstract DatabaseConfig where() throws Exception;

  @BeforeEach
  void open() throws Exception {
    database =
        Database.open(where(), AdjustmentStore.PART, AdjustmentStore.MIGRATIONS, System::nanoTime);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anAdjustmentComesBackAsItWasWithItsVerdict() throws Exception {
    Adjustment made = store("one").add(made("slots", 4, 8), 1).join();
    Judgement verdict =
        new Judgement(NOON.plusSeconds(10), Outcome.KEPT, Map.of("throughput", 12.5));
    store("one").judge(1, verdict).join();

    reopen();

    assertThat(made.id()).isPositive();
    assertThat(store("two").list("", Long.MAX_VALUE, 10)).containsExactly(made.with(verdict));
  }

  @Test
  void adjustmentsAreListedNewestFirstByTunableAndPage() {
    AdjustmentStore store = store("one");
    store.add(made("slots", 4, 8), 1).join();
    store.add(made("batch", 10, 20), 2).join();
    Adjustment newest = store.add(made("slots", 8, 16), 3).join();

    assertThat(store.list("", Long.MAX_VALUE, 2))
        .extracting(Adjustment::tunable)
        .containsExactly("slots", "batch");
    assertThat(store.list("", newest.id(), 10))
        .extracting(Adjustment::tunable)
        .containsExactly("batch", "slots");
    assertThat(store.list("slots", Long.MAX_VALUE, 10))
        .extracting(Adjustment::to)
        .containsExactly(16, 8);
  }

  @Test
  void onlySoManyAreKeptTheNewest() {
    AdjustmentStore store = store("one");
    for (int i = 0; i < KEPT_MAX + 4; i++) {
      store.add(made("slots", i, i + 1), i).join();
    }

    assertThat(store.list("", Long.MAX_VALUE, 100))
        .extracting(Adjustment::to)
        .containsExactly(7, 6, 5);
  }

  @Test
  void aVerdictIsOfTheLifeThatMadeTheAdjustment() {
    store("one").add(made("slots", 4, 8), 1).join();
    store("two").add(made("batch", 10, 20), 1).join();

    store("two").judge(1, new Judgement(NOON, Outcome.ROLLED_BACK, Map.of())).join();

    assertThat(store("one").list("", Long.MAX_VALUE, 10))
        .extracting(it -> it.judgement().map(Judgement::outcome))
        .containsExactly(Optional.of(Outcome.ROLLED_BACK), Optional.empty());
  }

  @Test
  void whatAPersonSaidStaysUntilItIsTakenBack() throws Exception {
    store("one").fix("slots", Optional.of(12)).join();
    store("one").fix("slots", Optional.of(13)).join();
    store("one").fix("batch", Optional.of(5)).join();
    store("one").mode(TuningMode.DRY_RUN).join();
    store("one").fix("batch", Optional.empty()).join();

    reopen();

    assertThat(store("two").fixed()).isEqualTo(Map.of("slots", 13));
    assertThat(store("two").mode()).hasValue(TuningMode.DRY_RUN);
  }

  AdjustmentStore store(String life) {
    return new AdjustmentStore(database, life, KEPT_MAX);
  }

  List<Optional<Outcome>> outcomes() {
    return store("any").list("", Long.MAX_VALUE, 10).stream()
        .map(it -> it.judgement().map(Judgement::outcome))
        .toList();
  }

  void reopen() throws Exception {
    database.close();
    open();
  }

  static Adjustment made(String tunable, int from, int to) {
    return new Adjustment(
        0,
        NOON,
        tunable,
        from,
        to,
        Rule.SLOW_START,
        "there is more to do: \u2192 " + to,
        Map.of("throughput", 10.25, "p99_ms", 3.0),
        Optional.empty(),
        false);
  }
}
