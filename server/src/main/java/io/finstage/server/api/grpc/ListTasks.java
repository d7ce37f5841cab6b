package io.finstage.server.api.grpc;

import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.ListTasksResponse;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.TaskMessages;
import io.finstage.server.api.TaskPages;
import io.finstage.server.api.TaskRequests;
import io.finstage.server.tasks.Task;
import io.finstage.server.tasks.TaskFilter;
import io.finstage.server.tasks.TaskQueue;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** {@code TaskService.ListTasks}: newest first, page by page. Thread-safe. */
final class ListTasks implements ServerCalls.UnaryMethod<ListTasksRequest, ListTasksResponse> {

  private final TaskQueue queue;

  ListTasks(TaskQueue queue) {
    this.queue = queue;
  }

  @Override
  public void invoke(ListTasksRequest request, StreamObserver<ListTasksResponse> answer) {
    switch (TaskPages.read(request)) {
      case TaskRequests.Outcome.Refused<TaskPages.Wish>(Refusal refusal) ->
          TaskGrpc.refuse(answer, refusal);
      case TaskRequests.Outcome.Fine<TaskPages.Wish>(TaskPages.Wish wish) ->
          TaskGrpc.answer(answer, page(wish));
    }
  }

  private ListTasksResponse page(TaskPages.Wish wish) {
    TaskFilter filter = wish.filter();
    List<Task> found = queue.list(filter, wish.before(), wish.size());
    ListTasksResponse.Builder response = ListTasksResponse.newBuilder();
    found.forEach(task -> response.addTasks(TaskMessages.brief(task)));
    boolean more =
        found.size() == wish.size() && !queue.list(filter, found.getLast().id(), 1).isEmpty();
    return more
        ? response.setNextPageToken(TaskPages.token(found.getLast().id(), filter)).build()
        : response.build();
  }
}
