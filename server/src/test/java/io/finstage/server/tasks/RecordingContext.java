package io.finstage.server.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An attempt without a queue; keeps the progress that it is told. Of one thread. */
public final class RecordingContext implements TaskContext {

  /** What a handler said of its progress. */
  public record Progress(double ratio, String note) {}

  private final String kind;
  private final Bytes payload;
  private final List<Progress> told = new ArrayList<>();
  private Runnable onProgress = () -> {};
  private boolean last;

  private RecordingContext(String kind, Bytes payload) {
    this.kind = kind;
    this.payload = payload;
  }

  /** The first attempt of a task whose payload is that text. */
  public static RecordingContext of(String kind, String payload) {
    return new RecordingContext(kind, Bytes.utf8(payload));
  }

  /** Has it be the last attempt. */
  public RecordingContext last() {
    last = true;
    return this;
  }

  /** Runs something each time that progress is told. */
  public RecordingContext onProgress(Runnable action) {
    onProgress = action;
    return this;
  }

  /** All that was told, in order. */
  public List<Progress> told() {
    return Collections.unmodifiableList(told);
  }

  @Override
  public long id() {
    return 1;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public boolean isLastAttempt() {
    return last;
  }

  @Override
  public long token() {
    return 1;
  }

  @Override
  public Bytes payload() {
    return payload;
  }

  @Override
  public Instant deadline() {
    return Instant.MAX;
  }

  @Override
  public void progress(double ratio, String note) {
    told.add(new Progress(ratio, note));
    onProgress.run();
  }
}
