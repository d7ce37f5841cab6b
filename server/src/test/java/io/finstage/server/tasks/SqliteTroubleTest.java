package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.DatabaseConfig;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On SQLite. */
class SqliteTroubleTest extends TroubleContract {

  @TempDir Path folder;

  @Override
  DatabaseConfig where() {
    return DatabaseConfig.sqlite(folder);
  }

  private void pagesMax(String pages) {
    database
        .write(connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute("PRAGMA max_page_count = " + pages);
          }
        })
        .join();
  }

  @Test
  void whenTheDiskIsFullTasksAreRefusedAndWhenThereIsRoomTheQueueGoesOn() {
    Task before = submit(Submission.of("wait", Bytes.EMPTY));
    pagesMax("1");
    SubmitOutcome full = done(queue.submit(Submission.of("echo", Bytes.of(new byte[500_000]))));
    assertThat(full).isInstanceOf(SubmitOutcome.Unavailable.class);
    assertThat(((SubmitOutcome.Unavailable) full).message()).contains("full");

    pagesMax("1000000");
    await(submit("echo"), TaskState.SUCCEEDED);
    gate.countDown();
    await(before, TaskState.SUCCEEDED);
  }

  @Test
  void aNewLifeRescuesWhatTheLastOneRanAndTheLastOneChangesNothingAnyMore() {
    Task task = submit("lent");
    Ledger old = new Ledger();
    TaskWorker dead = queue.lend("w", Set.of("lent"), 1, old).orElseThrow();
    queue.step();
    Task lease = old.only();
    TaskQueue next = queue(config());
    next.step();
    Task rescued = get(task);
    assertThat(rescued.state()).isEqualTo(TaskState.READY);
    assertThat(rescued.rescues()).isEqualTo(1);

    dead.drain();
    CompletableFuture<Boolean> late = dead.complete(lease.id(), lease.token(), Bytes.utf8("late"));
    queue.step();
    assertThat(late).isCompletedWithValue(false);
  }
}
