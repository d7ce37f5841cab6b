package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.DatabaseConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAlertStoreTest extends AlertStoreContract {

  @TempDir Path folder;

  @Override
  DatabaseConfig where() {
    return DatabaseConfig.sqlite(folder);
  }

  @Test
  void aServerWithoutANameHasTheFileForItselfAndKeepsItsAlerts() throws Exception {
    store("").change(List.of(alert(1, 1)), List.of(), List.of()).join();

    reopen();

    assertThat(store("").alerts()).containsExactly(alert(1, 1));
  }
}
