package io.finstage.server.hub;

/** The source lost an unknown number of events; one sequence stands for all of them. */
record UpstreamHole(Topic topic, long sequence) implements Sequenced {

  Gap gap() {
    return new Gap(topic, sequence, sequence, Gap.Cause.UPSTREAM);
  }
}
