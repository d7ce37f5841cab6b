package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tasks.TaskPostgres;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On a real server, which waits for its disk; each test has a database of its own. */
class PostgresAlertStoreIT extends AlertStoreContract {

  private @Nullable DatabaseConfig fresh;

  @Override
  DatabaseConfig where() throws SQLException {
    DatabaseConfig config = fresh == null ? TaskPostgres.fresh() : fresh;
    fresh = config;
    return config;
  }

  @Test
  void aServerWithoutANameKeepsNoAlertsWhereOthersMayBe() throws Exception {
    store("").change(List.of(alert(1, 1)), List.of(), List.of()).join();

    reopen();

    assertThat(store("").alerts()).isEmpty();
  }
}
