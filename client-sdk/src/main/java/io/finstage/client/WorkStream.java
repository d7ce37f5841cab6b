package io.finstage.client;

import io.finstage.proto.v1.TaskServiceGrpc.TaskServiceStub;
import io.finstage.proto.v1.WorkRequest;
import io.finstage.proto.v1.WorkResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/** One {@code Work} call. All its methods are called on the loop that it was opened with. */
final class WorkStream implements ClientResponseObserver<WorkRequest, WorkResponse> {

  /** Is called on the loop. */
  interface Owner {

    void heard(WorkStream stream, WorkResponse message);

    /**
     * The last call.
     *
     * @param cause null when the server ended it without an error
     */
    void ended(WorkStream stream, @Nullable Throwable cause);
  }

  private final Owner owner;
  private @Nullable ClientCallStreamObserver<WorkRequest> call;
  private boolean finished;

  private WorkStream(Owner owner) {
    this.owner = owner;
  }

  static WorkStream open(TaskServiceStub stub, EventLoop loop, Owner owner) {
    WorkStream stream = new WorkStream(owner);
    var unused = stub.withExecutor(loop).work(stream);
    return stream;
  }

  void say(WorkRequest message) {
    if (call != null && !finished) {
      call.onNext(message);
    }
  }

  /** Nothing more is said. */
  void finish() {
    if (call != null && !finished) {
      finished = true;
      call.onCompleted();
    }
  }

  void cancel(String why) {
    if (call != null) {
      call.cancel(why, null);
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WorkRequest> requests) {
    call = requests;
  }

  @Override
  public void onNext(WorkResponse message) {
    owner.heard(this, message);
  }

  @Override
  public void onError(Throwable cause) {
    owner.ended(this, cause);
  }

  @Override
  public void onCompleted() {
    owner.ended(this, null);
  }
}
