package io.finstage.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.metrics.ReadingBoard.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingBoardTest {

  private final ReadingBoard board = new ReadingBoard();

  private void put(Map<String, Double> values) {
    board.put(Instant.EPOCH.plusSeconds(1), values, Set.of("a", "b", "never_yet"));
  }

  @Test
  void aNameIsTheReadingOfThatName() {
    put(Map.of("a", 1.0, "b{k=\"v\"}", 2.0));

    assertThat(board.select("a")).containsExactly(new Reading("a", 1));
    assertThat(board.value("b{k=\"v\"}")).hasValue(2);
    assertThat(board.value("b")).isEmpty();
  }

  @Test
  void aFamilyIsAllOfItsReadings() {
    put(Map.of("b{k=\"v\"}", 2.0, "b{k=\"w\"}", 3.0, "a", 1.0));

    assertThat(board.select("b"))
        .containsExactly(new Reading("b{k=\"v\"}", 2), new Reading("b{k=\"w\"}", 3));
  }

  @Test
  void someLabelsAreAllThatHaveThem() {
    put(Map.of("b{k=\"v\",l=\"x\"}", 2.0, "b{k=\"v\",l=\"y\"}", 3.0, "b{k=\"w\",l=\"x\"}", 4.0));

    assertThat(board.select("b{l=\"x\"}")).extracting(Reading::value).containsExactly(2.0, 4.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "b{k=\"another\"}", "never_yet", "never_yet{k=\"v\"}"})
  void knowsFamiliesAndTheLabelsThatTheyHave(String selector) {
    put(Map.of("a", 1.0, "b{k=\"v\"}", 2.0));

    assertThat(board.knows(selector)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"c", "b{other=\"v\"}", "a{k=\"v\"}", "b{k=v}", "b{k=\"v\"", "", "{}", "a b"})
  void doesNotKnowWhatCanNeverBeThere(String selector) {
    put(Map.of("a", 1.0, "b{k=\"v\"}", 2.0));

    assertThat(board.knows(selector)).isFalse();
    assertThat(board.select(selector)).isEqualTo(List.of());
  }

  @Test
  void labelsMayHoldWhatWouldEndThem() {
    String odd = "b{k=\"a\\\"b,c=\\\\}\"}";
    put(Map.of(odd, 5.0));

    assertThat(board.select("b")).containsExactly(new Reading(odd, 5));
    assertThat(board.knows(odd)).isTrue();
  }
}
