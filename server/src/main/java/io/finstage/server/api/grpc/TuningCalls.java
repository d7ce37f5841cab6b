package io.finstage.server.api.grpc;

import io.finstage.proto.v1.ListAdjustmentsRequest;
import io.finstage.proto.v1.ListAdjustmentsResponse;
import io.finstage.proto.v1.ListTunablesRequest;
import io.finstage.proto.v1.ListTunablesResponse;
import io.finstage.proto.v1.SetTuningRequest;
import io.finstage.proto.v1.SetTuningResponse;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.TaskRefusals;
import io.finstage.server.api.TuningMessages;
import io.finstage.server.api.TuningRequests;
import io.finstage.server.api.TuningRequests.Page;
import io.finstage.server.api.TuningRequests.Wish;
import io.finstage.server.tuning.Adjustment;
import io.finstage.server.tuning.Bounds;
import io.finstage.server.tuning.SetOutcome;
import io.finstage.server.tuning.TunableState;
import io.finstage.server.tuning.Tuner;
import io.finstage.server.tuning.TuningMode;
import io.finstage.server.tuning.TuningUnavailableException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** The tuning of {@code OperationsService}. Thread-safe. */
final class TuningCalls {

  private final Tuner tuner;

  TuningCalls(Tuner tuner) {
    this.tuner = tuner;
  }

  void list(ListTunablesRequest request, StreamObserver<ListTunablesResponse> answer) {
    ListTunablesResponse.Builder response =
        ListTunablesResponse.newBuilder().setMode(TuningMessages.mode(tuner.mode()));
    tuner.tunables().forEach(state -> response.addTunables(TuningMessages.tunable(state)));
    TaskGrpc.answer(answer, response.build());
  }

  void adjustments(ListAdjustmentsRequest request, StreamObserver<ListAdjustmentsResponse> answer) {
    Optional<Page> page = TuningRequests.page(request);
    if (page.isEmpty()) {
      TaskGrpc.refuse(answer, TuningRequests.unreadable(request));
      return;
    }
    try {
      TaskGrpc.answer(answer, page(page.get()));
    } catch (TuningUnavailableException e) {
      TaskGrpc.refuse(answer, TaskRefusals.unreadable());
    }
  }

  void set(SetTuningRequest request, StreamObserver<SetTuningResponse> answer) {
    switch (TuningRequests.wish(request)) {
      case Wish.Refused(Refusal refusal) -> TaskGrpc.refuse(answer, refusal);
      case Wish.Switch(TuningMode mode, String reason) -> turn(mode, reason, answer);
      case Wish.Put(String name, Optional<Double> value, String reason) ->
          put(tuner.set(name, value, reason), answer);
    }
  }

  private void turn(TuningMode mode, String reason, StreamObserver<SetTuningResponse> answer) {
    try {
      tuner.mode(mode, reason);
      TaskGrpc.answer(
          answer, SetTuningResponse.newBuilder().setMode(TuningMessages.mode(mode)).build());
    } catch (TuningUnavailableException e) {
      TaskGrpc.refuse(answer, TaskRefusals.unavailable(String.valueOf(e.getMessage())));
    }
  }

  private void put(SetOutcome outcome, StreamObserver<SetTuningResponse> answer) {
    switch (outcome) {
      case SetOutcome.Done(TunableState state) ->
          TaskGrpc.answer(
              answer,
              SetTuningResponse.newBuilder()
                  .setMode(TuningMessages.mode(tuner.mode()))
                  .setTunable(TuningMessages.tunable(state))
                  .build());
      case SetOutcome.Unknown(String name) -> TaskGrpc.refuse(answer, TuningRequests.unknown(name));
      case SetOutcome.OutOfBounds(Bounds bounds) ->
          TaskGrpc.refuse(answer, TuningRequests.outOfBounds(bounds));
      case SetOutcome.Unavailable(String message) ->
          TaskGrpc.refuse(answer, TaskRefusals.unavailable(message));
    }
  }

  private ListAdjustmentsResponse page(Page page) {
    List<Adjustment> found = tuner.adjustments(page.tunable(), page.before(), page.size());
    ListAdjustmentsResponse.Builder response = ListAdjustmentsResponse.newBuilder();
    found.forEach(made -> response.addAdjustments(TuningMessages.adjustment(made)));
    boolean more =
        found.size() == page.size()
            && !tuner.adjustments(page.tunable(), found.getLast().id(), 1).isEmpty();
    return more
        ? response
            .setNextPageToken(TuningRequests.token(found.getLast().id(), page.tunable()))
            .build()
        : response.build();
  }
}
