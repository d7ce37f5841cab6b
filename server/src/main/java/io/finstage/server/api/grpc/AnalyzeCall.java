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

/**
 * One {@code AnalyzeSymbols} call. Answers are made into bytes where they are computed, and written
 * on the stream's own thread, which alone waits when the client reads slowly. The client's cancel
 * and the deadline stop the computation.
 */
final class AnalyzeCall extends OneRequest<AnalyzeSymbolsRequest, byte[]> {

  private final Analyzer analyzer;
  private final Stop stop = new Stop();

  private AnalyzeCall(ServerCall<AnalyzeSymbolsRequest, byte[]> call, Analyzer analyzer) {
    super(call);
    this.analyzer = analyzer;
  }

  static ServerCallHandler<AnalyzeSymbolsRequest, byte[]> handler(Analyzer analyzer) {
    return OneRequest.handler(call -> new AnalyzeCall(call, analyzer));
  }

  @Override
  void serve(AnalyzeSymbolsRequest asked) {
    Optional<Refusal> refusal = AnalysisRequests.refusal(asked);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    call().sendHeaders(new Metadata());
    try {
      Optional<Fault> fault =
          analyzer.analyze(
              AnalysisRequests.request(asked),
              answer -> AnalysisAnswers.response(answer).toByteArray(),
              call()::sendMessage,
              stop);
      fault.ifPresentOrElse(
          it -> refuse(AnalysisAnswers.refusal(it)), () -> call().close(Status.OK, new Metadata()));
    } catch (InterruptedException e) {
      // The connection is gone.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onCancel() {
    stop.stop();
  }
}
