package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLineTest {

  @Test
  void aRecordIsOneLineWithTimeLevelLoggerAndMessage() {
    assertThat(line("three apples", null))
        .isEqualTo("2026-11-22T10:00:00.123Z WARN  Orchard three apples\n");
  }

  @Test
  void whatAStrangerSentCannotBeginALineOfItsOwn() {
    assertThat(line("bad\r\n2026 INFO all is well\u001b[2J\u2028", null))
        .endsWith("bad\\u000d\\n2026 INFO all is well\\u001b[2J\\u2028\n");
  }

  @Test
  void anExceptionStaysOnTheLineWithItsCause() {
    assertThat(line("failed", new IllegalStateException("a\nb", new RuntimeException("c"))))
        .contains("failed | java.lang.IllegalStateException: a\\nb at ")
        .contains(" | caused by java.lang.RuntimeException: c at ")
        .containsOnlyOnce("\n");
  }

  private static String line(String message, @Nullable Throwable thrown) {
    LogRecord record = new LogRecord(Level.WARNING, message);
    record.setLoggerName("io.finstage.server.Orchard");
    record.setInstant(Instant.parse("2026-11-22T10:00:00.123456Z"));
    record.setThrown(thrown);
    return new LogLine().format(record);
  }
}
