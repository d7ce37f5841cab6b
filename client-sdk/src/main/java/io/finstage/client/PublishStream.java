package io.finstage.client;

import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.finstage.proto.v1.Rejection;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code PublishPrices} call. Its owner guards every method with one lock. */
final class PublishStream
    implements ClientResponseObserver<PublishPricesRequest, PublishPricesResponse> {

  /** Is called on the loop that the call was opened with. */
  interface Owner {

    void ready();

    /**
     * The last call.
     *
     * @param cause null when the server confirmed
     */
    void ended(PublishStream stream, @Nullable Throwable cause);
  }

  private final Owner owner;
  private final long firstIndex;
  private final long openedAtNanos;
  private @Nullable ClientCallStreamObserver<PublishPricesRequest> call;
  private volatile @Nullable PublishPricesResponse response;
  private long sent;
  private boolean finished;

  private PublishStream(Owner owner, long firstIndex, long openedAtNanos) {
    this.owner = owner;
    this.firstIndex = firstIndex;
    this.openedAtNanos = openedAtNanos;
  }

  /**
   * Opens a call.
   *
   * @param firstIndex of its first tick among all that the publisher sends
   */
  static PublishStream open(Link link, EventLoop loop, Owner owner, long firstIndex) {
    PublishStream stream = new PublishStream(owner, firstIndex, loop.nanos());
    var unused = link.stub().withExecutor(loop).publishPrices(stream);
    return stream;
  }

  long openedAtNanos() {
    return openedAtNanos;
  }

  /** Whether a batch can be sent without being queued here. */
  boolean isReady() {
    return call != null && call.isReady() && !finished;
  }

  void send(List<io.finstage.proto.v1.Tick> batch) {
    if (call != null) {
      call.onNext(PublishPricesRequest.newBuilder().addAllTicks(batch).build());
      sent += batch.size();
    }
  }

  /** Nothing more is sent: the server confirms. */
  void finish() {
    if (call != null && !finished) {
      finished = true;
      call.onCompleted();
    }
  }

  void cancel() {
    if (call != null) {
      call.cancel("cut by the client", null);
    }
  }

  /** What the server says of this stream, added to what it said {@code before}. */
  PublishSummary addTo(PublishSummary before) {
    PublishPricesResponse said = response;
    if (said == null) {
      return new PublishSummary(
          before.accepted(), before.rejected(), before.unconfirmed() + sent, before.rejections());
    }
    List<io.finstage.client.Rejection> rejections = new ArrayList<>(before.rejections());
    for (Rejection line : said.getRejectionsList()) {
      if (rejections.size() < PublishSummary.REJECTIONS_MAX) {
        rejections.add(rejection(line));
      }
    }
    long unconfirmed = Math.max(0, sent - said.getAccepted() - said.getRejected());
    return new PublishSummary(
        before.accepted() + said.getAccepted(),
        before.rejected() + said.getRejected(),
        before.unconfirmed() + unconfirmed,
        rejections);
  }

  private io.finstage.client.Rejection rejection(Rejection line) {
    return new io.finstage.client.Rejection(
        firstIndex + line.getIndex(),
        line.getSymbol(),
        line.getReason(),
        new FieldViolation(line.getViolation().getField(), line.getViolation().getDescription()));
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<PublishPricesRequest> requests) {
    call = requests;
    requests.setOnReadyHandler(owner::ready);
  }

  @Override
  public void onNext(PublishPricesResponse value) {
    response = value;
  }

  @Override
  public void onError(Throwable cause) {
    owner.ended(this, cause);
  }

  @Override
  public void onCompleted() {
    owner.ended(this, null);
  }
}
