package io.finstage.client;

import io.finstage.proto.v1.GetStatusRequest;
import io.finstage.proto.v1.ListAdjustmentsRequest;
import io.finstage.proto.v1.ListTunablesRequest;
import io.finstage.proto.v1.OperationsServiceGrpc.OperationsServiceBlockingStub;
import io.finstage.proto.v1.SetTuningRequest;
import io.finstage.proto.v1.TunableSetting;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
  private final Alerts alerts;

  Operations(Link link, Duration deadline, Alerts alerts) {
    this.link = link;
    this.deadline = deadline;
    this.alerts = alerts;
  }

  /** Rules, and the alerts that come of them. */
  public Alerts alerts() {
    return alerts;
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

  /**
   * What may be moved while the server runs.
   *
   * @throws FinstageException when the server refuses or does not answer within the deadline
   */
  public List<Tunable> tunables() {
    return call(stub -> stub.listTunables(ListTunablesRequest.getDefaultInstance()))
        .getTunablesList()
        .stream()
        .map(TuningWire::tunable)
        .toList();
  }

  /**
   * What was moved, why, and what came of it; newest first.
   *
   * @param tunable of this one; of all when empty
   * @param max how many, 1 to 1000
   * @throws FinstageException when the server refuses or does not answer within the deadline
   */
  public List<Adjustment> adjustments(String tunable, int max) {
    ListAdjustmentsRequest request =
        ListAdjustmentsRequest.newBuilder().setTunable(tunable).setPageSize(max).build();
    return call(stub -> stub.listAdjustments(request)).getAdjustmentsList().stream()
        .map(TuningWire::adjustment)
        .toList();
  }

  /**
   * Switches the loop that moves tunables; outlives a restart of the server.
   *
   * @throws FinstageException when the server refuses or does not answer within the deadline
   */
  public void tuning(TuningMode mode) {
    call(stub ->
        stub.setTuning(SetTuningRequest.newBuilder().setMode(TuningWire.mode(mode)).build()));
  }

  /**
   * Sets a tunable to a value that the loop leaves alone; outlives a restart of the server.
   *
   * @param reason for the log of the server, up to 512 characters
   * @throws FinstageException when there is no such tunable, or the value is outside its bounds
   */
  public Tunable fix(String name, double value, String reason) {
    return set(TunableSetting.newBuilder().setName(name).setValue(value), reason);
  }

  /**
   * Gives a tunable back to the loop, or, where only persons move it, to the configured value.
   *
   * @param reason for the log of the server, up to 512 characters
   * @throws FinstageException when there is no such tunable
   */
  public Tunable release(String name, String reason) {
    return set(TunableSetting.newBuilder().setName(name), reason);
  }

  private Tunable set(TunableSetting.Builder setting, String reason) {
    SetTuningRequest request =
        SetTuningRequest.newBuilder().setTunable(setting).setReason(reason).build();
    return TuningWire.tunable(call(stub -> stub.setTuning(request)).getTunable());
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
