package io.finstage.server.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** One file of the page, ready to be sent. Its bytes are never changed. Immutable. */
final class WebFile {

  private static final int TAG_BYTES = 12;

  private final String path;
  private final String type;
  private final byte[] plain;
  private final byte[] zipped;
  private final String tag;

  /**
   * Compresses the content.
   *
   * @param path of the request
   * @param type its media type
   */
  WebFile(String path, String type, byte[] plain) {
    this.path = path;
    this.type = type;
    this.plain = plain;
    this.zipped = gzip(plain);
    this.tag = '"' + digest(plain) + '"';
  }

  String path() {
    return path;
  }

  String type() {
    return type;
  }

  byte[] plain() {
    return plain;
  }

  byte[] zipped() {
    return zipped;
  }

  /** Names this content, as an ETag; the same whether it is compressed or not, so a weak one. */
  String tag() {
    return "W/" + tag;
  }

  /** Whether a header If-None-Match has this content. */
  boolean isNamedBy(String header) {
    return header.contains(tag) || header.strip().equals("*");
  }

  /** Whether a header Accept-Encoding wants gzip; "gzip;q=0" does not. */
  static boolean takesGzip(String header) {
    return Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
        .map(String::strip)
        .anyMatch(
            it -> it.equals("gzip") || it.matches("gzip\\s*;\\s*q=(1(\\.0*)?|0\\.0*[1-9]\\d*)"));
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
