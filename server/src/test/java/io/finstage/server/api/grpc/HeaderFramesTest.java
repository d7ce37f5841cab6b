package io.finstage.server.api.grpc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.http.http2.Http2Exception;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HeaderFramesTest {

  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END = 0x4;
  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;

  /** Three fields of the static table weigh 128 bytes; four are too much. */
  private final HeaderFrames frames = new HeaderFrames(new HeaderLists(150, 4096));

  @Test
  void theFramesOfABlockAreWeighedTogether() {
    frames.received(HEADERS, 0, hex("8282"));
    frames.received(CONTINUATION, 0, hex(""));

    assertThatThrownBy(() -> frames.received(CONTINUATION, END, hex("8282")))
        .isInstanceOf(Http2Exception.class);
  }

  @Test
  void anEmptyLastFrameEndsABlock() {
    frames.received(HEADERS, 0, hex("82828282"));

    assertThatThrownBy(() -> frames.received(CONTINUATION, END, hex("")))
        .isInstanceOf(Http2Exception.class);
  }

  @Test
  void eachBlockIsWeighedAlone() {
    frames.received(HEADERS, END, hex("828282"));

    assertThatCode(() -> frames.received(HEADERS, END, hex("828282"))).doesNotThrowAnyException();
  }

  @Test
  void paddingAndPriorityAreNoFields() {
    assertThatCode(() ->
            frames.received(
                HEADERS, END | PADDED | PRIORITY, hex("04" + "0000000010" + "82" + "82828282")))
        .doesNotThrowAnyException();
  }

  @Test
  void morePaddingThanPayloadIsRefused() {
    assertThatThrownBy(() -> frames.received(HEADERS, END | PADDED, hex("0582")))
        .isInstanceOf(Http2Exception.class);
  }

  @Test
  void aPriorityThatIsCutShortIsRefused() {
    assertThatThrownBy(() -> frames.received(HEADERS, END | PRIORITY, hex("000000")))
        .isInstanceOf(Http2Exception.class);
  }

  @Test
  void emptyFramesWithoutEndAreRefused() {
    frames.received(HEADERS, 0, hex("82"));

    assertThatThrownBy(
            () -> {
              for (int sent = 0; sent < 100; sent++) {
                frames.received(CONTINUATION, 0, hex(""));
              }
            })
        .isInstanceOf(Http2Exception.class);
  }

  private static byte[] hex(String bytes) {
    return HexFormat.of().parseHex(bytes);
  }
}
