package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.Call;
import io.finstage.proto.v1.Reply;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunningCallTest {

  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final AtomicReference<RunningCall<?, ?>> call = new AtomicReference<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  /** Cancels the call from another thread while its reply is on the way. */
  private final RunningCall.Answers cancelling =
      new RunningCall.Answers() {
        @Override
        public void reply(Reply reply, Runnable taken) {
          Thread thread =
              Thread.ofPlatform()
                  .start(() -> {
                    call.get().cancel();
                    cancelled.countDown();
                  });
          await().until(() -> !answers.isEmpty() || thread.getState() == Thread.State.WAITING);
          answers.add("reply");
          taken.run();
        }

        @Override
        public void last(Reply reply) {
          answers.add("last");
        }

        @Override
        public void failed(Refusal refusal) {
          answers.add(refusal.reason());
        }
      };

  @Test
  void noReplyFollowsTheAnswerToACancel() throws InterruptedException {
    ServerServiceDefinition service =
        new AnalysisServiceGrpc.AnalysisServiceImplBase() {
          @Override
          public void analyzeSymbols(
              AnalyzeSymbolsRequest request, StreamObserver<AnalyzeSymbolsResponse> answer) {
            answer.onNext(AnalyzeSymbolsResponse.getDefaultInstance());
            await().until(() -> cancelled.getCount() == 0);
          }
        }.bindService();
    CallMethods.Method method =
        CallMethods.of(List.of(service))
            .find(Call.getDescriptor().findFieldByNumber(Call.ANALYZE_SYMBOLS_FIELD_NUMBER))
            .orElseThrow();
    RunningCall<?, ?> running = new RunningCall<>(method.served(), method, "1", 65_536, cancelling);
    call.set(running);

    running.run(AnalyzeSymbolsRequest.getDefaultInstance(), new Metadata());

    assertThat(answers).containsExactly("reply", "CANCELLED");
  }
}
