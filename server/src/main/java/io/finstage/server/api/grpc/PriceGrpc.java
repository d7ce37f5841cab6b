package io.finstage.server.api.grpc;

import com.google.protobuf.Message;
import io.finstage.proto.v1.GetPricesRequest;
import io.finstage.proto.v1.GetPricesResponse;
import io.finstage.proto.v1.Instrument;
import io.finstage.proto.v1.ListInstrumentsRequest;
import io.finstage.proto.v1.ListInstrumentsResponse;
import io.finstage.proto.v1.Price;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.SymbolStatus;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.PushedTicks;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.RequestCheck;
import io.finstage.server.api.StreamEvents;
import io.finstage.server.api.Times;
import io.finstage.server.api.grpc.interceptors.StrictMarshaller;
import io.finstage.server.bars.BarStore;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.PriceUpdate;
import io.finstage.server.hub.SubscribeRequest;
import io.finstage.server.market.Symbol;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code PriceService} over gRPC. Thread-safe. */
final class PriceGrpc implements BindableService {

  private static final int PAGE_SIZE_DEFAULT = 1000;
  private static final int PAGE_SIZE_MAX = 10_000;

  private final PriceHub hub;
  private final ListBars listBars;
  private final Conversations conversations;
  private final PushedTicks pushed;
  private final Function<Symbol, String> sourceOf;
  private final InstantSource clock;

  PriceGrpc(
      PriceHub hub,
      BarStore bars,
      Conversations conversations,
      PushedTicks pushed,
      Function<Symbol, String> sourceOf,
      InstantSource clock) {
    this.hub = hub;
    this.listBars = new ListBars(bars);
    this.conversations = conversations;
    this.pushed = pushed;
    this.sourceOf = sourceOf;
    this.clock = clock;
  }

  /**
   * As the generated stub would, but streams answer with ready bytes and no request makes its
   * parser throw. The schema stays, for reflection.
   */
  @Override
  public ServerServiceDefinition bindService() {
    var getPrices =
        strict(PriceServiceGrpc.getGetPricesMethod(), GetPricesRequest.getDefaultInstance());
    var listInstruments =
        strict(
            PriceServiceGrpc.getListInstrumentsMethod(),
            ListInstrumentsRequest.getDefaultInstance());
    var bars =
        strict(
            PriceServiceGrpc.getListBarsMethod(),
            io.finstage.proto.v1.ListBarsRequest.getDefaultInstance());
    var publishPrices =
        strict(
            PriceServiceGrpc.getPublishPricesMethod(),
            io.finstage.proto.v1.PublishPricesRequest.getDefaultInstance());
    var streamPrices =
        ready(
            strict(
                PriceServiceGrpc.getStreamPricesMethod(),
                io.finstage.proto.v1.StreamPricesRequest.getDefaultInstance()));
    var connect =
        ready(
            strict(
                PriceServiceGrpc.getConnectMethod(),
                io.finstage.proto.v1.ConnectRequest.getDefaultInstance()));
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(PriceServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(PriceServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(getPrices)
                .addMethod(listInstruments)
                .addMethod(bars)
                .addMethod(streamPrices)
                .addMethod(connect)
                .addMethod(publishPrices)
                .build())
        .addMethod(getPrices, ServerCalls.asyncUnaryCall(this::getPrices))
        .addMethod(listInstruments, ServerCalls.asyncUnaryCall(this::listInstruments))
        .addMethod(bars, ServerCalls.asyncUnaryCall(listBars))
        .addMethod(streamPrices, StreamCall.prices(conversations, clock))
        .addMethod(connect, ConnectCall.handler(conversations, clock))
        .addMethod(
            publishPrices,
            ServerCalls.asyncClientStreamingCall(answer -> new PublishCall(pushed, answer)))
        .build();
  }

  private void getPrices(GetPricesRequest request, StreamObserver<GetPricesResponse> answer) {
    Optional<Refusal> refusal =
        RequestCheck.symbols(
            request.getSymbolsList(), conversations.config().symbolsPerConnectionMax());
    if (refusal.isPresent()) {
      answer.onError(RichStatus.exception(refusal.get()));
      return;
    }
    GetPricesResponse.Builder response = GetPricesResponse.newBuilder();
    if (request.getSymbolsList().contains(SubscribeRequest.ALL)) {
      hub.lastValues().forEach(update -> response.addPrices(price(update)));
    } else {
      request.getSymbolsList().forEach(symbol -> response.addPrices(price(symbol)));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private void listInstruments(
      ListInstrumentsRequest request, StreamObserver<ListInstrumentsResponse> answer) {
    if (request.getPageSize() < 0) {
      answer.onError(
          RichStatus.exception(
              Refusal.invalid("INVALID_PAGE_SIZE", "page_size", "must not be negative")));
      return;
    }
    Optional<Symbol> after = PageToken.parse(request.getPageToken());
    if (!request.getPageToken().isEmpty() && after.isEmpty()) {
      answer.onError(
          RichStatus.exception(
              Refusal.invalid(
                  "INVALID_PAGE_TOKEN", "page_token", "must be a next_page_token of this server")));
      return;
    }
    int size =
        request.getPageSize() == 0
            ? PAGE_SIZE_DEFAULT
            : Math.min(request.getPageSize(), PAGE_SIZE_MAX);
    List<Symbol> rest =
        hub.lastValues().stream()
            .map(PriceUpdate::symbol)
            .filter(symbol -> after.isEmpty() || symbol.compareTo(after.get()) > 0)
            .limit(size + 1L)
            .toList();
    List<Symbol> page = rest.subList(0, Math.min(size, rest.size()));
    ListInstrumentsResponse.Builder response = ListInstrumentsResponse.newBuilder();
    for (Symbol symbol : page) {
      response.addInstruments(
          Instrument.newBuilder().setSymbol(symbol.value()).setSource(sourceOf.apply(symbol)));
    }
    if (rest.size() > size) {
      response.setNextPageToken(PageToken.after(page.getLast()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private Price price(String text) {
    if (!Symbol.isValid(text)) {
      return without(text, SymbolStatus.Value.INVALID_SYMBOL);
    }
    Symbol symbol = new Symbol(text);
    return hub.lastValue(symbol)
        .map(PriceGrpc::price)
        .orElseGet(() ->
            without(
                text,
                hub.knows(symbol)
                    ? SymbolStatus.Value.PENDING
                    : SymbolStatus.Value.UNKNOWN_SYMBOL));
  }

  private static Price price(PriceUpdate update) {
    return Price.newBuilder()
        .setSymbol(update.symbol().value())
        .setStatus(SymbolStatus.Value.OK)
        .setSequence(update.sequence())
        .setData(StreamEvents.data(update))
        .setTimestamp(Times.timestamp(update.timestamp()))
        .setReceivedAt(Times.timestamp(update.receivedAt()))
        .build();
  }

  private static Price without(String symbol, SymbolStatus.Value status) {
    return Price.newBuilder().setSymbol(symbol).setStatus(status).build();
  }

  private static <Q extends Message, R> MethodDescriptor<Q, R> strict(
      MethodDescriptor<Q, R> method, Q prototype) {
    return method.toBuilder(new StrictMarshaller<>(prototype), method.getResponseMarshaller())
        .build();
  }

  private static <Q, R> MethodDescriptor<Q, Batch> ready(MethodDescriptor<Q, R> method) {
    return method.toBuilder(method.getRequestMarshaller(), new BatchMarshaller()).build();
  }
}
