package io.finstage.server.api.grpc;

import io.finstage.proto.v1.AlertRule;
import io.finstage.proto.v1.CreateAlertRuleRequest;
import io.finstage.proto.v1.CreateAlertRuleResponse;
import io.finstage.proto.v1.DeleteAlertRuleRequest;
import io.finstage.proto.v1.DeleteAlertRuleResponse;
import io.finstage.proto.v1.ListAlertRulesRequest;
import io.finstage.proto.v1.ListAlertRulesResponse;
import io.finstage.proto.v1.ListAlertsRequest;
import io.finstage.proto.v1.ListAlertsResponse;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.UpdateAlertRuleRequest;
import io.finstage.proto.v1.UpdateAlertRuleResponse;
import io.finstage.proto.v1.WatchAlertsRequest;
import io.finstage.server.alerts.Alert;
import io.finstage.server.alerts.Alerts;
import io.finstage.server.alerts.RuleOutcome;
import io.finstage.server.api.AlertMessages;
import io.finstage.server.api.AlertRefusals;
import io.finstage.server.api.AlertRequests;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.TaskRequests.Outcome;
import io.finstage.server.hub.CloseReason;
import io.grpc.ServerMethodDefinition;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The alerts of {@code OperationsService}. Thread-safe. */
final class AlertCalls implements AutoCloseable {

  private final Alerts alerts;
  private final Set<AlertBacklog> watches = ConcurrentHashMap.newKeySet();

  AlertCalls(Alerts alerts) {
    this.alerts = alerts;
  }

  List<ServerMethodDefinition<?, ?>> methods() {
    return List.of(
        OperationsGrpc.unary(
            OperationsServiceGrpc.getCreateAlertRuleMethod(),
            CreateAlertRuleRequest.getDefaultInstance(),
            this::create),
        OperationsGrpc.unary(
            OperationsServiceGrpc.getUpdateAlertRuleMethod(),
            UpdateAlertRuleRequest.getDefaultInstance(),
            this::update),
        OperationsGrpc.unary(
            OperationsServiceGrpc.getDeleteAlertRuleMethod(),
            DeleteAlertRuleRequest.getDefaultInstance(),
            this::delete),
        OperationsGrpc.unary(
            OperationsServiceGrpc.getListAlertRulesMethod(),
            ListAlertRulesRequest.getDefaultInstance(),
            this::rules),
        OperationsGrpc.unary(
            OperationsServiceGrpc.getListAlertsMethod(),
            ListAlertsRequest.getDefaultInstance(),
            this::list),
        OperationsGrpc.method(
            OperationsServiceGrpc.getWatchAlertsMethod(),
            WatchAlertsRequest.getDefaultInstance(),
            WatchAlertsCall.handler(alerts, watches)));
  }

  /** Ends every watch. */
  @Override
  public void close() {
    watches.forEach(watch -> watch.stop(Refusal.closed(CloseReason.SERVER_SHUTDOWN)));
  }

  private void create(
      CreateAlertRuleRequest request, StreamObserver<CreateAlertRuleResponse> answer) {
    change(
        AlertRequests.rule(request.getRule(), alerts.config().keepFiringFor()),
        alerts::create,
        rule -> CreateAlertRuleResponse.newBuilder().setRule(rule).build(),
        answer);
  }

  private void update(
      UpdateAlertRuleRequest request, StreamObserver<UpdateAlertRuleResponse> answer) {
    change(
        AlertRequests.rule(request.getRule(), alerts.config().keepFiringFor()),
        alerts::update,
        rule -> UpdateAlertRuleResponse.newBuilder().setRule(rule).build(),
        answer);
  }

  private void delete(
      DeleteAlertRuleRequest request, StreamObserver<DeleteAlertRuleResponse> answer) {
    change(
        AlertRequests.name(request.getName()),
        alerts::delete,
        rule -> DeleteAlertRuleResponse.getDefaultInstance(),
        answer);
  }

  private static <T, R> void change(
      Outcome<T> read,
      Function<T, RuleOutcome> change,
      Function<AlertRule, R> response,
      StreamObserver<R> answer) {
    switch (read) {
      case Outcome.Refused<T>(Refusal refusal) -> TaskGrpc.refuse(answer, refusal);
      case Outcome.Fine<T>(T wish) -> {
        RuleOutcome outcome = change.apply(wish);
        Optional<Refusal> refusal = AlertRefusals.of(outcome);
        if (refusal.isPresent()) {
          TaskGrpc.refuse(answer, refusal.get());
        } else if (outcome instanceof RuleOutcome.Done(var rule)) {
          TaskGrpc.answer(answer, response.apply(AlertMessages.rule(rule)));
        }
      }
    }
  }

  private void rules(ListAlertRulesRequest request, StreamObserver<ListAlertRulesResponse> answer) {
    ListAlertRulesResponse.Builder response = ListAlertRulesResponse.newBuilder();
    alerts.rules().forEach(rule -> response.addRules(AlertMessages.rule(rule)));
    TaskGrpc.answer(answer, response.build());
  }

  private void list(ListAlertsRequest request, StreamObserver<ListAlertsResponse> answer) {
    switch (AlertRequests.page(request)) {
      case Outcome.Refused<AlertRequests.Page>(Refusal refusal) -> TaskGrpc.refuse(answer, refusal);
      case Outcome.Fine<AlertRequests.Page>(AlertRequests.Page page) ->
          TaskGrpc.answer(answer, page(page));
    }
  }

  private ListAlertsResponse page(AlertRequests.Page page) {
    List<Alert> found = alerts.alerts(page.filter(), page.before(), page.size() + 1);
    ListAlertsResponse.Builder response = ListAlertsResponse.newBuilder();
    found.stream().limit(page.size()).forEach(it -> response.addAlerts(AlertMessages.alert(it)));
    return found.size() > page.size()
        ? response
            .setNextPageToken(AlertRequests.token(found.get(page.size() - 1).id(), page.filter()))
            .build()
        : response.build();
  }
}
