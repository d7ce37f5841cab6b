package io.finstage.server.feed;

/** How a run of a source ended, and so what comes next. */
public sealed interface Ending {

  /** Nothing more will come: the feed is finished. */
  record Finished() implements Ending {}

  /** One pass is done and the source begins again: at once, with times that may start over. */
  record Again() implements Ending {}

  /**
   * The upstream is gone for now: the source is started again after a backoff.
   *
   * @param reason for people, one line
   */
  record Lost(String reason) implements Ending {}

  /**
   * Starting again would not help: someone must mend what the reason names.
   *
   * @param reason for people, one line
   */
  record Broken(String reason) implements Ending {}
}
