package io.finstage.server.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tasks.TaskPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On a real server, which waits for its disk; each test has a database of its own. */
class PostgresAdjustmentStoreIT extends AdjustmentStoreContract {

  private @Nullable DatabaseConfig fresh;

  @Override
  DatabaseConfig where() throws SQLException {
    DatabaseConfig config = fresh == null ? TaskPostgres.fresh() : fresh;
    fresh = config;
    return config;
  }

  @Test
  void whatAnotherServerHasNotJudgedYetIsLeftToIt() {
    store("one").add(made("slots", 4, 8), 1).join();

    assertThat(store("two").abandon(Instant.EPOCH)).isZero();
    assertThat(outcomes()).containsExactly(Optional.empty());
  }
}
