package io.finstage.client;

import io.finstage.proto.v1.GetStatusRequest;
import io.finstage.proto.v1.OperationsServiceGrpc.OperationsServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The server as its operator sees it.
 *
 * <pre>{@code
 * ServerStatus status = client.operations().status();
 * status.objectives().forEach(it -> System.out.println(it.name() + " " + it.availability()));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Operations {

  private final Link link;
  private final Duration deadline;

  Operations(Link link, Duration deadline) {
    this.link = link;
    this.deadline = deadline;
  }

  /**
   * How the server is now.
   *
   * @param readings names of those that are wanted; all when there is none
   * @throws FinstageException when the server refuses or does not answer within the deadline
   */
  public ServerStatus status(String... readings) {
    return status(GetStatusRequest.newBuilder().addAllReadings(Arrays.asList(readings)));
  }

  /**
   * How the server is now, and how it was.
   *
   * @param history how far back, 1 ms to 1 h
   * @param pointsMax points of each series, 1 to 720; with fewer than there are, each is the mean
   *     of those that it stands for
   * @param readings names of those that are wanted; all when there is none
   * @throws FinstageException when the server refuses or does not answer within the deadline
   */
  public ServerStatus status(Duration history, int pointsMax, String... readings) {
    return status(
        GetStatusRequest.newBuilder()
            .addAllReadings(Arrays.asList(readings))
            .setHistory(TasksWire.duration(history))
            .setHistoryPointsMax(pointsMax));
  }

  private ServerStatus status(GetStatusRequest.Builder request) {
    return OperationsWire.status(call(stub -> stub.getStatus(request.build())));
  }

  private <T> T call(Function<OperationsServiceBlockingStub, T> call) {
    try {
      return call.apply(link.operationsBlockingStub(deadline));
    } catch (StatusRuntimeException e) {
      throw ErrorReader.read(e);
    }
  }
}
