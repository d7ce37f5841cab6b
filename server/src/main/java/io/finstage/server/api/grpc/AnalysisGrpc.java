package io.finstage.server.api.grpc;

import com.google.protobuf.Message;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.ListIndicatorsRequest;
import io.finstage.proto.v1.ListIndicatorsResponse;
import io.finstage.proto.v1.StreamIndicatorsRequest;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.IndicatorCatalog;
import io.finstage.server.api.grpc.interceptors.StrictMarshaller;
import io.finstage.server.hub.Batch;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;

/** {@code AnalysisService} over gRPC. Thread-safe. */
final class AnalysisGrpc implements BindableService {

  private final Analyzer analyzer;
  private final Conversations conversations;
  private final InstantSource clock;
  private final ListIndicatorsResponse catalog = IndicatorCatalog.all();

  AnalysisGrpc(Analyzer analyzer, Conversations conversations, InstantSource clock) {
    this.analyzer = analyzer;
    this.conversations = conversations;
    this.clock = clock;
  }

  /** As the generated stub would, but answers are ready bytes and no request makes it throw. */
  @Override
  public ServerServiceDefinition bindService() {
    var listIndicators =
        strict(
            AnalysisServiceGrpc.getListIndicatorsMethod(),
            ListIndicatorsRequest.getDefaultInstance());
    var strictAnalyze =
        strict(
            AnalysisServiceGrpc.getAnalyzeSymbolsMethod(),
            AnalyzeSymbolsRequest.getDefaultInstance());
    MethodDescriptor<AnalyzeSymbolsRequest, byte[]> analyzeSymbols =
        strictAnalyze.toBuilder(strictAnalyze.getRequestMarshaller(), new BytesMarshaller())
            .build();
    var strictStream =
        strict(
            AnalysisServiceGrpc.getStreamIndicatorsMethod(),
            StreamIndicatorsRequest.getDefaultInstance());
    MethodDescriptor<StreamIndicatorsRequest, Batch> streamIndicators =
        strictStream.toBuilder(strictStream.getRequestMarshaller(), new BatchMarshaller()).build();
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(AnalysisServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(
                    AnalysisServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(listIndicators)
                .addMethod(analyzeSymbols)
                .addMethod(streamIndicators)
                .build())
        .addMethod(listIndicators, ServerCalls.asyncUnaryCall(this::listIndicators))
        .addMethod(analyzeSymbols, AnalyzeCall.handler(analyzer))
        .addMethod(streamIndicators, StreamCall.indicators(conversations, clock))
        .build();
  }

  private void listIndicators(
      ListIndicatorsRequest request, StreamObserver<ListIndicatorsResponse> answer) {
    answer.onNext(catalog);
    answer.onCompleted();
  }

  private static <Q extends Message, R> MethodDescriptor<Q, R> strict(
      MethodDescriptor<Q, R> method, Q prototype) {
    return method.toBuilder(new StrictMarshaller<>(prototype), method.getResponseMarshaller())
        .build();
  }
}
