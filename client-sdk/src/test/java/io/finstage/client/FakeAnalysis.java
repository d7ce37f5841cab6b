package io.finstage.client;

import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.ListIndicatorsRequest;
import io.finstage.proto.v1.ListIndicatorsResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An analysis that answers exactly what a test lets it answer, when it lets it. */
final class FakeAnalysis extends AnalysisServiceGrpc.AnalysisServiceImplBase {

  final List<AnalyzeSymbolsRequest> asked = new ArrayList<>();
  private final List<AnalyzeSymbolsResponse> prepared = new ArrayList<>();
  private final ListIndicatorsResponse catalog;
  private @Nullable Status end = Status.OK;
  private @Nullable ServerCallStreamObserver<AnalyzeSymbolsResponse> out;

  FakeAnalysis(ListIndicatorsResponse catalog) {
    this.catalog = catalog;
  }

  /** The next request is answered so. */
  void prepare(AnalyzeSymbolsResponse... answers) {
    prepared.addAll(List.of(answers));
  }

  /** After what is prepared the call fails. */
  void thenFail(Status status) {
    end = status;
  }

  /** After what is prepared the call stays open. */
  void thenWait() {
    end = null;
  }

  void say(AnalyzeSymbolsResponse answer) {
    Objects.requireNonNull(out).onNext(answer);
  }

  boolean isReady() {
    return Objects.requireNonNull(out).isReady();
  }

  boolean isCancelled() {
    return Objects.requireNonNull(out).isCancelled();
  }

  @Override
  public void analyzeSymbols(
      AnalyzeSymbolsRequest request, StreamObserver<AnalyzeSymbolsResponse> responses) {
    asked.add(request);
    ServerCallStreamObserver<AnalyzeSymbolsResponse> opened =
        (ServerCallStreamObserver<AnalyzeSymbolsResponse>) responses;
    opened.setOnCancelHandler(() -> {});
    out = opened;
    prepared.forEach(opened::onNext);
    if (end == null) {
      return;
    }
    if (end.isOk()) {
      opened.onCompleted();
    } else {
      opened.onError(end.asRuntimeException());
    }
  }

  @Override
  public void listIndicators(
      ListIndicatorsRequest request, StreamObserver<ListIndicatorsResponse> responses) {
    responses.onNext(catalog);
    responses.onCompleted();
  }
}
