package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceCheckerTest {

  private final SequenceChecker checker = new SequenceChecker();
  private final List<FeedEvent> out = new ArrayList<>();

  @Test
  void countsConflatedUpdatesAsReceived() {
    checker.begin("SPY", 10);
    accept(update(15, 4));
    assertThat(gaps()).isEmpty();
  }

  @Test
  void tellsOfWhatConflationDoesNotExplain() {
    checker.begin("SPY", 10);
    accept(update(15, 1));
    assertThat(gaps()).containsExactly(new Gap("SPY", 11, 13, Gap.Cause.SEQUENCE_JUMP));
  }

  @Test
  void letsTheNextUpdateExplainWhatCameBeforeAnAnnouncedGap() {
    checker.begin("SPY", 10);
    checker.accept(new Gap("SPY", 13, 13, Gap.Cause.UPSTREAM), out::add);
    accept(update(14, 2));
    assertThat(gaps()).containsExactly(new Gap("SPY", 13, 13, Gap.Cause.UPSTREAM));
  }

  @Test
  void tellsOfWhatIsMissingBeforeAnAnnouncedGap() {
    checker.begin("SPY", 10);
    checker.accept(new Gap("SPY", 13, 13, Gap.Cause.UPSTREAM), out::add);
    accept(update(14, 0));
    assertThat(gaps()).last().isEqualTo(new Gap("SPY", 11, 12, Gap.Cause.SEQUENCE_JUMP));
  }

  @Test
  void tellsOfWhatIsMissingOnBothSidesOfAnAnnouncedGap() {
    checker.begin("SPY", 10);
    checker.accept(new Gap("SPY", 13, 13, Gap.Cause.UPSTREAM), out::add);
    accept(update(16, 0));
    assertThat(gaps())
        .containsExactly(
            new Gap("SPY", 13, 13, Gap.Cause.UPSTREAM),
            new Gap("SPY", 11, 12, Gap.Cause.SEQUENCE_JUMP),
            new Gap("SPY", 14, 15, Gap.Cause.SEQUENCE_JUMP));
  }

  @Test
  void shortensAnAnnouncedGapToWhatWasNotReceived() {
    checker.begin("SPY", 10);
    checker.accept(new Gap("SPY", 8, 12, Gap.Cause.SLOW_CONSUMER), out::add);
    assertThat(gaps()).containsExactly(new Gap("SPY", 11, 12, Gap.Cause.SLOW_CONSUMER));
  }

  @Test
  void doesNotTellTwiceOfAGapThatItHasNoticedItself() {
    checker.begin("SPY", 10);
    accept(update(13, 0));
    checker.accept(new Gap("SPY", 11, 12, Gap.Cause.SLOW_CONSUMER), out::add);
    assertThat(gaps()).containsExactly(new Gap("SPY", 11, 12, Gap.Cause.SEQUENCE_JUMP));
  }

  @Test
  void takesASnapshotForTheStateAndNotForAnUpdate() {
    checker.begin("SPY", 10);
    accept(snapshot(10));
    accept(snapshot(13));
    accept(update(14, 0));
    assertThat(gaps()).containsExactly(new Gap("SPY", 11, 13, Gap.Cause.SEQUENCE_JUMP));
  }

  @Test
  void dropsASnapshotThatIsOlderThanWhatIsKnown() {
    checker.begin("SPY", 10);
    accept(snapshot(9));
    assertThat(out).isEmpty();
  }

  @Test
  void takesTheFirstSequenceOfAnUnknownSymbolAsItIs() {
    accept(update(500, 0));
    accept(update(501, 0));
    assertThat(gaps()).isEmpty();
  }

  @Test
  void beginsAnewWithASymbolThatWasGivenUp() {
    checker.begin("SPY", 10);
    checker.forget("SPY");
    checker.begin("SPY", 90);
    accept(update(91, 0));
    assertThat(gaps()).isEmpty();
  }

  @Test
  void keepsItsPlaceWhenASubscriptionIsReplaced() {
    checker.begin("SPY", 10);
    checker.begin("SPY", 20);
    accept(update(11, 0));
    assertThat(out).hasSize(1).noneMatch(Gap.class::isInstance);
  }

  @Test
  void tellsOfEverySymbolOfALifeThatIsOver() {
    checker.begin("SPY", 10);
    checker.begin("IBM", 0);
    checker.restart(out::add);
    assertThat(gaps())
        .containsExactly(
            new Gap("IBM", 0, 0, Gap.Cause.SERVER_RESTARTED),
            new Gap("SPY", 0, 0, Gap.Cause.SERVER_RESTARTED));
    assertThat(checker.last("SPY")).isNull();
  }

  @Test
  void doesNotBelieveAHeartbeatThatTheNextUpdateBearsOut() {
    checker.begin("SPY", 10);
    checker.claimed("SPY", 11, out::add);
    accept(update(11, 0));
    checker.claimed("SPY", 11, out::add);
    assertThat(gaps()).isEmpty();
  }

  private void accept(PriceUpdate update) {
    checker.accept(update, out::add);
  }

  private List<FeedEvent> gaps() {
    return out.stream().filter(Gap.class::isInstance).toList();
  }

  private static PriceUpdate update(long sequence, long conflated) {
    return update(sequence, false, conflated);
  }

  private static PriceUpdate snapshot(long sequence) {
    return update(sequence, true, 0);
  }

  private static PriceUpdate update(long sequence, boolean snapshot, long conflated) {
    Instant at = Instant.EPOCH;
    double none = Double.NaN;
    return new PriceUpdate("SPY", sequence, snapshot, conflated, 1, none, none, none, at, at, at);
  }
}
