package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.Call;
import io.finstage.proto.v1.CancelCall;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Error;
import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.GetTaskResponse;
import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.ListTasksResponse;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.server.api.grpc.interceptors.CallGuard;
import io.finstage.server.hub.HubConfig;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.metrics.RequestMeter;
import io.grpc.Deadline;
import io.grpc.ServerInterceptors;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallsTest {

  private static final int CALLS_MAX = 2;
  private static final int MESSAGES = 100;
  private static final ConversationConfig CONFIG =
      new ConversationConfig(java.time.Duration.ofSeconds(5), 10, 10, 65_536, 65_536, 3, CALLS_MAX);

  /** Answers {@code GetTask} at once, {@code ListTasks} when it is told to. */
  private static final class Tasks extends TaskServiceGrpc.TaskServiceImplBase {
    private final BlockingQueue<StreamObserver<ListTasksResponse>> open =
        new LinkedBlockingQueue<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);

    @Override
    public void getTask(GetTaskRequest request, StreamObserver<GetTaskResponse> answer) {
      switch (request.getId()) {
        case "wrong" ->
            answer.onError(
                StatusProto.toStatusRuntimeException(
                    Refusal.invalid("INVALID_TASK_ID", "id", "must be a number").rpcStatus()));
        case "large" -> {
          answer.onNext(
              GetTaskResponse.newBuilder()
                  .setTask(
                      Task.newBuilder().setPayload(ByteString.copyFrom(new byte[65_536 / 8 * 7])))
                  .build());
          answer.onCompleted();
        }
        case "broken" -> throw new IllegalStateException("broken");
        default -> {
          answer.onNext(
              GetTaskResponse.newBuilder()
                  .setTask(Task.newBuilder().setId(request.getId()))
                  .build());
          answer.onCompleted();
        }
      }
    }

    @Override
    public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> answer) {
      ((ServerCallStreamObserver<ListTasksResponse>) answer)
          .setOnCancelHandler(cancelled::countDown);
      open.add(answer);
    }

    void answerNext() throws InterruptedException {
      StreamObserver<ListTasksResponse> answer = open.take();
      answer.onNext(ListTasksResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private final AtomicInteger sent = new AtomicInteger();
  private final Tasks tasks = new Tasks();
  private final PriceHub hub = new PriceHub(HubConfig.defaults(), InstantSource.system(), "8f3a");
  private final RecordingOutlet outlet = new RecordingOutlet();
  private final CallGuard guard =
      new CallGuard(new RequestMeter(), 65_536, Deadline.getSystemTicker());
  private Conversation conversation;

  @BeforeEach
  void open() throws InterruptedException {
    Conversations conversations =
        new Conversations(hub, IndicatorTexts.none(), CONFIG, InstantSource.system());
    var analysis =
        new AnalysisServiceGrpc.AnalysisServiceImplBase() {
          @Override
          public void analyzeSymbols(
              AnalyzeSymbolsRequest request, StreamObserver<AnalyzeSymbolsResponse> answer) {
            for (int i = 0; i < MESSAGES; i++) {
              answer.onNext(AnalyzeSymbolsResponse.newBuilder().setBars(i).build());
              sent.incrementAndGet();
            }
            answer.onCompleted();
          }
        };
    conversations.serve(
        CallMethods.of(
            List.of(
                ServerInterceptors.intercept(tasks, guard),
                ServerInterceptors.intercept(analysis, guard))));
    conversation = conversations.open(outlet).orElseThrow();
    assertThat(outlet.next().getWelcome().getLimits().getCallsPerConnection()).isEqualTo(CALLS_MAX);
  }

  @AfterEach
  void close() {
    hub.close();
    guard.close();
  }

  @Test
  void aCallIsAnsweredWithTheResponseOfItsMethod() throws InterruptedException {
    get("7", "41");

    var reply = outlet.next().getReply();
    assertThat(reply.getRequestId()).isEqualTo("7");
    assertThat(reply.getLast()).isTrue();
    assertThat(reply.getGetTask().getTask().getId()).isEqualTo("41");
  }

  @Test
  void aFailureIsTheErrorOfItsCallWithTheFieldsThatAreToBlame() throws InterruptedException {
    get("7", "wrong");

    Error error = outlet.next().getError();
    assertThat(error.getRequestId()).isEqualTo("7");
    assertThat(error.getCode()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.getReason()).isEqualTo("INVALID_TASK_ID");
    assertThat(error.getMessage()).isEqualTo("id must be a number");
    assertThat(error.getFieldViolations(0).getField()).isEqualTo("id");
  }

  @Test
  void aHandlerThatThrowsIsAnInternalError() throws InterruptedException {
    get("7", "broken");

    assertThat(outlet.next().getError().getCode()).isEqualTo("INTERNAL");
  }

  @Test
  void callsThatFailDoNotEndTheConversation() throws InterruptedException {
    for (int i = 0; i < 2 * CONFIG.errorsInARowMax(); i++) {
      get("7", "wrong");
      assertThat(outlet.next().hasError()).isTrue();
    }

    get("8", "41");
    assertThat(outlet.next().hasReply()).isTrue();
  }

  @Test
  void aReplyThatIsTooLargeIsRefused() throws InterruptedException {
    get("7", "large");

    Error error = outlet.next().getError();
    assertThat(error.getCode()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(error.getReason()).isEqualTo("REPLY_TOO_LARGE");
  }

  @Test
  void callsOverTheLimitAreRefusedUntilOneHasEnded() throws InterruptedException {
    list("1");
    list("2");
    get("3", "41");
    assertThat(outlet.next().getError().getReason()).isEqualTo("TOO_MANY_CALLS");

    tasks.answerNext();
    tasks.answerNext();
    assertThat(List.of(outlet.next().getReply(), outlet.next().getReply()))
        .allMatch(it -> it.hasListTasks());
    get("4", "41");
    assertThat(outlet.next().getReply().getRequestId()).isEqualTo("4");
  }

  @Test
  void anIdInUseIsRefusedAndFreeAgainWithTheLastAnswer() throws InterruptedException {
    list("1");
    get("1", "41");
    assertThat(outlet.next().getError().getReason()).isEqualTo("REQUEST_ID_IN_USE");

    tasks.answerNext();
    assertThat(outlet.next().getReply().hasListTasks()).isTrue();
    get("1", "41");
    assertThat(outlet.next().getReply().hasGetTask()).isTrue();
  }

  @Test
  void aCancelledCallIsAnsweredAndItsHandlerTold() throws InterruptedException {
    list("1");
    StreamObserver<ListTasksResponse> late = tasks.open.take();
    cancel("1");

    assertThat(outlet.next().getError().getCode()).isEqualTo("CANCELLED");
    assertThat(tasks.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(((ServerCallStreamObserver<ListTasksResponse>) late).isCancelled()).isTrue();
    cancel("1");
    assertThat(outlet.next().getError().getReason()).isEqualTo("NO_SUCH_CALL");
  }

  @Test
  void aCallEndsWithItsTimeout() throws InterruptedException {
    say(
        Call.newBuilder()
            .setRequestId("1")
            .setTimeout(Duration.newBuilder().setNanos(1_000_000))
            .setListTasks(ListTasksRequest.getDefaultInstance()));

    assertThat(outlet.next().getError().getCode()).isEqualTo("DEADLINE_EXCEEDED");
  }

  @Test
  void aStreamWaitsForASlowReaderAndLosesNothing() throws InterruptedException {
    outlet.stopReading();
    say(
        Call.newBuilder()
            .setRequestId("1")
            .setAnalyzeSymbols(AnalyzeSymbolsRequest.getDefaultInstance()));
    list("2");
    assertThat(tasks.open.take()).isNotNull();
    // One that is being written, one that waits, and those of a batch that was gathered before.
    assertThat(sent.get()).isLessThan(MESSAGES);
    outlet.readOn();

    for (int i = 0; i < MESSAGES; i++) {
      var reply = outlet.next().getReply();
      assertThat(reply.getAnalyzeSymbols().getBars()).isEqualTo(i);
      assertThat(reply.getLast()).isFalse();
    }
    var last = outlet.next().getReply();
    assertThat(last.getLast()).isTrue();
    assertThat(last.hasAnalyzeSymbols()).isFalse();
  }

  @Test
  void theEndOfTheConversationEndsItsCalls() throws InterruptedException {
    list("1");
    assertThat(tasks.open.take()).isNotNull();
    conversation.leave();

    assertThat(tasks.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private void get(String requestId, String id) throws InterruptedException {
    say(
        Call.newBuilder()
            .setRequestId(requestId)
            .setGetTask(GetTaskRequest.newBuilder().setId(id)));
  }

  private void list(String requestId) throws InterruptedException {
    say(
        Call.newBuilder()
            .setRequestId(requestId)
            .setListTasks(ListTasksRequest.getDefaultInstance()));
  }

  private void cancel(String requestId) throws InterruptedException {
    conversation.handle(
        ConnectRequest.newBuilder()
            .setCancelCall(CancelCall.newBuilder().setRequestId(requestId))
            .build());
  }

  private void say(Call.Builder call) throws InterruptedException {
    conversation.handle(ConnectRequest.newBuilder().setCall(call).build());
  }
}
