package io.finstage.server.api.grpc;

import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.analysis.Fault;
import io.finstage.server.analysis.Stop;
import io.finstage.server.api.AnalysisAnswers;
import io.finstage.server.api.AnalysisRequests;
import io.finstage.server.api.Refusal;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code AnalyzeSymbols} call. Answers are made into bytes where they are computed, and written
 * on the stream's own thread, which alone waits when the client reads slowly. The client's cancel
 * and the deadline stop the computation.
 */
final class AnalyzeCall extends ServerCall.Listener<AnalyzeSymbolsRequest> {

  private final ServerCall<AnalyzeSymbolsRequest, byte[]> call;
  private final Analyzer analyzer;
  private final Stop stop = new Stop();
  private @Nullable AnalyzeSymbolsRequest request;

  private AnalyzeCall(ServerCall<AnalyzeSymbolsRequest, byte[]> call, Analyzer analyzer) {
    this.call = call;
    this.analyzer = analyzer;
  }

  static ServerCallHandler<AnalyzeSymbolsRequest, byte[]> handler(Analyzer analyzer) {
    return (call, headers) -> {
      // Two, so that a second message is seen and refused.
      call.request(2);
      return new AnalyzeCall(call, analyzer);
    };
  }

  @Override
  public void onMessage(AnalyzeSymbolsRequest message) {
    if (request != null) {
      RichStatus.close(call, Refusal.invalid("TOO_MANY_REQUESTS", "request", "must be sent once"));
    } else {
      request = message;
    }
  }

  @Override
  public void onHalfClose() {
    AnalyzeSymbolsRequest asked = request;
    if (asked == null) {
      RichStatus.close(call, Refusal.invalid("NO_REQUEST", "request", "must be sent once"));
      return;
    }
    Optional<Refusal> refusal = AnalysisRequests.refusal(asked);
    if (refusal.isPresent()) {
      RichStatus.close(call, refusal.get());
      return;
    }
    // What was sent is not needed twice.
    request = null;
    call.sendHeaders(new Metadata());
    try {
      Optional<Fault> fault =
          analyzer.analyze(
              AnalysisRequests.request(asked),
              answer -> AnalysisAnswers.response(answer).toByteArray(),
              call::sendMessage,
              stop);
      fault.ifPresentOrElse(
          it -> RichStatus.close(call, refusal(it)), () -> call.close(Status.OK, new Metadata()));
    } catch (InterruptedException e) {
      // The connection is gone.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onCancel() {
    stop.stop();
  }

  private Refusal refusal(Fault fault) {
    return AnalysisAnswers.refusal(fault);
  }
}
