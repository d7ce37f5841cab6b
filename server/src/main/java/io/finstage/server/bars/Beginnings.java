package io.finstage.server.bars;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the store has of a symbol's bars from before this process, once per symbol, by a
 * thread of its own: the engine goes on meanwhile. When the database fails, the engine is told that
 * there is nothing, and is told again when it answers.
 *
 * <p>Bounded by the symbols that may have bars. Thread-safe.
 */
final class Beginnings {

  private static final System.Logger LOG = System.getLogger(Beginnings.class.getName());
  private static final long RETRY_MILLIS = 1000;

  /** What the store had of a symbol's bars, by interval. */
  record Found(Symbol symbol, Map<Interval, List<EarlierPart>> parts) {}

  /**
   * @param endMillis bars that end later do not count
   * @param failed whether the database has failed to answer before
   */
  private record Question(Symbol symbol, long endMillis, boolean failed) {}

  private final EarlierBars earlier;
  private final long latenessMillis;
  private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
  private final Queue<Question> failed = new ConcurrentLinkedQueue<>();
  private final Queue<Found> found = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.ofVirtual().name("bars-beginnings").unstarted(this::run);

  /** Whether the database answered the last question; of the thread that answers. */
  private boolean well = true;

  private volatile Runnable waker = () -> {};
  private volatile boolean closed;

  Beginnings(EarlierBars earlier, Duration lateness) {
    this.earlier = earlier;
    this.latenessMillis = lateness.toMillis();
  }

  /**
   * @param waker called after something was found
   */
  void start(Runnable waker) {
    this.waker = waker;
    thread.start();
  }

  /**
   * Has the store asked for what it holds of {@code symbol}.
   *
   * @param firstMillis time of the first trade
   */
  void ask(Symbol symbol, long firstMillis) {
    questions.add(new Question(symbol, firstMillis, false));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** The next answer; null when there is none. */
  @Nullable Found poll() {
    return found.poll();
  }

  /** Waits until every question is answered, if only by nothing; then ends. */
  void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    Question question = questions.poll();
    while (question != null) {
      answer(question);
      question = questions.poll();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        Question question =
            well && !failed.isEmpty()
                ? questions.poll()
                : questions.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        if (question == null) {
          question = failed.poll();
        }
        if (question != null) {
          answer(question);
        }
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "closed", e);
      }
    }
  }

  private void answer(Question question) {
    if (well || question.failed) {
      try {
        found.add(new Found(question.symbol, earlier.of(question.symbol, question.endMillis)));
        well = true;
      } catch (RuntimeException e) {
        if (well) {
          LOG.log(Level.WARNING, "bars begin without what is stored of them; it is tried again", e);
        }
        well = false;
        refuse(question);
      }
    } else {
      // A database that is gone may take long to say so: a symbol is not to wait for that again.
      refuse(question);
    }
    waker.run();
  }

  private void refuse(Question question) {
    if (question.failed) {
      failed.add(question);
      return;
    }
    found.add(new Found(question.symbol, Map.of()));
    // Bars that are built from here on may be stored when it is asked again: not to count twice,
    // only what no trade of this process can belong to is asked for then.
    failed.add(new Question(question.symbol, question.endMillis - latenessMillis, true));
  }
}
