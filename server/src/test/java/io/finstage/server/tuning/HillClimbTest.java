package io.finstage.server.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class HillClimbTest {

  private static final Bounds BOUNDS = new Bounds(1, 100);
  private static final double OBJECTIVE = 1;
  private static final double IN_TIME = 0.5;
  private static final double FAR_TOO_LATE = 2;

  @Test
  void doublesWhileThatGains() {
    assertThat(values(climb(4), n -> n, 8)).containsExactly(4, 8, 8, 16, 16, 32, 32, 64);
  }

  @Test
  void takesBackADoublingThatDoesNotGain() {
    assertThat(values(climb(4), n -> 10, 4)).containsExactly(4, 8, 8, 4);
  }

  @Test
  void triesAStepUpOfThirtyPercentLessAFewAfterwards() {
    assertThat(values(climb(10), n -> 10, 8)).containsExactly(10, 20, 20, 10, 10, 12, 12, 10);
  }

  @Test
  void keepsADownwardStepThatCostsNothing() {
    HillClimb climb = climb(100);

    assertThat(values(climb, n -> 10, 4)).containsExactly(100, 70, 70, 55);
  }

  @Test
  void restsSixWindowsAfterFourRefusals() {
    HillClimb climb = climb(50);
    IntToDoubleFunction best50 = n -> n == 50 ? 100 : 50;
    values(climb, best50, 16);

    assertThat(values(climb, best50, 8)).containsExactly(50, 50, 50, 50, 50, 50, 50, 46);
  }

  @Test
  void cutsAtOnceWhenTwoWindowsRunningAreFarTooLate() {
    HillClimb climb = climb(100);
    climb.step(new Window(10, FAR_TOO_LATE, 1), true);

    Step step = climb.step(new Window(10, FAR_TOO_LATE, 1), true);

    assertThat(step.move().orElseThrow().rule()).isEqualTo(Rule.BRAKE);
    assertThat(climb.value()).isEqualTo(70);
  }

  @Test
  void brakesEvenWhenAnotherTunableIsTried() {
    HillClimb climb = climb(100);
    climb.step(new Window(10, FAR_TOO_LATE, 1), false);
    climb.step(new Window(10, FAR_TOO_LATE, 1), false);

    assertThat(climb.value()).isEqualTo(70);
  }

  @Test
  void takesAPendingMoveUpBackInsteadOfCutting() {
    HillClimb climb = climb(4);
    climb.step(new Window(4, IN_TIME, 1), true);
    climb.step(new Window(4, IN_TIME, 1), true);
    climb.step(new Window(4, FAR_TOO_LATE, 1), true);

    Step step = climb.step(new Window(4, FAR_TOO_LATE, 1), true);

    assertThat(step.verdict().orElseThrow().kept()).isFalse();
    assertThat(climb.value()).isEqualTo(4);
  }

  @Test
  void doesNotMoveWhileTheLimitIsNotTaken() {
    HillClimb climb = climb(4);
    for (int i = 0; i < 20; i++) {
      climb.step(new Window(4, IN_TIME, 0.7), true);
    }

    assertThat(climb.value()).isEqualTo(4);
  }

  @Test
  void triesLessWhileTheLimitIsNotTakenButCompletionsAreLate() {
    HillClimb climb = climb(10);
    climb.step(new Window(4, 1.2, 0.7), true);
    climb.step(new Window(4, 1.2, 0.7), true);

    assertThat(climb.value()).isEqualTo(7);
  }

  @Test
  void doesNotBeginToMoveWhileAnotherIsTried() {
    HillClimb climb = climb(4);
    climb.step(new Window(4, IN_TIME, 1), false);
    climb.step(new Window(4, IN_TIME, 1), false);

    assertThat(climb.value()).isEqualTo(4);
  }

  @Test
  void staysWithinItsBounds() {
    assertThat(values(climb(60), n -> n, 60)).allMatch(value -> value >= 1 && value <= 100);
    assertThat(values(climb(3), n -> 1.0 / n, 60)).allMatch(value -> value >= 1 && value <= 100);
  }

  @Test
  void hasNowhereToGoWhenTheBoundsAreOne() {
    HillClimb climb = new HillClimb(new Bounds(5, 5), 5, OBJECTIVE);

    assertThat(values(climb, n -> n, 20)).containsOnly(5);
  }

  @Test
  void takesBackWhatNobodyCouldJudgeForSixWindows() {
    HillClimb climb = climb(4);
    climb.step(new Window(4, IN_TIME, 1), true);
    climb.step(new Window(4, IN_TIME, 1), true);
    for (int i = 0; i < 5; i++) {
      climb.unseen();
    }
    assertThat(climb.value()).isEqualTo(8);

    climb.unseen();

    assertThat(climb.value()).isEqualTo(4);
  }

  @Test
  void doublesAgainWhenTheWorldGotBetter() {
    HillClimb climb = climb(10);
    values(climb, n -> 10, 4);

    assertThat(values(climb, n -> 3.0 * n, 6)).containsExactly(10, 20, 20, 40, 40, 80);
  }

  private static HillClimb climb(int start) {
    return new HillClimb(BOUNDS, start, OBJECTIVE);
  }

  /** Values after each of so many windows in time, of which the score follows the value. */
  private static List<Integer> values(HillClimb climb, IntToDoubleFunction score, int windows) {
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      climb.step(new Window(score.applyAsDouble(climb.value()), IN_TIME, 1), true);
      values.add(climb.value());
    }
    return values;
  }
}
