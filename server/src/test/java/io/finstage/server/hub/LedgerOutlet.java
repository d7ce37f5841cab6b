package io.finstage.server.hub;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A peer that keeps books: every sequence of every symbol must be received, folded into a received
 * one, or announced as a gap, in order. Writes one byte per update and ten per event.
 */
final class LedgerOutlet implements Outlet {

  final List<Event> events = new ArrayList<>();
  final List<String> faults = new ArrayList<>();
  final Map<Topic, Long> accounted = new HashMap<>();
  long snapshots;
  long received;
  long conflated;
  long missing;
  @Nullable CloseReason ended;
  @Nullable CloseReason aborted;
  boolean broken;

  @Override
  public Wire wire() {
    return Wire.WEBSOCKET;
  }

  @Override
  public void append(Update update, boolean snapshot, long folded, Batch batch) {
    batch.append(1);
    Long before = accounted.put(update.topic(), update.sequence());
    if (snapshot) {
      snapshots++;
      if (before != null && before > update.sequence()) {
        faults.add("snapshot " + update + " goes back behind " + before);
      }
      return;
    }
    received++;
    conflated += folded;
    if (before != null && update.sequence() != before + folded + 1) {
      faults.add(update + " with " + folded + " folded follows " + before);
    }
  }

  @Override
  public void append(Event event, Batch batch) {
    batch.append(new byte[10]);
    events.add(event);
    if (event instanceof Gap gap && gap.to() > 0) {
      missing += gap.to() - gap.from() + 1;
      Long before = accounted.put(gap.topic(), gap.to());
      if (before != null && gap.from() != before + 1) {
        faults.add(gap + " follows " + before);
      }
    }
  }

  @Override
  public void write(Batch batch) throws IOException {
    if (broken) {
      throw new IOException("gone");
    }
  }

  @Override
  public void end(CloseReason reason) {
    ended = reason;
  }

  @Override
  public void abort(CloseReason reason) {
    aborted = reason;
  }

  /** A new conversation of the same client knows what it accounted for before. */
  LedgerOutlet successor() {
    LedgerOutlet next = new LedgerOutlet();
    next.accounted.putAll(accounted);
    return next;
  }

  <E extends Event> E last(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList().getLast();
  }

  long count(Class<? extends Event> type) {
    return events.stream().filter(type::isInstance).count();
  }
}
