package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.helidon.common.buffers.DataReader;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {

  private static final int MESSAGE_BYTES_MAX = 1000;
  private static final int FRAGMENTS_MAX = 8;
  private static final byte[] NONE = {};

  @Test
  void aTextMessageIsReadWhole() {
    assertThat(read(Bytes.text("grüße"))).containsExactly(new Inbound.Text("grüße"));
  }

  @Test
  void aCharacterMayBeSplitAcrossFragments() {
    byte[] euro = "€".getBytes(UTF_8);

    assertThat(
            read(
                Bytes.frame(false, Frames.TEXT, Arrays.copyOf(euro, 1)),
                Bytes.frame(true, Frames.CONTINUATION, Arrays.copyOfRange(euro, 1, 3))))
        .containsExactly(new Inbound.Fragment(), new Inbound.Text("€"));
  }

  @Test
  void aPingBetweenFragmentsLeavesTheMessageWhole() {
    assertThat(
            read(
                Bytes.frame(false, Frames.BINARY, new byte[] {1}),
                Bytes.frame(Frames.PING, new byte[] {9}),
                Bytes.frame(true, Frames.CONTINUATION, new byte[] {2})))
        .containsExactly(
            new Inbound.Fragment(),
            new Inbound.Ping(ByteString.copyFrom(new byte[] {9})),
            new Inbound.Binary(ByteString.copyFrom(new byte[] {1, 2})));
  }

  @Test
  void aMessageOfExactlyTheLimitPasses() {
    byte[] payload = new byte[MESSAGE_BYTES_MAX];

    assertThat(read(Bytes.frame(Frames.BINARY, payload)))
        .containsExactly(new Inbound.Binary(ByteString.copyFrom(payload)));
  }

  @Test
  void theLimitHoldsForEachMessageAndNotForAllOfThem() {
    byte[] full = Bytes.frame(Frames.BINARY, new byte[MESSAGE_BYTES_MAX]);

    assertThat(read(full, full, full))
        .hasSize(3)
        .doesNotHaveAnyElementsOfTypes(Inbound.Violation.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void whatBreaksTheProtocolIsNamedWithItsCloseCode(String name, int code, byte[] bytes) {
    assertThat(read(bytes).getLast())
        .isInstanceOfSatisfying(
            Inbound.Violation.class, violation -> assertThat(violation.code()).isEqualTo(code));
  }

  static Stream<Arguments> violations() {
    byte[] part = Bytes.frame(false, Frames.TEXT, NONE);
    return Stream.of(
        arguments("reserved bit 1", 1002, Bytes.raw(0xC1, true, 0, NONE)),
        arguments("reserved bit 2", 1002, Bytes.raw(0xA1, true, 0, NONE)),
        arguments("reserved bit 3", 1002, Bytes.raw(0x91, true, 0, NONE)),
        arguments("reserved data opcode 3", 1002, Bytes.raw(0x83, true, 0, NONE)),
        arguments("reserved data opcode 7", 1002, Bytes.raw(0x87, true, 0, NONE)),
        arguments("reserved control opcode 11", 1002, Bytes.raw(0x8B, true, 0, NONE)),
        arguments("reserved control opcode 15", 1002, Bytes.raw(0x8F, true, 0, NONE)),
        arguments("unmasked", 1002, Bytes.raw(0x81, false, 0, NONE)),
        arguments("ping of 126 bytes", 1002, Bytes.frame(Frames.PING, new byte[126])),
        arguments("close of 126 bytes", 1002, Bytes.frame(Frames.CLOSE, new byte[126])),
        arguments("fragmented ping", 1002, Bytes.frame(false, Frames.PING, NONE)),
        arguments("continuation of nothing", 1002, Bytes.frame(Frames.CONTINUATION, NONE)),
        arguments(
            "continuation after a whole message",
            1002,
            Bytes.concat(Bytes.text("x"), Bytes.frame(Frames.CONTINUATION, NONE))),
        arguments("new message inside another", 1002, Bytes.concat(part, Bytes.text("x"))),
        arguments("16-bit length below 126", 1002, Bytes.hex("81 fe 0001 00000000 00")),
        arguments("64-bit length below 65536", 1002, Bytes.hex("81 ff 00000000 00000001 00000000")),
        arguments("negative length", 1002, Bytes.hex("81 ff 80000000 00000000 00000000")),
        arguments("one byte of close code", 1002, Bytes.frame(Frames.CLOSE, new byte[1])),
        arguments("close code 0", 1002, Bytes.close(0, NONE)),
        arguments("close code 999", 1002, Bytes.close(999, NONE)),
        arguments("close code 1004", 1002, Bytes.close(1004, NONE)),
        arguments("close code 1005", 1002, Bytes.close(1005, NONE)),
        arguments("close code 1006", 1002, Bytes.close(1006, NONE)),
        arguments("close code 1015", 1002, Bytes.close(1015, NONE)),
        arguments("close code 1016", 1002, Bytes.close(1016, NONE)),
        arguments("close code 2999", 1002, Bytes.close(2999, NONE)),
        arguments("close code 5000", 1002, Bytes.close(5000, NONE)),
        arguments("close reason not UTF-8", 1007, Bytes.close(1000, Bytes.hex("ff"))),
        arguments("text not UTF-8", 1007, Bytes.frame(Frames.TEXT, Bytes.hex("ceba c0af"))),
        arguments("half a surrogate", 1007, Bytes.frame(Frames.TEXT, Bytes.hex("eda080"))),
        arguments(
            "text ends inside a character", 1007, Bytes.frame(Frames.TEXT, Bytes.hex("e282"))),
        arguments("frame over the limit", 1009, Bytes.raw(0x82, true, MESSAGE_BYTES_MAX + 1, NONE)),
        arguments("frame of 2^62 bytes", 1009, Bytes.raw(0x82, true, 1L << 62, NONE)),
        arguments(
            "fragments over the limit",
            1009,
            Bytes.concat(
                Bytes.frame(false, Frames.BINARY, new byte[MESSAGE_BYTES_MAX]),
                Bytes.frame(false, Frames.CONTINUATION, new byte[1]))),
        arguments("empty fragments without end", 1009, emptyFragments()));
  }

  @ParameterizedTest
  @MethodSource("closeCodes")
  void aCloseWithAnyCodeThatMayBeSentIsRead(int code) {
    assertThat(read(Bytes.close(code, "bye".getBytes(UTF_8))))
        .containsExactly(new Inbound.Close(code));
  }

  static List<Integer> closeCodes() {
    return List.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1014, 3000, 4999);
  }

  @Test
  void aCloseWithoutACodeSaysSo() {
    assertThat(read(Bytes.frame(Frames.CLOSE, NONE)))
        .containsExactly(new Inbound.Close(CloseCodes.NO_STATUS));
  }

  @Test
  void aFrameThatBreaksOffIsTheEnd() {
    byte[] text = Bytes.text("hello");

    assertThat(reader(Arrays.copyOf(text, text.length - 1)).next()).isEqualTo(new Inbound.End());
  }

  @Test
  void howTheBytesArriveMakesNoDifference() {
    byte[] stream =
        Bytes.concat(
            Bytes.text("x".repeat(700)),
            Bytes.frame(false, Frames.BINARY, new byte[300]),
            Bytes.frame(Frames.PING, "p".getBytes(UTF_8)),
            Bytes.frame(true, Frames.CONTINUATION, new byte[300]),
            Bytes.close(1000, NONE));
    List<Inbound> whole = all(reader(stream));

    for (int seed = 0; seed < 50; seed++) {
      assertThat(all(new FrameReader(inPieces(stream, new Random(seed)), 1000, 8)))
          .as("seed %d", seed)
          .isEqualTo(whole);
    }
  }

  @Test
  void afterAViolationTheClientsCloseIsStillFound() {
    byte[] stream =
        Bytes.concat(
            Bytes.raw(0x83, true, 3, new byte[3]),
            Bytes.text("ignored"),
            Bytes.close(1002, NONE),
            Bytes.text("after"));
    FrameReader reader = reader(stream);
    assertThat(reader.next()).isInstanceOf(Inbound.Violation.class);

    reader.discardUntilClose();

    assertThat(reader.next()).isEqualTo(new Inbound.Text("after"));
  }

  private static byte[] emptyFragments() {
    byte[][] frames = new byte[FRAGMENTS_MAX + 1][];
    Arrays.fill(frames, Bytes.frame(false, Frames.CONTINUATION, NONE));
    frames[0] = Bytes.frame(false, Frames.TEXT, NONE);
    return Bytes.concat(frames);
  }

  private static List<Inbound> read(byte[]... frames) {
    return all(reader(Bytes.concat(frames)));
  }

  /** Everything up to the end or the first violation. */
  private static List<Inbound> all(FrameReader reader) {
    return Stream.generate(reader::next)
        .limit(1000)
        .gather(untilLast())
        .filter(inbound -> !(inbound instanceof Inbound.End))
        .toList();
  }

  private static Gatherer<Inbound, ?, Inbound> untilLast() {
    return Gatherer.of((ignored, inbound, downstream) ->
        downstream.push(inbound)
            && !(inbound instanceof Inbound.End)
            && !(inbound instanceof Inbound.Violation));
  }

  private static FrameReader reader(byte[] bytes) {
    return new FrameReader(inPieces(bytes, null), MESSAGE_BYTES_MAX, FRAGMENTS_MAX);
  }

  private static DataReader inPieces(byte[] bytes, @Nullable Random random) {
    int[] at = {0};
    return DataReader.create(() -> {
      int rest = bytes.length - at[0];
      if (rest == 0) {
        return null;
      }
      int piece = random == null ? rest : Math.min(rest, 1 + random.nextInt(7));
      at[0] += piece;
      return Arrays.copyOfRange(bytes, at[0] - piece, at[0]);
    });
  }
}
