package io.finstage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Reads all connections of the load client on one thread, into one buffer. */
final class LoadLoop implements AutoCloseable {

  private static final int READ_MAX = 256 * 1024;

  /** The answer to a subscription to thousands of topics is one message. */
  private static final int MESSAGE_MAX = 4 * 1024 * 1024;

  private static final int HANDSHAKES_MAX = 64;
  private static final Duration OPENING_MAX = Duration.ofSeconds(60);

  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_MAX);
  private final List<Connection> connections = new ArrayList<>();
  private final Tally tally;

  /** What stopped readers had received before does not count: nothing of theirs ever does. */
  private final Tally ignored = new Tally(Integer.MAX_VALUE);

  LoadLoop(Tally tally) throws IOException {
    this.tally = tally;
    this.selector = Selector.open();
  }

  /** One subscriber: its socket and what it has not understood yet. */
  private static final class Connection {
    final SocketChannel channel;
    final Conversation conversation;
    final Tally tally;
    final Conversation.Answers answers;
    byte[] rest = new byte[0];
    SelectionKey key;

    Connection(SocketChannel channel, Selector selector, Conversation conversation, Tally tally)
        throws IOException {
      this.channel = channel;
      this.conversation = conversation;
      this.tally = tally;
      this.answers = this::send;
      channel.configureBlocking(false);
      this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** What a client says is small and rare: the socket's buffer always takes it. */
    void send(ByteBuffer bytes) {
      try {
        channel.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (bytes.hasRemaining()) {
        throw new IllegalStateException("the server does not read");
      }
    }
  }

  /**
   * Opens connections, and subscribes each.
   *
   * @param uncounted how many of the first ones are not counted
   * @param wanted what the connection of that number subscribes to
   */
  void connect(
      InetSocketAddress server,
      int count,
      int uncounted,
      IntFunction<Wanted> wanted,
      Supplier<Conversation> conversations)
      throws IOException {
    String authority = server.getHostString() + ":" + server.getPort();
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(server);
      Connection connection =
          new Connection(channel, selector, conversations.get(), i < uncounted ? ignored : tally);
      connections.add(connection);
      connection.send(connection.conversation.hello(authority));
      if ((i + 1) % HANDSHAKES_MAX == 0 || i + 1 == count) {
        await(OPENING_MAX, () -> connections.stream().allMatch(c -> c.conversation.open()));
        for (int j = i / HANDSHAKES_MAX * HANDSHAKES_MAX; j <= i; j++) {
          Connection opened = connections.get(j);
          opened.send(opened.conversation.subscribe(wanted.apply(j)));
        }
      }
    }
  }

  /** Lets the first {@code count} ask for more, and never reads them again. */
  void stopReading(int count, Wanted more) {
    for (Connection connection : connections.subList(0, count)) {
      connection.key.interestOps(0);
      connection.send(connection.conversation.subscribe(more));
    }
  }

  /** Reads for so long. */
  void run(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      turn(left);
    }
  }

  private void await(Duration most, BooleanSupplier condition) throws IOException {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException("not open after " + most);
      }
      turn(left);
    }
  }

  private void turn(long nanos) throws IOException {
    selector.select(this::read, Math.max(1, nanos / 1_000_000));
  }

  private void read(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    buffer.clear().put(connection.rest);
    buffer.limit(Math.min(MESSAGE_MAX, buffer.position() + READ_MAX));
    try {
      boolean end = connection.channel.read(buffer) < 0;
      int to = buffer.position();
      int from = connection.conversation.take(buffer, 0, to, connection.tally, connection.answers);
      keepRest(connection, from, to);
      if (end || connection.conversation.ended()) {
        drop(connection);
      }
    } catch (IOException | UncheckedIOException e) {
      drop(connection);
    }
  }

  private void keepRest(Connection connection, int from, int to) {
    if (from == to && connection.rest.length == 0) {
      return;
    }
    connection.rest = new byte[to - from];
    buffer.get(from, connection.rest);
  }

  private void drop(Connection connection) {
    tally.closed();
    connection.key.cancel();
    try {
      connection.channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.channel.close();
    }
    selector.close();
  }
}
