package io.finstage.server.contract;

import com.google.gson.JsonObject;
import io.finstage.proto.v1.AlertRule;
import io.finstage.proto.v1.CreateAlertRuleRequest;
import io.finstage.proto.v1.DeleteAlertRuleRequest;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.concurrent.TimeUnit;

/** Makes and deletes alert rules through {@code OperationsService}. */
final class AlertRuleCalls {

  private static final int TIMEOUT_SECONDS = 30;

  private AlertRuleCalls() {}

  /** A rule as the contract spells it. */
  static void create(int port, JsonObject rule) {
    CreateAlertRuleRequest.Builder request = CreateAlertRuleRequest.newBuilder();
    AlertRule.Builder body = request.getRuleBuilder();
    Messages.fill(body, rule);
    call(port, stub -> stub.createAlertRule(request.build()));
  }

  static void delete(int port, String name) {
    call(
        port,
        stub -> stub.deleteAlertRule(DeleteAlertRuleRequest.newBuilder().setName(name).build()));
  }

  private static void call(int port, Call call) {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .build();
    try {
      call.on(
          OperationsServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
    }
  }

  private interface Call {
    void on(OperationsServiceGrpc.OperationsServiceBlockingStub stub);
  }
}
