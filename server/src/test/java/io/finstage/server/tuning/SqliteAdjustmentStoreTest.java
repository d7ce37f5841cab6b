package io.finstage.server.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tuning.Adjustment.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAdjustmentStoreTest extends AdjustmentStoreContract {

  @TempDir Path folder;

  @Override
  DatabaseConfig where() {
    return DatabaseConfig.sqlite(folder);
  }

  @Test
  void whatAnEarlierLifeDidNotJudgeWasUndoneByItsEnd() {
    store("one").add(made("slots", 4, 8), 1).join();

    assertThat(store("two").abandon(Instant.EPOCH)).isEqualTo(1);
    assertThat(outcomes()).containsExactly(Optional.of(Outcome.ROLLED_BACK));
  }
}
