package io.finstage.server.feed.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowReaderTest {

  private static final int ROW_MAX = 64;

  @Test
  void cutsRowsAndFields() throws IOException {
    assertThat(rows("a,bb,\nc\n")).containsExactly("a|bb|", "c");
  }

  @Test
  void readsALastRowWithoutAnEnd() throws IOException {
    assertThat(rows("a\nb,c")).containsExactly("a", "b|c");
  }

  @Test
  void takesCarriageReturnsForPartOfTheEnd() throws IOException {
    assertThat(rows("a,b\r\nc\r\n\r\n")).containsExactly("a|b", "c", "");
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    assertThat(rows("\u00ef\u00bb\u00bfa,b\nc")).containsExactly("a|b", "c");
  }

  @Test
  void readsNothingFromNothing() throws IOException {
    assertThat(rows("")).isEmpty();
  }

  @Test
  void readsARowOfTheGreatestLength() throws IOException {
    assertThat(rows("x".repeat(ROW_MAX) + "\r\ny")).containsExactly("x".repeat(ROW_MAX), "y");
  }

  @Test
  void skipsARowThatIsTooLong() throws IOException {
    assertThat(rows("a\n" + "x".repeat(ROW_MAX + 1) + "\nb")).containsExactly("a", "TOO_LONG", "b");
  }

  @Test
  void skipsARowLongerThanItsBuffer() throws IOException {
    assertThat(rows("a\n" + "x".repeat(1_000_000) + "\nb\n" + "y".repeat(1_000_000)))
        .containsExactly("a", "TOO_LONG", "b", "TOO_LONG");
  }

  @Test
  void readsTheSameRowsFromAStreamThatTrickles() throws IOException {
    String text =
        IntStream.range(0, 20_000)
            .mapToObj(i -> i % 100 == 99 ? "x".repeat(200) : "row," + i)
            .collect(Collectors.joining("\n"));
    assertThat(read(new Trickle(bytes(text)))).isEqualTo(rows(text)).hasSize(20_000);
  }

  @Test
  void numbersRowsAsAnEditorDoes() throws IOException {
    RowReader reader = new RowReader(new ByteArrayInputStream(bytes("a\n\nc")), ROW_MAX);
    reader.next();
    reader.next();
    reader.next();
    assertThat(reader.line()).isEqualTo(3);
    assertThat(reader.text(0)).isEqualTo("c");
  }

  private static List<String> rows(String text) throws IOException {
    return read(new ByteArrayInputStream(bytes(text)));
  }

  private static List<String> read(InputStream in) throws IOException {
    RowReader reader = new RowReader(in, ROW_MAX);
    List<String> rows = new ArrayList<>();
    for (RowReader.Row row = reader.next(); row != RowReader.Row.END; row = reader.next()) {
      rows.add(
          row == RowReader.Row.TOO_LONG
              ? "TOO_LONG"
              : IntStream.range(0, reader.fields())
                  .mapToObj(reader::text)
                  .collect(Collectors.joining("|")));
    }
    return rows;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Gives at most seven bytes at a time. */
  private static final class Trickle extends ByteArrayInputStream {
    Trickle(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(7, length));
    }
  }
}
