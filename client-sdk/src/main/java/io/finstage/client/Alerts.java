package io.finstage.client;

import io.finstage.proto.v1.CreateAlertRuleRequest;
import io.finstage.proto.v1.DeleteAlertRuleRequest;
import io.finstage.proto.v1.ListAlertRulesRequest;
import io.finstage.proto.v1.ListAlertsRequest;
import io.finstage.proto.v1.ListAlertsResponse;
import io.finstage.proto.v1.OperationsServiceGrpc.OperationsServiceBlockingStub;
import io.finstage.proto.v1.UpdateAlertRuleRequest;
import io.finstage.proto.v1.WatchAlertsRequest;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Rules over readings and the market, and the alerts that come of them.
 *
 * <pre>{@code
 * Alerts alerts = client.operations().alerts();
 * alerts.create(AlertRule.of("spy-high", AlertCondition.priceAbove("SPY", 170)));
 * AlertWatch watch = alerts.watch((snapshot, changed) -> changed.forEach(System.out::println));
 * }</pre>
 *
 * <p>Every method but {@link #watch} asks the server, and throws a {@link FinstageException} when
 * it refuses or does not answer within {@link ClientOptions#deadline()}.
 *
 * <p>Thread-safe.
 */
public final class Alerts {

  /** Alerts that the server keeps are fewer. */
  private static final int PAGE_SIZE = 1000;

  private final Link link;
  private final ClientOptions options;
  private final RandomGenerator random;
  private final Pacer pacer;
  private final Openings open;

  Alerts(Link link, ClientOptions options, RandomGenerator random, Pacer pacer, Openings open) {
    this.link = link;
    this.options = options;
    this.random = random;
    this.pacer = pacer;
    this.open = open;
  }

  /**
   * Adds a rule; it is watched from then on.
   *
   * @return as the server has it
   * @throws FinstageException ALREADY_EXISTS when the name is taken, INVALID_ARGUMENT when what the
   *     condition names is not there
   */
  public AlertRule create(AlertRule rule) {
    CreateAlertRuleRequest request =
        CreateAlertRuleRequest.newBuilder().setRule(AlertsWire.rule(rule)).build();
    return call(stub -> AlertsWire.rule(stub.createAlertRule(request).getRule()));
  }

  /**
   * Replaces the rule of the same name; its alert goes on when the condition is the same.
   *
   * @return as the server has it
   * @throws FinstageException NOT_FOUND when there is none
   */
  public AlertRule update(AlertRule rule) {
    UpdateAlertRuleRequest request =
        UpdateAlertRuleRequest.newBuilder().setRule(AlertsWire.rule(rule)).build();
    return call(stub -> AlertsWire.rule(stub.updateAlertRule(request).getRule()));
  }

  /**
   * Deletes a rule; its alerts are resolved.
   *
   * @throws FinstageException NOT_FOUND when there is none, FAILED_PRECONDITION when it came with
   *     the server: disable it
   */
  public void delete(String name) {
    DeleteAlertRuleRequest request = DeleteAlertRuleRequest.newBuilder().setName(name).build();
    var unused = call(stub -> stub.deleteAlertRule(request));
  }

  /** All rules, by name. */
  public List<AlertRule> rules() {
    return call(stub ->
        stub.listAlertRules(ListAlertRulesRequest.getDefaultInstance()).getRulesList().stream()
            .map(AlertsWire::rule)
            .toList());
  }

  /** The newest alerts, newest first, up to 1000: open ones and those that were resolved lately. */
  public List<Alert> list() {
    return list(AlertState.OTHER);
  }

  /** The newest alerts of a state, newest first, up to 1000. */
  public List<Alert> list(AlertState state) {
    ListAlertsRequest request =
        ListAlertsRequest.newBuilder()
            .setPageSize(PAGE_SIZE)
            .addStates(AlertsWire.state(state))
            .build();
    ListAlertsResponse response = call(stub -> stub.listAlerts(request));
    return response.getAlertsList().stream().map(AlertsWire::alert).toList();
  }

  /** Watches all alerts; see {@link #watch(AlertSeverity, AlertListener)}. */
  public AlertWatch watch(AlertListener listener) {
    return watch(AlertSeverity.INFO, listener);
  }

  /**
   * Tells of all alerts that are pending or firing, then of every change, over connections that
   * break, until it is closed. Returns at once.
   *
   * @param severityMin of this severity and above
   * @throws IllegalStateException when as many as may are open already
   */
  public AlertWatch watch(AlertSeverity severityMin, AlertListener listener) {
    open.checkRoom();
    WatchAlertsRequest request =
        WatchAlertsRequest.newBuilder().setSeverityMin(AlertsWire.severity(severityMin)).build();
    AlertWatch watch =
        new AlertWatch(link, options, random, pacer, request, listener, open::remove);
    open.add(watch, watch::close);
    watch.start();
    return watch;
  }

  private <T> T call(Function<OperationsServiceBlockingStub, T> call) {
    try {
      return call.apply(link.operationsBlockingStub(options.deadline()));
    } catch (StatusRuntimeException e) {
      throw ErrorReader.read(e);
    }
  }
}
