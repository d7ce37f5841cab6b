package io.finstage.client;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.BarUpdate;
import io.finstage.proto.v1.Gap;
import io.finstage.proto.v1.IndicatorUpdate;
import io.finstage.proto.v1.SignalUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribed;
import io.finstage.proto.v1.SymbolResult;
import io.finstage.proto.v1.SymbolStatus.Value;
import java.util.Arrays;

/** What a server says of bars and indicators. */
final class FakeTopics {

  static final Timestamp OPEN = Timestamp.newBuilder().setSeconds(1_381_152_600).build();

  private FakeTopics() {}

  static StreamEvent bar(String symbol, long sequence, boolean snapshot) {
    return StreamEvent.newBuilder()
        .setBarUpdate(
            BarUpdate.newBuilder()
                .setSymbol(symbol)
                .setInterval("1m")
                .setSequence(sequence)
                .setSnapshot(snapshot)
                .setClosed(true)
                .setBar(
                    io.finstage.proto.v1.Bar.newBuilder()
                        .setOpenTime(OPEN)
                        .setOpen(2)
                        .setHigh(4)
                        .setLow(1)
                        .setClose(3)
                        .setVolume(100)
                        .setTrades(7)))
        .build();
  }

  static StreamEvent indicator(String indicator, long sequence, boolean snapshot, double value) {
    return StreamEvent.newBuilder()
        .setIndicatorUpdate(
            IndicatorUpdate.newBuilder()
                .setSymbol("SPY")
                .setInterval("1m")
                .setIndicator(indicator)
                .setSequence(sequence)
                .setSnapshot(snapshot)
                .setOpenTime(OPEN)
                .putValues("rsi", value))
        .build();
  }

  static StreamEvent signal(String signal, long sequence) {
    return StreamEvent.newBuilder()
        .setSignalUpdate(
            SignalUpdate.newBuilder()
                .setSymbol("SPY")
                .setInterval("1m")
                .setSignal(signal)
                .setSequence(sequence)
                .setKind("CROSSES_ABOVE")
                .setOpenTime(OPEN)
                .addValues(2)
                .addValues(1))
        .build();
  }

  static StreamEvent gap(String indicator, long from, long to) {
    return StreamEvent.newBuilder()
        .setGap(
            Gap.newBuilder()
                .setChannel("indicators")
                .setSymbol("SPY")
                .setInterval("1m")
                .setIndicator(indicator)
                .setFromSequence(from)
                .setToSequence(to)
                .setCause(Gap.Cause.SLOW_CONSUMER))
        .build();
  }

  /** The answer for SPY, one line per indicator, in one interval; an empty one is of bars. */
  static StreamEvent subscribed(String requestId, long sequence, String... indicators) {
    Subscribed.Builder answer =
        Subscribed.newBuilder().setRequestId(requestId).setChannel("indicators");
    Arrays.stream(indicators)
        .forEach(indicator ->
            answer.addResults(
                SymbolResult.newBuilder()
                    .setSymbol("SPY")
                    .setStatus(Value.OK)
                    .setSequence(sequence)
                    .setInterval("1m")
                    .setIndicator(indicator)));
    return StreamEvent.newBuilder().setSubscribed(answer).build();
  }
}
