package io.finstage.client;

import io.finstage.proto.v1.AnalysisServiceGrpc.AnalysisServiceStub;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one analysis, each as soon as its symbol is ready. Up to {@value #AHEAD_MAX} are
 * read ahead; beyond, the server waits for the reader. Closing it cancels what is not computed yet.
 *
 * <p>Thread-safe. Several threads may read; each answer goes to one of them.
 */
public final class AnalysisStream implements Iterable<SymbolAnalysis>, AutoCloseable {

  /** Answers that are read ahead. */
  static final int AHEAD_MAX = 16;

  private static final Duration WAIT = Duration.ofHours(1);

  /** What comes from the server; an end stays in the queue, for whoever asks again. */
  private sealed interface Heard permits Answer, End {}

  private record Answer(AnalyzeSymbolsResponse wire) implements Heard {}

  private record End(@Nullable Throwable cause) implements Heard {}

  // Holds AHEAD_MAX answers and an end: no more is asked for.
  private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final Call call = new Call();
  private final List<Indicator> asked;
  private volatile boolean closed;
  private volatile boolean done;

  private AnalysisStream(List<Indicator> asked) {
    this.asked = asked;
  }

  static AnalysisStream open(AnalysisServiceStub stub, AnalysisRequest request) {
    AnalysisStream stream = new AnalysisStream(request.indicators());
    stub.analyzeSymbols(AnalysisWire.request(request), stream.call);
    return stream;
  }

  /**
   * Waits for the next answer.
   *
   * @return empty when none came within {@code timeout}, or at once when there are no more: see
   *     {@link #isDone()}
   * @throws FinstageException when the analysis ended with an error and everything before was read
   */
  public Optional<SymbolAnalysis> next(Duration timeout) throws InterruptedException {
    Heard next = closed ? null : heard.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (next instanceof Answer answer && !closed) {
      call.more();
      return Optional.of(AnalysisWire.answer(answer.wire(), asked));
    }
    if (next instanceof End end) {
      heard.add(end);
      done = true;
      if (end.cause() != null && !closed) {
        throw ErrorReader.read(end.cause());
      }
    }
    return Optional.empty();
  }

  /** Whether everything was read, or the stream is closed. */
  public boolean isDone() {
    return done || closed;
  }

  /**
   * Answers as they come: {@code hasNext} waits, and is false once there are no more. It throws
   * {@link FinstageException} when the analysis has ended with an error, or, with the code
   * CANCELLED, when the thread was interrupted, whose interrupt flag stays set.
   */
  @Override
  public Iterator<SymbolAnalysis> iterator() {
    return new Answers(this);
  }

  /** Cancels what is not read yet. Any number of calls; never blocks. */
  @Override
  public void close() {
    closed = true;
    call.cancel();
    heard.clear();
    heard.add(new End(null));
  }

  /** The call itself; all but the cancelling is done by one thread at a time. */
  private final class Call
      implements ClientResponseObserver<AnalyzeSymbolsRequest, AnalyzeSymbolsResponse> {

    private @Nullable ClientCallStreamObserver<AnalyzeSymbolsRequest> requests;

    @Override
    public void beforeStart(ClientCallStreamObserver<AnalyzeSymbolsRequest> stream) {
      stream.disableAutoRequestWithInitial(AHEAD_MAX);
      requests = stream;
    }

    @Override
    public void onNext(AnalyzeSymbolsResponse wire) {
      if (!closed) {
        heard.add(new Answer(wire));
      }
    }

    @Override
    public void onError(Throwable cause) {
      heard.add(new End(cause));
    }

    @Override
    public void onCompleted() {
      heard.add(new End(null));
    }

    synchronized void more() {
      if (requests != null) {
        requests.request(1);
      }
    }

    void cancel() {
      if (requests != null) {
        requests.cancel("closed by the user", null);
      }
    }
  }

  private static final class Answers implements Iterator<SymbolAnalysis> {

    private final AnalysisStream stream;
    private @Nullable SymbolAnalysis ahead;

    Answers(AnalysisStream stream) {
      this.stream = stream;
    }

    @Override
    public boolean hasNext() {
      try {
        while (ahead == null && !stream.isDone()) {
          ahead = stream.next(WAIT).orElse(null);
        }
        return ahead != null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FinstageException(
            FinstageException.Code.CANCELLED, "INTERRUPTED", "interrupted", List.of(), e);
      }
    }

    @Override
    public SymbolAnalysis next() {
      if (!hasNext() || ahead == null) {
        throw new NoSuchElementException("there are no more answers");
      }
      SymbolAnalysis answer = ahead;
      ahead = null;
      return answer;
    }
  }
}
