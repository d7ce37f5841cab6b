package io.finstage.server.alerts;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class says to the log meanwhile. */
final class LogWatch {

  private LogWatch() {}

  /** The messages of {@code speaker} while {@code action} runs, in order. */
  static List<String> of(Class<?> speaker, Runnable action) {
    List<String> said = new CopyOnWriteArrayList<>();
    SimpleFormatter formatter = new SimpleFormatter();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            said.add(formatter.formatMessage(line));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(speaker.getName());
    logger.addHandler(handler);
    try {
      action.run();
    } finally {
      logger.removeHandler(handler);
    }
    return List.copyOf(said);
  }
}
