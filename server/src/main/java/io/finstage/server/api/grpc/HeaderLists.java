package io.finstage.server.api.grpc;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.http.http2.Http2HuffmanDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Says how large a header block is once it is unpacked, before anybody unpacks it: with HPACK one
 * byte can stand for a field of four kilobytes. Follows RFC 7541, section 6, and of the dynamic
 * table keeps the sizes only.
 *
 * <pre>
 *   1.......  a field of a table
 *   01......  a literal that enters the table       0000.... 0001....  one that does not
 *   001.....  a new size of the table
 * </pre>
 *
 * <p>A field weighs its name, its value and 32 bytes: RFC 9113, section 6.5.2. Strings are read as
 * Helidon reads them, so that both tables stay the same. Of one thread, for one connection.
 */
final class HeaderLists {

  private static final int FIELD_OVERHEAD = 32;

  /** RFC 7541, appendix A. */
  private static final List<Entry> STATIC =
      Arrays.stream(
              """
              :authority; :method=GET; :method=POST; :path=/; :path=/index.html; :scheme=http;
              :scheme=https; :status=200; :status=204; :status=206; :status=304; :status=400;
              :status=404; :status=500; accept-charset; accept-encoding=gzip, deflate;
              accept-language; accept-ranges; accept; access-control-allow-origin; age; allow;
              authorization; cache-control; content-disposition; content-encoding;
              content-language; content-length; content-location; content-range; content-type;
              cookie; date; etag; expect; expires; from; host; if-match; if-modified-since;
              if-none-match; if-range; if-unmodified-since; last-modified; link; location;
              max-forwards; proxy-authenticate; proxy-authorization; range; referer; refresh;
              retry-after; server; set-cookie; strict-transport-security; transfer-encoding;
              user-agent; vary; via; www-authenticate\
              """
                  .split(";\\s+", -1))
          .map(Entry::parse)
          .toList();

  private final int listBytesMax;
  private final int tableBytesMax;
  private final Http2HuffmanDecoder huffman = Http2HuffmanDecoder.create();

  /** Newest first; at most {@code tableBytesMax / FIELD_OVERHEAD}. */
  private final List<Entry> table = new ArrayList<>();

  private int tableBytesLimit;
  private int tableBytes;

  /**
   * @param listBytesMax most bytes that the fields of one block may weigh
   * @param tableBytesMax size of the dynamic table that was announced
   */
  HeaderLists(int listBytesMax, int tableBytesMax) {
    this.listBytesMax = listBytesMax;
    this.tableBytesMax = tableBytesMax;
    this.tableBytesLimit = tableBytesMax;
  }

  /**
   * Reads one whole block.
   *
   * @return what its fields weigh, in bytes
   * @throws Http2Exception when it is over the limit, or is not HPACK; the connection cannot be
   *     used any more
   */
  int weigh(BufferData block) {
    int weight = 0;
    try {
      while (block.available() > 0) {
        weight += fieldBytes(block);
        if (weight > listBytesMax) {
          throw tooLarge("header fields of more than " + listBytesMax + " bytes");
        }
      }
    } catch (IllegalArgumentException e) {
      throw new Http2Exception(Http2ErrorCode.COMPRESSION, "not an HPACK integer", e);
    }
    return weight;
  }

  private int fieldBytes(BufferData block) {
    int first = block.read();
    if ((first & 0b1000_0000) != 0) {
      return entry(block.readHpackInt(first, 7)).bytes();
    }
    if ((first & 0b1110_0000) == 0b0010_0000) {
      resize(block.readHpackInt(first, 5));
      return 0;
    }
    boolean indexed = (first & 0b0100_0000) != 0;
    int index = block.readHpackInt(first, indexed ? 6 : 4);
    int nameBytes = index == 0 ? text(block).length() : entry(index).nameBytes();
    Entry field = Entry.of(nameBytes, asciiBytes(text(block)));
    if (indexed) {
      add(field);
    }
    return field.bytes();
  }

  private String text(BufferData block) {
    if (block.available() == 0) {
      throw broken("a string is missing");
    }
    int first = block.read();
    int length = block.readHpackInt(first, 7);
    if (length > block.available()) {
      throw broken("a string is longer than its block");
    }
    return (first & 0b1000_0000) != 0
        ? huffman.decodeString(block, length)
        : block.readString(length);
  }

  private Entry entry(int index) {
    int dynamic = index - STATIC.size() - 1;
    if (index == 0 || dynamic >= table.size()) {
      throw broken("no field has the index " + index);
    }
    return dynamic < 0 ? STATIC.get(index - 1) : table.get(dynamic);
  }

  private void resize(int bytes) {
    if (bytes > tableBytesMax) {
      throw broken("a table larger than was announced");
    }
    tableBytesLimit = bytes;
    evictTo(bytes);
  }

  private void add(Entry field) {
    // The RFC has it empty the table. Helidon 4.5.0 makes room for it for ever.
    if (field.bytes() > tableBytesLimit) {
      throw tooLarge("a field for the table that is larger than the table");
    }
    evictTo(tableBytesLimit - field.bytes());
    table.addFirst(field);
    tableBytes += field.bytes();
  }

  private void evictTo(int bytes) {
    while (tableBytes > bytes) {
      tableBytes -= table.removeLast().bytes();
    }
  }

  /** As many as Helidon counts. */
  private static int asciiBytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII).length;
  }

  private static Http2Exception broken(String what) {
    return new Http2Exception(Http2ErrorCode.COMPRESSION, what);
  }

  private static Http2Exception tooLarge(String what) {
    return new Http2Exception(Http2ErrorCode.ENHANCE_YOUR_CALM, what);
  }

  /**
   * A field of a table.
   *
   * @param bytes all of it, with the overhead
   */
  private record Entry(int nameBytes, int bytes) {

    static Entry of(int nameBytes, int valueBytes) {
      return new Entry(nameBytes, nameBytes + valueBytes + FIELD_OVERHEAD);
    }

    static Entry parse(String field) {
      int nameEnd = field.indexOf('=');
      return nameEnd < 0 ? of(field.length(), 0) : of(nameEnd, field.length() - nameEnd - 1);
    }
  }
}
