package io.finstage.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Http2FramesTest {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] HEADERS_OPEN = {0, 0, 2, 1, 0, 0, 0, 0, 1, 7, 7};
  private static final byte[] CONTINUATION_END = {0, 0, 1, 9, 4, 0, 0, 0, 1, 7};
  private static final byte[] DATA = {0, 0, 3, 0, 0, 0, 0, 0, 1, 1, 2, 3};

  private final Http2Frames frames = new Http2Frames();

  private void open() {
    frames.received(PREFACE);
    frames.received(SETTINGS);
  }

  @Test
  void thePrefaceAloneIsHalfOfTheOpening() {
    frames.received(PREFACE);

    assertThat(frames.complete()).isFalse();
  }

  @Test
  void thePrefaceWithItsSettingsIsComplete() {
    assertThat(frames.received(PREFACE)).isFalse();
    assertThat(frames.received(SETTINGS)).isTrue();
    assertThat(frames.complete()).isTrue();
  }

  @Test
  void partOfAFramesHeaderIsIncomplete() {
    open();
    assertThat(frames.received(Arrays.copyOf(DATA, 4))).isFalse();

    assertThat(frames.complete()).isFalse();
  }

  @Test
  void aFrameWithoutItsWholePayloadIsIncompleteUntilTheRestComes() {
    open();
    assertThat(frames.received(Arrays.copyOf(DATA, 10))).isFalse();
    assertThat(frames.complete()).isFalse();

    assertThat(frames.received(Arrays.copyOfRange(DATA, 10, 12))).isTrue();
    assertThat(frames.complete()).isTrue();
  }

  @Test
  void aHeaderBlockIsIncompleteUntilItsLastContinuation() {
    open();
    assertThat(frames.received(HEADERS_OPEN)).isFalse();
    assertThat(frames.complete()).isFalse();

    assertThat(frames.received(CONTINUATION_END)).isTrue();
    assertThat(frames.complete()).isTrue();
  }

  @Test
  void everyWayToCutTheBytesEndsComplete() {
    byte[] all = new byte[PREFACE.length + SETTINGS.length + DATA.length];
    System.arraycopy(PREFACE, 0, all, 0, PREFACE.length);
    System.arraycopy(SETTINGS, 0, all, PREFACE.length, SETTINGS.length);
    System.arraycopy(DATA, 0, all, PREFACE.length + SETTINGS.length, DATA.length);
    for (int cut = 0; cut < all.length; cut++) {
      Http2Frames each = new Http2Frames();
      each.received(Arrays.copyOf(all, cut));
      each.received(Arrays.copyOfRange(all, cut, all.length));

      assertThat(each.complete()).as("cut at %d", cut).isTrue();
    }
  }
}
