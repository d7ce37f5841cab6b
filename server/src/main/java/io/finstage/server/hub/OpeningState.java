package io.finstage.server.hub;

/**
 * The first item of a topic that was opened for its subscribers: not an event, but how things stood
 * then. Who waited for it gets it as a snapshot.
 */
record OpeningState(TopicUpdate update) implements Sequenced {

  @Override
  public Topic topic() {
    return update.topic();
  }

  @Override
  public long sequence() {
    return update.sequence();
  }
}
