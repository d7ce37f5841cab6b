package io.finstage.server.hub;

/**
 * Who publishes the topics of one channel while they are open. Called by one thread, which is not a
 * shard's, so it may take its time; other topics wait meanwhile.
 */
public interface TopicSource {

  /**
   * Somebody listens: from now on every change is to be published, and first, with {@link
   * PriceHub#publishState}, how things stand.
   */
  void opened(Topic topic);

  /** Nobody listens any more, and has not for a while: what is published now goes nowhere. */
  void closed(Topic topic);
}
