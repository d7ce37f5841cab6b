package io.finstage.client;

import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.WorkRequest;
import io.finstage.proto.v1.WorkResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes workers in, and says to them exactly what a test has it say. */
final class FakeWork extends TaskServiceGrpc.TaskServiceImplBase {

  final List<Call> calls = new ArrayList<>();

  @Override
  public StreamObserver<WorkRequest> work(StreamObserver<WorkResponse> out) {
    Call call = new Call((ServerCallStreamObserver<WorkResponse>) out);
    calls.add(call);
    return call;
  }

  Call last() {
    return calls.get(calls.size() - 1);
  }

  static final int RESULT_BYTES_MAX = 100;

  /** One stream of one worker. */
  static final class Call implements StreamObserver<WorkRequest> {

    private final ServerCallStreamObserver<WorkResponse> out;
    final List<WorkRequest> heard = new ArrayList<>();
    boolean halfClosed;

    Call(ServerCallStreamObserver<WorkResponse> out) {
      this.out = out;
      out.setOnCancelHandler(() -> {});
    }

    void ready(Duration heartbeat) {
      say(
          WorkResponse.newBuilder()
              .setReady(
                  WorkResponse.Ready.newBuilder()
                      .setHeartbeatInterval(TasksWire.duration(heartbeat))
                      .setResultBytesMax(RESULT_BYTES_MAX)));
    }

    void lease(String id, long token, String kind, String payload) {
      say(
          WorkResponse.newBuilder()
              .setLease(
                  WorkResponse.Lease.newBuilder()
                      .setTask(
                          Task.newBuilder()
                              .setId(id)
                              .setKind(kind)
                              .setAttempt(2)
                              .setPayload(com.google.protobuf.ByteString.copyFromUtf8(payload)))
                      .setToken(token)));
    }

    void revoke(String id, long token, String reason) {
      say(
          WorkResponse.newBuilder()
              .setRevoke(
                  WorkResponse.Revoke.newBuilder()
                      .setTaskId(id)
                      .setToken(token)
                      .setReason(reason)));
    }

    void settle(String id, long token, boolean accepted) {
      say(
          WorkResponse.newBuilder()
              .setSettled(
                  WorkResponse.Settled.newBuilder()
                      .setTaskId(id)
                      .setToken(token)
                      .setAccepted(accepted)));
    }

    void fail(Status status) {
      out.onError(status.asRuntimeException());
    }

    void complete() {
      out.onCompleted();
    }

    boolean isCancelled() {
      return out.isCancelled();
    }

    List<WorkRequest.Complete> completed() {
      return heard(WorkRequest::hasComplete).stream().map(WorkRequest::getComplete).toList();
    }

    List<WorkRequest.Fail> failed() {
      return heard(WorkRequest::hasFail).stream().map(WorkRequest::getFail).toList();
    }

    List<WorkRequest> heard(Predicate<WorkRequest> which) {
      return heard.stream().filter(which).toList();
    }

    private void say(WorkResponse.Builder message) {
      out.onNext(message.build());
    }

    @Override
    public void onNext(WorkRequest message) {
      heard.add(message);
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {
      halfClosed = true;
    }
  }
}
