package io.finstage.client;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Error;
import io.finstage.proto.v1.Heartbeat;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Subscribed;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.proto.v1.Unsubscribed;
import io.finstage.proto.v1.Welcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a feed knows and a connection does not outlive: what is wanted, the epoch, the sequences.
 * Turns what the server says into what the user is told, and wishes into requests. Belongs to one
 * thread.
 */
final class FeedMemory {

  /** Symbols in one request: with their sequences far below the 64 KiB that a server takes. */
  static final int SYMBOLS_PER_REQUEST_MAX = 500;

  /** Sequences sent along with a subscription to all; what is beyond is noticed as a gap. */
  static final int RESUME_ALL_MAX = 1000;

  /** Requests that may wait for their answer; beyond, a new one is refused to the caller. */
  static final int UNANSWERED_MAX = 1024;

  private final WantedSymbols wanted = new WantedSymbols();
  private final SequenceChecker sequences = new SequenceChecker();
  private final Map<String, Asked> unanswered = new HashMap<>();
  private @Nullable String epoch;
  private boolean allAsked;
  private boolean allSeen;
  private long requests;
  private long connections;

  /** A request that is under way, and how to take it back. */
  private record Asked(List<String> symbols, Runnable undo) {}

  /** Takes a subscription in; returns what to send if there is a conversation. */
  List<ConnectRequest> subscribe(Subscription subscription, boolean connected) {
    WantedSymbols.Wish wish =
        new WantedSymbols.Wish(subscription.delivery(), subscription.snapshot());
    List<ConnectRequest> wire = new ArrayList<>();
    for (List<String> symbols : parts(subscription.symbols())) {
      Map<String, WantedSymbols.@Nullable Wish> before = wanted.add(symbols, wish);
      if (connected) {
        wire.add(subscribe(symbols, wish, null, () -> wanted.undo(before, wish)));
      }
    }
    return wire;
  }

  /** Gives symbols up; returns what to send if there is a conversation. */
  List<ConnectRequest> unsubscribe(List<String> symbols, boolean connected) {
    wanted.remove(symbols);
    List<ConnectRequest> wire = new ArrayList<>();
    for (List<String> part : connected ? parts(symbols) : List.<List<String>>of()) {
      Unsubscribe request =
          Unsubscribe.newBuilder()
              .setRequestId(ask(part, () -> {}))
              .setChannel(Wire.PRICES)
              .addAllSymbols(part)
              .build();
      wire.add(ConnectRequest.newBuilder().setUnsubscribe(request).build());
    }
    return wire;
  }

  /** Whether one more request of {@code symbols} keeps within the bounds. */
  boolean hasRoomFor(int symbols) {
    return unanswered.size() + symbols / SYMBOLS_PER_REQUEST_MAX < UNANSWERED_MAX
        && wanted.size() + symbols <= SequenceChecker.SYMBOLS_MAX;
  }

  /** A conversation begins; returns the requests that make it what the last one was. */
  List<ConnectRequest> welcome(Welcome welcome, Consumer<FeedEvent> out) {
    connections++;
    boolean changed = epoch != null && !epoch.equals(welcome.getEpoch());
    epoch = welcome.getEpoch();
    out.accept(new Connected(connections, epoch, welcome.getServerVersion(), changed));
    if (changed) {
      sequences.restart(out);
      allSeen = false;
    }
    sequences.completeBefore(allSeen);
    List<ConnectRequest> wire = new ArrayList<>();
    wanted
        .groups()
        .forEach((wish, symbols) -> {
          for (List<String> part : parts(symbols)) {
            wire.add(subscribe(part, wish, resume(part), () -> {}));
          }
        });
    return wire;
  }

  /** Takes one event of a running conversation. */
  void accept(StreamEvent event, Instant sentAt, Consumer<FeedEvent> out) {
    switch (event.getEventCase()) {
      case PRICE_UPDATE -> {
        PriceUpdate update = Wire.update(event.getPriceUpdate(), sentAt);
        // The snapshots of all symbols come before the first live update.
        allSeen |= allAsked && !update.snapshot();
        sequences.accept(update, out);
      }
      case GAP -> sequences.accept(Wire.gap(event.getGap()), out);
      case HEARTBEAT -> heartbeat(event.getHeartbeat(), out);
      case SUBSCRIBED -> subscribed(event.getSubscribed(), out);
      case UNSUBSCRIBED -> unsubscribed(event.getUnsubscribed(), out);
      case ERROR -> refused(event.getError(), out);
      // The connection's own matters, and what a newer server may say.
      case WELCOME,
          CLOSING,
          SUBSCRIPTIONS,
          PONG,
          BAR_UPDATE,
          INDICATOR_UPDATE,
          SIGNAL_UPDATE,
          EVENT_NOT_SET -> {}
    }
  }

  /** The conversation is over: what was under way is asked for again in the next. */
  void disconnected() {
    unanswered.clear();
    allAsked = false;
    allSeen &= wanted.isAllWithSnapshot();
    sequences.retain(wanted::covers);
  }

  private void heartbeat(Heartbeat heartbeat, Consumer<FeedEvent> out) {
    heartbeat
        .getSequencesMap()
        .forEach((symbol, sequence) -> {
          if (!wanted.isPaced(symbol)) {
            sequences.claimed(symbol, sequence, out);
          }
        });
  }

  private void subscribed(Subscribed answer, Consumer<FeedEvent> out) {
    unanswered.remove(answer.getRequestId());
    List<SymbolResult> results = Wire.results(answer.getResultsList());
    for (SymbolResult result : results) {
      switch (result.status()) {
        case OK, PENDING, ALREADY_SUBSCRIBED -> {
          if (result.symbol().equals(Subscription.ALL)) {
            allAsked = wanted.isAllWithSnapshot();
          } else {
            sequences.begin(result.symbol(), result.sequence());
          }
        }
        case INVALID_SYMBOL -> wanted.remove(List.of(result.symbol()));
        // May become known by the next connection.
        case UNKNOWN_SYMBOL, NOT_SUBSCRIBED, OTHER -> {}
      }
    }
    out.accept(new SubscriptionResult(Wire.delivery(answer.getDelivery()), results));
  }

  private void unsubscribed(Unsubscribed answer, Consumer<FeedEvent> out) {
    unanswered.remove(answer.getRequestId());
    List<SymbolResult> results = Wire.results(answer.getResultsList());
    for (SymbolResult result : results) {
      if (result.symbol().equals(Subscription.ALL)) {
        sequences.forgetAll();
        allAsked = false;
        allSeen = false;
      } else {
        sequences.forget(result.symbol());
      }
    }
    out.accept(new UnsubscriptionResult(results));
  }

  private void refused(Error error, Consumer<FeedEvent> out) {
    Asked asked = unanswered.remove(error.getRequestId());
    if (asked != null) {
      asked.undo().run();
    }
    out.accept(
        new RequestRefused(
            asked == null ? List.of() : asked.symbols(),
            ErrorReader.code(error.getCode()),
            error.getReason(),
            error.getMessage(),
            Wire.violations(error.getFieldViolationsList())));
  }

  private ConnectRequest subscribe(
      List<String> symbols, WantedSymbols.Wish wish, @Nullable Resume resume, Runnable undo) {
    Subscribe.Builder request =
        Subscribe.newBuilder()
            .setRequestId(ask(symbols, undo))
            .setChannel(Wire.PRICES)
            .addAllSymbols(symbols)
            .setDelivery(Wire.delivery(wish.delivery()))
            .setSnapshot(wish.snapshot());
    if (resume != null) {
      request.setResume(resume);
    }
    return ConnectRequest.newBuilder().setSubscribe(request).build();
  }

  private @Nullable Resume resume(List<String> symbols) {
    Map<String, Long> lasts = new HashMap<>();
    for (String symbol : symbols) {
      Long last = sequences.last(symbol);
      if (symbol.equals(Subscription.ALL)) {
        lasts.putAll(sequences.lasts(RESUME_ALL_MAX));
      } else if (last != null) {
        lasts.put(symbol, last);
      }
    }
    return lasts.isEmpty() || epoch == null
        ? null
        : Resume.newBuilder().setEpoch(epoch).putAllSequences(lasts).build();
  }

  private String ask(List<String> symbols, Runnable undo) {
    String id = Long.toString(++requests);
    unanswered.put(id, new Asked(symbols, undo));
    return id;
  }

  private static List<List<String>> parts(List<String> symbols) {
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < symbols.size(); from += SYMBOLS_PER_REQUEST_MAX) {
      int to = Math.min(symbols.size(), from + SYMBOLS_PER_REQUEST_MAX);
      parts.add(List.copyOf(symbols.subList(from, to)));
    }
    return parts;
  }
}
