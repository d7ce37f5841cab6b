package io.finstage.server.api.grpc;

import com.google.protobuf.Message;
import io.finstage.proto.v1.GetStatusRequest;
import io.finstage.proto.v1.GetStatusResponse;
import io.finstage.proto.v1.ListAdjustmentsRequest;
import io.finstage.proto.v1.ListTunablesRequest;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.SetTuningRequest;
import io.finstage.server.api.Operations;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.StatusAnswers;
import io.finstage.server.api.grpc.interceptors.StrictMarshaller;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code OperationsService} over gRPC. Thread-safe. */
final class OperationsGrpc implements BindableService, AutoCloseable {

  private final StatusAnswers status;
  private final TuningCalls tuning;
  private final AlertCalls alerts;
  private final InstantSource clock;

  OperationsGrpc(Operations operations, AlertCalls alerts, InstantSource clock) {
    this.status = new StatusAnswers(operations);
    this.tuning = new TuningCalls(operations.tuner());
    this.alerts = alerts;
    this.clock = clock;
  }

  /** As the generated stub would, but no request makes its parser throw. */
  @Override
  public ServerServiceDefinition bindService() {
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    methods.add(
        unary(
            OperationsServiceGrpc.getGetStatusMethod(),
            GetStatusRequest.getDefaultInstance(),
            this::getStatus));
    methods.add(
        unary(
            OperationsServiceGrpc.getListTunablesMethod(),
            ListTunablesRequest.getDefaultInstance(),
            tuning::list));
    methods.add(
        unary(
            OperationsServiceGrpc.getListAdjustmentsMethod(),
            ListAdjustmentsRequest.getDefaultInstance(),
            tuning::adjustments));
    methods.add(
        unary(
            OperationsServiceGrpc.getSetTuningMethod(),
            SetTuningRequest.getDefaultInstance(),
            tuning::set));
    methods.addAll(alerts.methods());
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(OperationsServiceGrpc.SERVICE_NAME)
            .setSchemaDescriptor(
                OperationsServiceGrpc.getServiceDescriptor().getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder definition =
        ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(definition::addMethod);
    return definition.build();
  }

  /** Ends every watch. */
  @Override
  public void close() {
    alerts.close();
  }

  private void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> answer) {
    Optional<Refusal> refusal = StatusAnswers.refusal(request);
    if (refusal.isPresent()) {
      answer.onError(RichStatus.exception(refusal.get()));
      return;
    }
    answer.onNext(status.answer(request, clock.instant()));
    answer.onCompleted();
  }

  static <Q extends Message, R> ServerMethodDefinition<Q, R> unary(
      MethodDescriptor<Q, R> method, Q prototype, ServerCalls.UnaryMethod<Q, R> handler) {
    return method(method, prototype, ServerCalls.asyncUnaryCall(handler));
  }

  static <Q extends Message, R> ServerMethodDefinition<Q, R> method(
      MethodDescriptor<Q, R> method, Q prototype, ServerCallHandler<Q, R> handler) {
    return ServerMethodDefinition.create(
        method.toBuilder(new StrictMarshaller<>(prototype), method.getResponseMarshaller()).build(),
        handler);
  }
}
