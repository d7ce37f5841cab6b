package io.finstage.server.bars;

import static io.finstage.server.bars.Trades.SPY;
import static io.finstage.server.bars.Trades.bar;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to closed bars while the database fails: its table is away for a while. */
class BarJournalTest {

  private static final int STORE_MAX = 3;

  @TempDir static Path folder;

  private final Database database =
      Database.open(
          DatabaseConfig.sqlite(folder), BarStore.PART, BarStore.MIGRATIONS, System::nanoTime);
  private final BarStore store = new BarStore(database, BarsConfig.defaults());
  private final BarJournal journal = new BarJournal(store, STORE_MAX);

  @AfterEach
  void close() {
    execute("DELETE FROM bars").join();
    database.close();
  }

  private CompletableFuture<Boolean> execute(String sql) {
    return database.write(connection -> {
      try (var statement = connection.createStatement()) {
        return statement.execute(sql);
      }
    });
  }

  private void fail() {
    execute("ALTER TABLE bars RENAME TO away").join();
  }

  private void mend() {
    execute("ALTER TABLE away RENAME TO bars").join();
  }

  private static Bar second(int number) {
    return bar(number, 1, 1, 1, 1, 1, 1);
  }

  /** Hands one bar to the database and waits until it was taken or refused. */
  private void put(int number) {
    journal.add(new BarChange(SPY, Interval.S1, second(number), true, false, Instant.EPOCH));
    journal.flush();
    Awaitility.await().until(() -> store.waiting() == 0);
    journal.flush();
  }

  /** As the engine does, until nothing more can come of it. */
  private void retry() {
    journal.retry();
    Awaitility.await().until(() -> store.waiting() == 0);
    journal.retry();
    Awaitility.await().until(() -> store.waiting() == 0);
  }

  private List<Bar> stored() {
    return store.range(SPY, Interval.S1, Long.MIN_VALUE, Long.MAX_VALUE, 100);
  }

  @Test
  void whatTheDatabaseRefusedIsStoredOnceItIsWellAgain() {
    fail();
    put(1);
    put(2);
    retry();
    mend();
    retry();

    assertThat(stored()).containsExactly(second(1), second(2));
    assertThat(journal.givenUp()).isZero();
  }

  @Test
  void ofMoreThanMayWaitTheOldestIsGivenUpAndCounted() {
    fail();
    for (int i = 0; i <= STORE_MAX; i++) {
      put(i);
    }
    mend();
    retry();

    assertThat(stored()).containsExactly(second(1), second(2), second(3));
    assertThat(journal.givenUp()).isEqualTo(1);
  }

  @Test
  void closingTriesOnceMore() {
    fail();
    put(1);
    mend();
    journal.close();

    assertThat(stored()).containsExactly(second(1));
  }

  @Test
  void whatCannotBeStoredWhenClosingIsCounted() {
    fail();
    put(1);
    journal.close();

    assertThat(journal.givenUp()).isEqualTo(1);
    mend();
  }
}
