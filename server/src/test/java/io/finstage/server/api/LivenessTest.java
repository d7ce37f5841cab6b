package io.finstage.server.api;

import static io.finstage.server.api.Liveness.LOOKS;
import static io.finstage.server.api.Liveness.Verdict.CUT;
import static io.finstage.server.api.Liveness.Verdict.FINE;
import static io.finstage.server.api.Liveness.Verdict.GOODBYE;
import static io.finstage.server.api.Liveness.Verdict.PING;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.api.Liveness.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private final Liveness liveness = new Liveness();

  @Test
  void aSilentPeerIsPingedOnceAndCutWithinTwoIntervals() {
    List<Verdict> verdicts = look(2 * LOOKS - 1);

    assertThat(verdicts.indexOf(PING)).isEqualTo(LOOKS - 2);
    assertThat(verdicts).containsOnlyOnce(PING);
    assertThat(verdicts.subList(2 * LOOKS - 3, 2 * LOOKS - 1)).containsExactly(GOODBYE, CUT);
  }

  @Test
  void aPeerThatAnswersThePingIsFineAgain() {
    look(LOOKS);
    liveness.heard();

    assertThat(look(LOOKS - 1)).containsOnly(FINE);
    assertThat(liveness.look()).isEqualTo(PING);
  }

  @Test
  void aPeerThatSpeaksIsNeverPinged() {
    for (int i = 0; i < 10 * LOOKS; i++) {
      liveness.heard();
      assertThat(liveness.look()).isEqualTo(FINE);
    }
  }

  @Test
  void aPeerThatIsGoneStaysGone() {
    look(2 * LOOKS);

    assertThat(look(3)).containsOnly(CUT);
  }

  private List<Verdict> look(int times) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      verdicts.add(liveness.look());
    }
    return verdicts;
  }
}
