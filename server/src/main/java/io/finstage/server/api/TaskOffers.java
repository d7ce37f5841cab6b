package io.finstage.server.api;

import io.finstage.proto.v1.WorkRequest;
import java.util.HashSet;
import java.util.Set;

/** What a worker says, checked. Every function is pure. */
public final class TaskOffers {

  private static final int WORKER_MAX = 64;
  private static final int KINDS_MAX = 100;

  private TaskOffers() {}

  /** What a worker lends. */
  public record Wish(String worker, Set<String> kinds, int slots) {

    public Wish {
      kinds = Set.copyOf(kinds);
    }
  }

  /** Reads an offer. */
  public static TaskRequests.Outcome<Wish> read(WorkRequest.Offer offer, int slotsMax) {
    TaskFields fields = new TaskFields();
    String worker = offer.getWorker();
    if (worker.isBlank()
        || worker.length() > WORKER_MAX
        || worker.codePoints().anyMatch(Character::isISOControl)) {
      fields.add(
          "offer.worker", "must have 1 to " + WORKER_MAX + " characters, no control characters");
    }
    int slots = fields.within("offer.slots", offer.getSlots(), 1, slotsMax);
    if (offer.getKindsCount() < 1 || offer.getKindsCount() > KINDS_MAX) {
      fields.add("offer.kinds", "must be 1 to " + KINDS_MAX + ", not " + offer.getKindsCount());
    } else {
      for (int i = 0; i < offer.getKindsCount(); i++) {
        fields.name("offer.kinds[" + i + "]", offer.getKinds(i));
      }
    }
    return TaskRequests.outcome(
        fields, new Wish(worker, new HashSet<>(offer.getKindsList()), slots));
  }

  /** Id of a task in {@code field}. */
  public static TaskRequests.Outcome<Long> id(String field, String text) {
    TaskFields fields = new TaskFields();
    long id = fields.taskId(field, text);
    return TaskRequests.outcome(fields, id);
  }

  /** Brought inside 0 to 1; what is no number is 0. */
  public static double ratio(double said) {
    return said >= 0 ? Math.min(said, 1) : 0;
  }

  /** At most {@code max} characters, none of them one that a database refuses. */
  public static String cut(String text, int max) {
    int end = Math.min(text.length(), max);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).replace('\0', ' ');
  }
}
