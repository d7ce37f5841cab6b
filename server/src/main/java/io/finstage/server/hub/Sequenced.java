package io.finstage.server.hub;

/** What takes a sequence of its topic: an update, the state at opening, or a hole. */
sealed interface Sequenced permits Update, OpeningState, UpstreamHole {

  Topic topic();

  long sequence();
}
