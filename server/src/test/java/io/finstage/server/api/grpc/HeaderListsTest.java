package io.finstage.server.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2HuffmanEncoder;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hexadecimal blocks are of RFC 7541, appendix C, unless they say otherwise. */
class HeaderListsTest {

  private static final int LIST_MAX = 8192;
  private static final int TABLE_MAX = 4096;

  private final HeaderLists lists = new HeaderLists(LIST_MAX, TABLE_MAX);

  @ParameterizedTest
  @CsvSource({
    "400a637573746f6d2d6b65790d637573746f6d2d686561646572, 55", // C.2.1, into the table
    "040c2f73616d706c652f70617468, 49", // C.2.2, not into it
    "100870617373776f726406736563726574, 46", // C.2.3, never into it
    "82, 42", // C.2.4, of the static table
    "828684410f7777772e6578616d706c652e636f6d, 180", // C.3.1
    "828684418cf1e3c2e5f23a6ba0ab90f4ff, 180", // C.4.1, the same with Huffman coding
  })
  void aFieldWeighsItsNameAndValueAnd32Bytes(String block, int bytes) {
    assertThat(weigh(block)).isEqualTo(bytes);
  }

  @Test
  void whatEnteredTheTableWeighsTheSameWhenItIsNamed() {
    weigh("828684418cf1e3c2e5f23a6ba0ab90f4ff"); // C.4.1: authority is now 62

    assertThat(weigh("828684be5886a8eb10649cbf")).isEqualTo(180 + 13 + 8 + 32); // C.4.2
    assertThat(weigh("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")) // C.4.3
        .isEqualTo(42 + 44 + 48 + 57 + 54);
  }

  @Test
  void theOldestLeaveTheTableFirst() {
    lists.weigh(literal(0x40, "a", 3000));
    lists.weigh(literal(0x40, "bb", 3000));

    assertThat(weigh("be")).isEqualTo(2 + 3000 + 32);
    assertThatThrownBy(() -> weigh("bf")).isInstanceOf(Http2Exception.class);
  }

  @Test
  void bothTablesStayTheSameOverManyBlocksOfHelidon() {
    Http2HuffmanEncoder huffman = Http2HuffmanEncoder.create();
    Http2Headers.DynamicTable table = Http2Headers.DynamicTable.create(TABLE_MAX);
    for (int block = 0; block < 500; block++) {
      WritableHeaders<?> fields = WritableHeaders.create();
      int bytes = 42 + 43; // the method and the scheme
      for (int field = 0; field < 10; field++) {
        String name = "name-" + (block * 7 + field) % 30;
        String value = "v".repeat((block + field * 37) % 300);
        fields.add(HeaderNames.create(name), value);
        bytes += name.length() + value.length() + 32;
      }
      Http2Headers headers = Http2Headers.create(fields).method(Method.GET).scheme("http");
      BufferData written = BufferData.growing(512);
      headers.write(table, huffman, written);

      assertThat(lists.weigh(written)).isEqualTo(bytes);
    }
  }

  @Test
  void oneByteThatNamesALongFieldWeighsAllOfIt() {
    byte[] bomb = new byte[16_000];
    Arrays.fill(bomb, (byte) 0xBE);
    lists.weigh(literal(0x40, "x", 3500));

    assertThatThrownBy(() -> lists.weigh(BufferData.create(bomb))).satisfies(tooLarge());
  }

  @Test
  void fieldsThatAreAllNothingWeighTheirOverhead() {
    String empty = "0f0100"; // accept-encoding, which is the 16th of the static table

    assertThat(weigh(empty.repeat(170))).isEqualTo(170 * (15 + 32));
    assertThatThrownBy(() -> weigh(empty.repeat(175))).satisfies(tooLarge());
  }

  @Test
  void aListAsLargeAsAllowedPasses() {
    assertThat(lists.weigh(literal(0x00, "x", LIST_MAX - 33))).isEqualTo(LIST_MAX);
    assertThatThrownBy(() -> lists.weigh(literal(0x00, "x", LIST_MAX - 32))).satisfies(tooLarge());
  }

  @Test
  void aFieldLargerThanTheTableMayNotEnterIt() {
    lists.weigh(literal(0x40, "x", TABLE_MAX - 33));

    assertThatThrownBy(() -> lists.weigh(literal(0x40, "x", TABLE_MAX - 32))).satisfies(tooLarge());
  }

  @Test
  void noFieldEntersATableOfNoSize() {
    weigh("20"); // a new size: 0

    assertThatThrownBy(() -> weigh("400161 0162")).satisfies(tooLarge());
  }

  @Test
  void aSmallerTableForgetsWhatNoLongerFits() {
    lists.weigh(literal(0x40, "x", 100));
    weigh("3f45"); // a new size: 31 + 69

    assertThatThrownBy(() -> weigh("be")).satisfies(broken());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // index 0
        "be", // nothing in the dynamic table yet
        "ff", // an integer that goes on
        "ff80", // and on
        "ffffffffff7f", // larger than 31 bits
        "ff808080808000", // longer than it needs to be
        "7fffffffffff00", // the same in a name's index
        "3fe21f", // a table of 4097 bytes
        "00", // no name
        "000161", // no value
        "0002", // a name shorter than it says
        "00016105ffff", // a value shorter than it says
        "0001617f", // a length that goes on
        "0001617fffffffff7f", // a length larger than 31 bits
        "000161 84ffffffff", // Huffman: the end-of-string symbol
        "000161 8100", // Huffman: padded with zeros
      })
  void whatIsNotHpackIsRefused(String block) {
    assertThatThrownBy(() -> weigh(block)).satisfies(broken());
  }

  private int weigh(String block) {
    return lists.weigh(BufferData.create(HexFormat.of().parseHex(block.replace(" ", ""))));
  }

  /** A field with a literal name and a value of {@code valueBytes}, 127 at the least. */
  private static BufferData literal(int representation, String name, int valueBytes) {
    BufferData block = BufferData.growing(valueBytes + 16);
    block.write(representation);
    block.write(name.length());
    block.writeAscii(name);
    block.writeHpackInt(valueBytes, 0, 7);
    block.writeAscii("v".repeat(valueBytes));
    return block;
  }

  private static ThrowingConsumer<Throwable> tooLarge() {
    return code(Http2ErrorCode.ENHANCE_YOUR_CALM);
  }

  private static ThrowingConsumer<Throwable> broken() {
    return code(Http2ErrorCode.COMPRESSION);
  }

  private static ThrowingConsumer<Throwable> code(Http2ErrorCode code) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                Http2Exception.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
