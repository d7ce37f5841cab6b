package io.finstage.server.api.grpc;

import io.finstage.proto.v1.FieldViolation;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.finstage.proto.v1.Rejection;
import io.finstage.proto.v1.Tick;
import io.finstage.server.api.PushedTicks;
import io.finstage.server.api.Refusal;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;

/**
 * One {@code PublishPrices} call: ticks go in one by one, a refused one does not stop the others.
 * Pushing waits while the hub is behind, and so does the client.
 */
final class PublishCall implements StreamObserver<PublishPricesRequest> {

  /** Ticks in one message. */
  static final int TICKS_MAX = 10_000;

  /** Refusals that are told one by one. */
  static final int REJECTIONS_MAX = 100;

  private static final int SYMBOL_SHOWN_MAX = 64;

  private final PushedTicks door;
  private final StreamObserver<PublishPricesResponse> answer;
  private final PublishPricesResponse.Builder response = PublishPricesResponse.newBuilder();
  private long accepted;
  private long rejected;
  private boolean over;

  PublishCall(PushedTicks door, StreamObserver<PublishPricesResponse> answer) {
    this.door = door;
    this.answer = answer;
  }

  @Override
  public void onNext(PublishPricesRequest request) {
    if (over) {
      return;
    }
    if (request.getTicksCount() > TICKS_MAX) {
      over = true;
      answer.onError(RichStatus.exception(tooMany(request.getTicksCount())));
      return;
    }
    for (Tick tick : request.getTicksList()) {
      door.push(tick).ifPresentOrElse(refused -> reject(tick, refused), () -> accepted++);
    }
  }

  @Override
  public void onError(Throwable cancelled) {
    over = true;
  }

  @Override
  public void onCompleted() {
    if (!over) {
      answer.onNext(response.setAccepted(accepted).setRejected(rejected).build());
      answer.onCompleted();
    }
  }

  private void reject(Tick tick, PushedTicks.Refused refused) {
    long index = accepted + rejected;
    rejected++;
    if (response.getRejectionsCount() < REJECTIONS_MAX) {
      String symbol = tick.getSymbol();
      response.addRejections(
          Rejection.newBuilder()
              .setIndex(index)
              .setSymbol(symbol.substring(0, Math.min(symbol.length(), SYMBOL_SHOWN_MAX)))
              .setReason(refused.reason())
              .setViolation(
                  FieldViolation.newBuilder()
                      .setField(refused.field())
                      .setDescription(refused.description())));
    }
  }

  /** What went in before stays in; the metadata says how much. */
  private Refusal tooMany(int count) {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "TICKS_PER_MESSAGE_MAX",
        "at most " + TICKS_MAX + " ticks per message, not " + count,
        List.of(new Refusal.Violation("ticks", "must be at most " + TICKS_MAX)),
        Map.of(
            "limit", Integer.toString(TICKS_MAX),
            "accepted", Long.toString(accepted),
            "rejected", Long.toString(rejected)));
  }
}
