package io.finstage.server.api;

import io.finstage.proto.v1.ListAdjustmentsRequest;
import io.finstage.proto.v1.SetTuningRequest;
import io.finstage.proto.v1.TunableSetting;
import io.finstage.server.tuning.Bounds;
import io.finstage.server.tuning.TuningMode;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked of the tuner, checked. Every function is pure. */
public final class TuningRequests {

  private static final int SIZE_DEFAULT = 100;
  private static final int SIZE_MAX = 1000;
  private static final int REASON_MAX = 512;
  private static final int NAME_MAX = 64;
  private static final int TOKEN_MAX = 256;
  private static final Pattern TOKEN = Pattern.compile("u1:([1-9][0-9]{0,17}):(.*)");

  private TuningRequests() {}

  /** What somebody wants of the loop or of a tunable. */
  public sealed interface Wish {

    /** The loop is switched. */
    record Switch(TuningMode mode, String reason) implements Wish {}

    /** A tunable is set, or, without a value, given back. */
    record Put(String name, Optional<Double> value, String reason) implements Wish {}

    /** It cannot be read. */
    record Refused(Refusal refusal) implements Wish {}
  }

  /**
   * A page of adjustments.
   *
   * @param before only ids below this
   */
  public record Page(String tunable, long before, int size) {}

  public static Wish wish(SetTuningRequest request) {
    if (request.getReason().length() > REASON_MAX) {
      return refused("reason", "must be at most " + REASON_MAX + " characters");
    }
    return switch (request.getChangeCase()) {
      case MODE ->
          TuningMessages.mode(request.getMode())
              .<Wish>map(mode -> new Wish.Switch(mode, request.getReason()))
              .orElseGet(() -> refused("mode", "must be ON, DRY_RUN or OFF"));
      case TUNABLE -> put(request.getTunable(), request.getReason());
      case CHANGE_NOT_SET -> refused("change", "must be a mode or a tunable");
    };
  }

  private static Wish put(TunableSetting wanted, String reason) {
    if (wanted.getName().isEmpty()) {
      return new Wish.Refused(
          Refusal.invalid("INVALID_NAME", "tunable.name", "must name a tunable"));
    }
    return new Wish.Put(
        wanted.getName(),
        wanted.hasValue() ? Optional.of(wanted.getValue()) : Optional.empty(),
        reason);
  }

  /** Empty when the request cannot be read; {@link #unreadable} says why. */
  public static Optional<Page> page(ListAdjustmentsRequest request) {
    int size = request.getPageSize() == 0 ? SIZE_DEFAULT : request.getPageSize();
    Optional<Long> before = before(request);
    return size < 1 || size > SIZE_MAX || before.isEmpty()
        ? Optional.empty()
        : Optional.of(new Page(request.getTunable(), before.get(), size));
  }

  /** Why a page was not read. */
  public static Refusal unreadable(ListAdjustmentsRequest request) {
    return before(request).isEmpty()
        ? Refusal.invalid(
            "INVALID_PAGE_TOKEN",
            "page_token",
            "must be the next_page_token of a request with the same tunable")
        : Refusal.invalid("INVALID_PAGE_SIZE", "page_size", "must be 1 to " + SIZE_MAX);
  }

  /** The page after this one begins with the newest adjustment below {@code id}. */
  public static String token(long id, String tunable) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("u1:" + id + ":" + tunable).getBytes(StandardCharsets.UTF_8));
  }

  public static Refusal unknown(String name) {
    String shown = name.length() > NAME_MAX ? name.substring(0, NAME_MAX) + "..." : name;
    return new Refusal(
        Status.Code.NOT_FOUND,
        "TUNABLE_NOT_FOUND",
        "there is no tunable " + shown,
        List.of(),
        Map.of("name", shown));
  }

  public static Refusal outOfBounds(Bounds bounds) {
    return Refusal.invalid(
        "INVALID_VALUE",
        "tunable.value",
        "must be a whole number, " + bounds.min() + " to " + bounds.max());
  }

  private static Optional<Long> before(ListAdjustmentsRequest request) {
    String token = request.getPageToken();
    if (token.isEmpty()) {
      return Optional.of(Long.MAX_VALUE);
    }
    if (token.length() > TOKEN_MAX) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      Matcher match = TOKEN.matcher(text);
      return match.matches() && match.group(2).equals(request.getTunable())
          ? Optional.of(Long.parseLong(match.group(1)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Wish refused(String field, String description) {
    return new Wish.Refused(
        Refusal.invalid("INVALID_" + field.toUpperCase(Locale.ROOT), field, description));
  }
}
