package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * What holds whatever happens to a queue. Acts are random, each is followed by a turn under a
 * manual clock, and a list of them that breaks a rule is made as short as it gets. The number of
 * lists is {@code jqwik.tries.default} of junit-platform.properties; {@code
 * -Djqwik.tries.default=5000} for more.
 */
class TasksPropertyTest {

  private static final int ACTS_MAX = 60;
  private static final int ROUNDS_MAX = 40;

  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Database database;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("finstage-tasks");
    database =
        Database.open(
            DatabaseConfig.sqlite(folder), TaskQueue.PART, TaskQueue.MIGRATIONS, System::nanoTime);
  }

  @AfterContainer
  static void close() throws IOException {
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @BeforeTry
  void empty() {
    new TaskStore(database)
        .transact(sql ->
            sql.update("DELETE FROM task")
                + sql.update("DELETE FROM task_label")
                + sql.update("DELETE FROM task_node"));
  }

  /** No two hold a task at a time, tokens rise, what has ended stays, what is late is dropped. */
  @Property(seed = "42")
  void everyAcknowledgedTaskEndsOnceWhateverHappens(@ForAll("acts") List<Act> acts) {
    Life life = new Life(database, TestConfig.small(2, 10_000));
    acts.forEach(life::happen);
    life.drain();
  }

  @Property(seed = "42")
  void nobodyWaitsForWhatCameLaterThanHeYields(@ForAll("rounds") List<List<TaskPriority>> rounds) {
    Line line = new Line(database);
    rounds.forEach(line::round);
    line.drain();
    assertThat(line.waiting()).isZero();
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Integer> which = Arbitraries.integers().between(0, 20);
    Arbitrary<Act> submit =
        Combinators.combine(
                Arbitraries.of("a", "b"),
                Arbitraries.of(TaskPriority.class),
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(1, 20),
                Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(1, 5)))
            .as(Act.Submit::new);
    return Arbitraries.frequencyOf(
            Tuple.of(6, submit),
            Tuple.of(4, which.map(Act.Complete::new)),
            Tuple.of(2, Combinators.combine(which, Arbitraries.of(true, false)).as(Act.Fail::new)),
            Tuple.of(3, pass()),
            Tuple.of(1, which.map(Act.Cancel::new)),
            Tuple.of(1, which.map(Act.Rerun::new)),
            Tuple.of(1, which.map(Act.Leave::new)),
            Tuple.of(1, Arbitraries.just(new Act.Die())),
            Tuple.of(2, Combinators.combine(which, Arbitraries.of(true, false)).as(Act.Late::new)))
        .list()
        .ofMaxSize(ACTS_MAX);
  }

  private static Arbitrary<Act> pass() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 8000),
            Arbitraries.frequency(Tuple.of(3, true), Tuple.of(1, false)))
        .as(Act.Pass::new);
  }

  @Provide
  Arbitrary<List<List<TaskPriority>>> rounds() {
    return Arbitraries.of(TaskPriority.class).list().ofMaxSize(4).list().ofMaxSize(ROUNDS_MAX);
  }
}
