package io.finstage.client;

import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.ListTasksResponse;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Tasks, read page by page as they are asked for. Not thread-safe. */
final class TaskPages implements Iterator<Task> {

  private static final int PAGE_SIZE = 200;

  private final TaskCalls calls;
  private final ListTasksRequest.Builder request;
  private Iterator<io.finstage.proto.v1.Task> page =
      List.<io.finstage.proto.v1.Task>of().iterator();
  private boolean last;

  TaskPages(TaskCalls calls, TaskFilter filter) {
    this.calls = calls;
    this.request =
        ListTasksRequest.newBuilder().setFilter(TasksWire.filter(filter)).setPageSize(PAGE_SIZE);
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && !last) {
      ListTasksResponse response = calls.call(stub -> stub.listTasks(request.build()));
      page = response.getTasksList().iterator();
      last = response.getNextPageToken().isEmpty();
      request.setPageToken(response.getNextPageToken());
    }
    return page.hasNext();
  }

  @Override
  public Task next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more tasks");
    }
    return new Task(page.next());
  }
}
