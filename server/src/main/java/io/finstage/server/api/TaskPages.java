package io.finstage.server.api;

import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.server.tasks.TaskFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pages of tasks. A token says where the next one starts, and with which filter; it is opaque to
 * clients. Every function is pure.
 */
public final class TaskPages {

  private static final int SIZE_DEFAULT = 100;
  private static final int SIZE_MAX = 1000;

  private static final Pattern FORM = Pattern.compile("t1:([1-9][0-9]{0,17}):([0-9a-f]{16})");
  private static final int LENGTH_MAX = 128;
  private static final int DIGEST_BYTES = 8;

  private TaskPages() {}

  /**
   * A page.
   *
   * @param before only ids below this
   * @param size 1 to 1000
   */
  public record Wish(TaskFilter filter, long before, int size) {}

  /** Which page is asked for. */
  public static TaskRequests.Outcome<Wish> read(ListTasksRequest request) {
    TaskFields fields = new TaskFields();
    TaskFilter filter = TaskRequests.filter(request.getFilter(), fields);
    int size =
        request.getPageSize() == 0
            ? SIZE_DEFAULT
            : fields.within("page_size", request.getPageSize(), 1, SIZE_MAX);
    long before = Long.MAX_VALUE;
    if (!request.getPageToken().isEmpty()) {
      OptionalLong below = parse(request.getPageToken(), filter);
      if (below.isEmpty()) {
        fields.add("page_token", "must be the next_page_token of a request with the same filter");
      }
      before = below.orElse(before);
    }
    return TaskRequests.outcome(fields, new Wish(filter, before, size));
  }

  /** The page after this one begins with the newest task below {@code id}. */
  public static String token(long id, TaskFilter filter) {
    String text = "t1:" + id + ":" + digest(filter);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Below which id the page starts; empty for what no answer with this filter had. */
  private static OptionalLong parse(String token, TaskFilter filter) {
    if (token.length() > LENGTH_MAX) {
      return OptionalLong.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      Matcher match = FORM.matcher(text);
      return match.matches() && match.group(2).equals(digest(filter))
          ? OptionalLong.of(Long.parseLong(match.group(1)))
          : OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  /** The same for equal filters, in this life of the server and in others. */
  private static String digest(TaskFilter filter) {
    // Strings with their lengths: no two filters give one text.
    StringBuilder text = new StringBuilder();
    new TreeSet<>(filter.states()).forEach(state -> text.append(state.name()).append(','));
    text.append(';');
    new TreeSet<>(filter.kinds()).forEach(kind -> text.append(kind).append(','));
    text.append(';');
    new TreeMap<>(filter.labels())
        .forEach((key, value) ->
            text.append(key)
                .append('=')
                .append(value.length())
                .append(':')
                .append(value)
                .append(','));
    text.append(';').append(spelled(filter.from())).append(';').append(spelled(filter.to()));
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String spelled(Optional<?> time) {
    return time.map(Object::toString).orElse("");
  }
}
