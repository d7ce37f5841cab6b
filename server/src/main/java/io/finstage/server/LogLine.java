package io.finstage.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One log record, one line: {@code time level logger message}, then the exception with its causes
 * and the nearest frames. Control characters are escaped, so that what a stranger sends can neither
 * begin a line of its own nor move the cursor. Public because the JDK's logging makes it by name.
 */
public final class LogLine extends Formatter {

  private static final int CAUSES_MAX = 4;
  private static final int FRAMES_MAX = 12;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Used by the JDK. */
  public LogLine() {}

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(160);
    Instant at = record.getInstant();
    line.append(TIME.format(at)).append(' ').append(level(record.getLevel())).append(' ');
    line.append(shortName(record.getLoggerName())).append(' ');
    line.append(escape(formatMessage(record)));
    Throwable thrown = record.getThrown();
    for (int i = 0; thrown != null && i < CAUSES_MAX; i++) {
      append(line.append(i == 0 ? " | " : " | caused by "), thrown);
      thrown = thrown.getCause();
    }
    return line.append('\n').toString();
  }

  /** The same text with every control character, and what breaks a line, as {@code \\u001b}. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        safe.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static void append(StringBuilder line, Throwable thrown) {
    line.append(escape(thrown.toString()));
    StackTraceElement[] frames = thrown.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
      line.append(" at ").append(frames[i]);
    }
  }

  private static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN ";
    }
    return value >= Level.INFO.intValue() ? "INFO " : "DEBUG";
  }

  private static String shortName(@Nullable String logger) {
    return logger == null ? "-" : escape(logger.substring(logger.lastIndexOf('.') + 1));
  }
}
