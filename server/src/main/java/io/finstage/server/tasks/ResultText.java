package io.finstage.server.tasks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * A result that is text, in UTF-8, and never larger than it may be: who writes learns of the limit
 * when it is reached, not when all of it is in memory. Who writes is also told here that it was
 * interrupted.
 */
public final class ResultText {

  /** The key of the limit. */
  public static final String KEY = "tasks.result-bytes-max";

  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Writes a result. */
  @FunctionalInterface
  public interface Work {
    void write(Writer out) throws Exception;
  }

  private ResultText() {}

  /**
   * What the work writes.
   *
   * @param bytesMax value of {@link #KEY}
   * @param instead what can be asked for instead, as in {@code a shorter range}
   * @throws FailedForGoodException when that is too long
   * @throws InterruptedException the thread was interrupted
   * @throws Exception what the work throws
   */
  public static Bytes of(int bytesMax, String instead, Work work) throws Exception {
    Bounded bytes = new Bounded(bytesMax);
    try (Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      work.write(out);
    } catch (TooLongException e) {
      throw new FailedForGoodException(
          "the result is longer than %s, %d bytes; ask for %s".formatted(KEY, bytesMax, instead),
          e);
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    }
    return Bytes.of(bytes.toByteArray());
  }

  /** An interruption that came as another exception. */
  private static InterruptedException interrupted(Exception cause) {
    InterruptedException interrupted = new InterruptedException("interrupted while it wrote");
    interrupted.initCause(cause);
    return interrupted;
  }

  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int max;

    Bounded(int max) {
      this.max = max;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] array, int from, int length) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      if (length > max - bytes.size()) {
        throw new TooLongException();
      }
      bytes.write(array, from, length);
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
