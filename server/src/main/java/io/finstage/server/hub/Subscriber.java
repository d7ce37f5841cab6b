package io.finstage.server.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One conversation, as its transport speaks for it. Requests are carried out in order; a request
 * waits while {@value #REPLIES_MAX} answers before it are still unwritten, so a client that asks
 * and does not read holds up only itself. Thread-safe.
 */
public final class Subscriber {

  /** Answers that may wait for the peer to read them. */
  public static final int REPLIES_MAX = 8;

  /** Life of a conversation; only the shard moves it on. */
  enum State {
    OPEN,
    /** The goodbye is queued; nothing more is taken. */
    CLOSING,
    /** Forgotten by the shard. */
    ENDED
  }

  final Mailbox mailbox;
  final HubCounters counters;
  final Writer writer;

  // Owned by the shard.
  final Map<Topic, Subscription> subscriptions = new HashMap<>();
  final Deque<Subscription> behind = new ArrayDeque<>();

  /** What it hears of every symbol, those included that are yet to come. */
  final Map<Aspect, SubscribeRequest> all = new LinkedHashMap<>();

  State state = State.OPEN;

  /** Why it ends: the client leaves, unless the server decides otherwise before. */
  CloseReason reason = CloseReason.CLIENT_LEFT;

  /** Named subscriptions to prices, and to topics that are open on demand. */
  int named;

  int namedOnDemand;
  boolean dirty;
  boolean listedBehind;
  boolean full;
  long fullSinceNanos;
  long closeDeadlineNanos;

  private final Shard shard;
  private final Semaphore replies = new Semaphore(REPLIES_MAX);
  private final Runnable onForgotten;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private volatile boolean gone;

  Subscriber(Shard shard, Outlet outlet, HubCounters counters, Runnable onForgotten) {
    this.shard = shard;
    this.onForgotten = onForgotten;
    this.counters = counters;
    this.mailbox = new Mailbox(shard.config().mailboxMax());
    this.writer = new Writer(this, outlet, shard.clock());
  }

  /** Bytes gathered for one write, as of now. */
  int drainBytesMax() {
    return shard.drainBytesMax.get();
  }

  /** Subscribes; the answer is {@link Event.Subscribed} or {@link Event.OverLimit}. */
  public void subscribe(SubscribeRequest request) throws InterruptedException {
    ask(new Command.Subscribe(this, request));
    counters.firstSubscription.complete(null);
  }

  /** Ends subscriptions; the answer is {@link Event.Unsubscribed}. */
  public void unsubscribe(UnsubscribeRequest request) throws InterruptedException {
    ask(new Command.Unsubscribe(this, request));
  }

  /**
   * The answer is {@link Event.Subscriptions}.
   *
   * @param others lines of what the transport itself is subscribed to for the client
   */
  public void list(String requestId, List<?> others) throws InterruptedException {
    ask(new Command.ListAll(this, requestId, others));
  }

  /** Sends an answer that the transport worded itself, in its place among the others. */
  public void answer(Event.Answer answer) throws InterruptedException {
    ask(new Command.Say(this, answer));
  }

  /**
   * Sends something that nobody asked for: a ping, a pong. Never dropped, and does not wait for the
   * peer, so whoever calls bounds how many are unwritten. Without effect once the conversation has
   * ended.
   */
  public void post(Event.Message message) {
    if (!gone) {
      shard.put(new Command.Say(this, message));
    }
  }

  /**
   * Ends the conversation: what is queued, {@link Event.Closing}, then {@link Outlet#end}; cut
   * after the close timeout. The first call counts. Does not wait for the peer.
   */
  public void close(CloseReason reason) {
    if (!gone) {
      shard.put(new Command.Close(this, reason));
    }
  }

  /** The peer is gone: nothing more is written. Any number of calls; does not wait for the peer. */
  public void leave() {
    if (!gone) {
      shard.put(new Command.Leave(this));
    }
  }

  /** Waits until the conversation has ended and nothing of it is written any more. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /**
   * Has {@code action} run, on a virtual thread, once nothing more is taken for this subscriber; at
   * once when that is so already.
   */
  public void whenOver(Runnable action) {
    var _ = over.thenRun(() -> Thread.startVirtualThread(action));
  }

  /** The writer has written {@code count} answers. */
  void answered(int count) {
    replies.release(count);
  }

  /** The shard has forgotten this subscriber: requests that wait return, later ones do nothing. */
  void forget() {
    gone = true;
    onForgotten.run();
    over.complete(null);
    replies.release(Integer.MAX_VALUE / 2);
    if (writer.hasOwn()) {
      writer.wake();
    } else {
      ended.countDown();
    }
  }

  /** Nothing of a forgotten subscriber is written any more. */
  void quiet() {
    ended.countDown();
  }

  boolean isGone() {
    return gone;
  }

  private void ask(Command command) throws InterruptedException {
    replies.acquire();
    if (!gone) {
      shard.put(command);
    }
  }
}
