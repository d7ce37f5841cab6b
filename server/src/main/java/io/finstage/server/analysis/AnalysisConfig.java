package io.finstage.server.analysis;

import java.time.Duration;

/**
 * What analyses are held to.
 *
 * @param threads that compute
 * @param concurrencyMax analyses at a time, to begin with; can be moved at run time
 * @param queueMax analyses that wait; 0 or more
 * @param symbolsMax symbols of one analysis
 * @param indicatorsMax indicators and signals of one analysis
 * @param barsMax bars of one symbol
 * @param valuesMax bars times indicators, summed over the symbols of one analysis
 * @param answerBytesMax one symbol's answer, in bytes, about
 * @param unreadBytesMax answers of analyses that gave their permit back while their readers are
 *     slow
 * @param timeout longest one analysis may take, its reader's share included
 */
public record AnalysisConfig(
    int threads,
    int concurrencyMax,
    int queueMax,
    int symbolsMax,
    int indicatorsMax,
    int barsMax,
    long valuesMax,
    int answerBytesMax,
    long unreadBytesMax,
    Duration timeout) {

  public AnalysisConfig {
    positive("threads", threads);
    positive("concurrencyMax", concurrencyMax);
    positive("symbolsMax", symbolsMax);
    positive("indicatorsMax", indicatorsMax);
    positive("barsMax", barsMax);
    positive("valuesMax", valuesMax);
    positive("answerBytesMax", answerBytesMax);
    positive("unreadBytesMax", unreadBytesMax);
    positive("timeout", timeout.toNanos());
    if (queueMax < 0) {
      throw new IllegalArgumentException("queueMax must not be negative, not " + queueMax);
    }
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
