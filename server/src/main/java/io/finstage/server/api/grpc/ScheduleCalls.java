package io.finstage.server.api.grpc;

import io.finstage.proto.v1.CreateScheduleRequest;
import io.finstage.proto.v1.CreateScheduleResponse;
import io.finstage.proto.v1.DeleteScheduleRequest;
import io.finstage.proto.v1.DeleteScheduleResponse;
import io.finstage.proto.v1.ListSchedulesRequest;
import io.finstage.proto.v1.ListSchedulesResponse;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.TaskMessages;
import io.finstage.server.api.TaskRefusals;
import io.finstage.server.api.TaskRequests;
import io.finstage.server.api.TaskRequests.ScheduleWish;
import io.finstage.server.tasks.DropOutcome;
import io.finstage.server.tasks.Schedule;
import io.finstage.server.tasks.ScheduleOutcome;
import io.finstage.server.tasks.TaskQueue;
import io.grpc.stub.StreamObserver;

/** The schedules of {@code TaskService}. Thread-safe. */
final class ScheduleCalls {

  private final TaskQueue queue;
  private final TaskRequests requests;

  ScheduleCalls(TaskQueue queue, TaskRequests requests) {
    this.queue = queue;
    this.requests = requests;
  }

  void create(CreateScheduleRequest request, StreamObserver<CreateScheduleResponse> answer) {
    switch (requests.schedule(request.getSchedule())) {
      case TaskRequests.Outcome.Refused<ScheduleWish>(Refusal refusal) ->
          TaskGrpc.refuse(answer, refusal);
      case TaskRequests.Outcome.Fine<ScheduleWish>(ScheduleWish wish) -> create(wish, answer);
    }
  }

  void list(ListSchedulesRequest request, StreamObserver<ListSchedulesResponse> answer) {
    ListSchedulesResponse.Builder response = ListSchedulesResponse.newBuilder();
    queue.schedules().forEach(each -> response.addSchedules(TaskMessages.schedule(each)));
    TaskGrpc.answer(answer, response.build());
  }

  void delete(DeleteScheduleRequest request, StreamObserver<DeleteScheduleResponse> answer) {
    switch (TaskRequests.name(request.getName())) {
      case TaskRequests.Outcome.Refused<String>(Refusal refusal) ->
          TaskGrpc.refuse(answer, refusal);
      case TaskRequests.Outcome.Fine<String>(String name) -> {
        switch (TaskGrpc.await(queue.unschedule(name))) {
          case DropOutcome.Done _ ->
              TaskGrpc.answer(answer, DeleteScheduleResponse.getDefaultInstance());
          case DropOutcome.NotFound _ -> TaskGrpc.refuse(answer, TaskRefusals.noSchedule(name));
          case DropOutcome.Unavailable(String message) ->
              TaskGrpc.refuse(answer, TaskRefusals.unavailable(message));
        }
      }
    }
  }

  private void create(ScheduleWish wish, StreamObserver<CreateScheduleResponse> answer) {
    switch (TaskGrpc.await(queue.schedule(wish.name(), wish.submission(), wish.timing()))) {
      case ScheduleOutcome.Created(Schedule schedule) ->
          TaskGrpc.answer(
              answer,
              CreateScheduleResponse.newBuilder()
                  .setSchedule(TaskMessages.schedule(schedule))
                  .build());
      case ScheduleOutcome.Conflict(Schedule other) ->
          TaskGrpc.refuse(answer, TaskRefusals.nameUsed(other.name()));
      case ScheduleOutcome.Invalid(String field, String description) ->
          TaskGrpc.refuse(
              answer, Refusal.invalid("INVALID_SCHEDULE", "schedule." + field, description));
      case ScheduleOutcome.Full(String key, long limit) ->
          TaskGrpc.refuse(answer, TaskRefusals.full(key, limit));
      case ScheduleOutcome.Unavailable(String message) ->
          TaskGrpc.refuse(answer, TaskRefusals.unavailable(message));
    }
  }
}
