package io.finstage.client;

import java.util.List;

/**
 * What became of the ticks of a {@link Publisher} so far.
 *
 * @param accepted the server took them in
 * @param rejected the server refused them
 * @param unconfirmed sent on a connection that broke before the server confirmed: taken in or not,
 *     nobody knows; they are not sent again
 * @param rejections the first {@value #REJECTIONS_MAX} refusals
 */
public record PublishSummary(
    long accepted, long rejected, long unconfirmed, List<Rejection> rejections) {

  /** Refusals that are kept. */
  public static final int REJECTIONS_MAX = 100;

  static final PublishSummary NOTHING = new PublishSummary(0, 0, 0, List.of());

  public PublishSummary {
    rejections = List.copyOf(rejections);
  }
}
