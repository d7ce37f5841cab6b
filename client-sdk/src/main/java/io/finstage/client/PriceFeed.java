package io.finstage.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Live prices, bars and indicators that go on by themselves. The feed reconnects for ever with
 * full-jitter backoff, resumes where it left off, and tells of everything that was lost: a {@link
 * Gap} for each hole, a {@link Reconnecting} for each lost connection, a {@link Connected} for each
 * new one. A server that says nothing for two heartbeat intervals counts as lost. Only an error
 * that no retry can mend ends it: a {@link FinstageException} with INVALID_ARGUMENT,
 * UNAUTHENTICATED, PERMISSION_DENIED or UNIMPLEMENTED, after the events before it were read.
 *
 * <p>Read it in one of three ways: {@code for (FeedEvent event : feed)}, {@link #next(Duration)},
 * or {@link #listen}. At most about {@link ClientOptions#feedBufferMax()} events wait to be read;
 * beyond, the feed stops reading from the network and the server does what the {@link Delivery}
 * says.
 *
 * <p>Thread-safe. Several threads may read; each event goes to one of them.
 */
public final class PriceFeed implements Iterable<FeedEvent>, AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(PriceFeed.class.getName());
  private static final Duration WAIT = Duration.ofHours(1);

  private final FeedLoop feed;
  private final EventLoop loop;
  private final Consumer<PriceFeed> onClose;
  private final AtomicBoolean listening = new AtomicBoolean();

  PriceFeed(FeedLoop feed, EventLoop loop, Consumer<PriceFeed> onClose) {
    this.feed = feed;
    this.loop = loop;
    this.onClose = onClose;
  }

  /**
   * Adds symbols, or changes how those that are subscribed already are delivered; they stay
   * subscribed over every reconnect. Returns at once: the answer is a {@link SubscriptionResult} or
   * a {@link RequestRefused}. Without a connection it is asked for as soon as there is one.
   */
  public void subscribe(Subscription subscription) {
    loop.execute(() -> feed.subscribe(subscription));
  }

  /**
   * Gives the prices of symbols up, {@link Subscription#ALL} for every one. Returns at once: the
   * answer is an {@link UnsubscriptionResult}, until which updates may still come.
   */
  public void unsubscribe(String... symbols) {
    List<String> list = List.copyOf(Arrays.asList(symbols));
    if (!list.isEmpty()) {
      loop.execute(() -> feed.unsubscribe(list, Channel.PRICES));
    }
  }

  /**
   * Gives up what {@code subscription} asks for, however it is delivered: {@link Subscription#ALL}
   * for every symbol of that interval. Answered as {@link #unsubscribe(String...)} is.
   */
  public void unsubscribe(Subscription subscription) {
    loop.execute(() -> feed.unsubscribe(subscription.symbols(), subscription.channel()));
  }

  /**
   * Waits for the next event.
   *
   * @return empty when none came within {@code timeout}, or at once when the feed was closed
   * @throws FinstageException when the feed has ended with an error and everything before was read
   */
  public Optional<FeedEvent> next(Duration timeout) throws InterruptedException {
    return feed.buffer().poll(timeout);
  }

  /**
   * Events as they come: {@code hasNext} waits, and is false once the feed was closed. It throws
   * {@link FinstageException} when the feed has ended with an error, or, with the code CANCELLED,
   * when the thread was interrupted, whose interrupt flag stays set.
   */
  @Override
  public Iterator<FeedEvent> iterator() {
    return new Events(feed.buffer());
  }

  /**
   * Hands every event to {@code listener}, on a daemon thread that ends with the feed.
   *
   * @throws IllegalStateException when the feed has a listener already
   */
  public void listen(FeedListener listener) {
    if (!listening.compareAndSet(false, true)) {
      throw new IllegalStateException("the feed has a listener already");
    }
    Thread thread = new Thread(() -> serve(listener), "finstage-listener");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether {@link #close} was called, here or on the client. */
  public boolean isClosed() {
    return feed.buffer().isClosed();
  }

  /** Ends the feed; what is not read yet is dropped. Any number of calls; never blocks. */
  @Override
  public void close() {
    feed.buffer().close();
    loop.execute(feed::close);
    onClose.accept(this);
  }

  private void serve(FeedListener listener) {
    Optional<FinstageException> cause = Optional.empty();
    try {
      for (FeedEvent event : this) {
        try {
          listener.onEvent(event);
        } catch (RuntimeException e) {
          LOGGER.log(System.Logger.Level.ERROR, "the listener failed on " + event, e);
        }
      }
    } catch (FinstageException e) {
      cause = Optional.of(e);
    }
    listener.onEnd(cause);
  }

  private static final class Events implements Iterator<FeedEvent> {

    private final FeedBuffer buffer;
    private @Nullable FeedEvent ahead;

    Events(FeedBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public boolean hasNext() {
      try {
        while (ahead == null) {
          if (buffer.isClosed()) {
            return false;
          }
          ahead = buffer.poll(WAIT).orElse(null);
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FinstageException(
            FinstageException.Code.CANCELLED, "INTERRUPTED", "interrupted", List.of(), e);
      }
    }

    @Override
    public FeedEvent next() {
      if (!hasNext() || ahead == null) {
        throw new NoSuchElementException("the feed is closed");
      }
      FeedEvent event = ahead;
      ahead = null;
      return event;
    }
  }
}
