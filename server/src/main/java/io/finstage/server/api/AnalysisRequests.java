package io.finstage.server.api;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.BarColumns;
import io.finstage.proto.v1.Output;
import io.finstage.server.analysis.AnalysisRequest;
import io.finstage.server.analysis.AnalysisRequest.Columns;
import io.finstage.server.analysis.AnalysisRequest.Spec;
import io.finstage.server.analysis.AnalysisRequest.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests for analyses, as the analysis takes them. Every function is pure. */
public final class AnalysisRequests {

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private AnalysisRequests() {}

  /** What no domain type could hold; empty when {@link #request} may follow. */
  public static Optional<Refusal> refusal(AnalyzeSymbolsRequest asked) {
    if (asked.getOutput().getMode() == Output.Mode.UNRECOGNIZED) {
      return Optional.of(
          Refusal.invalid("INVALID_OUTPUT", "output.mode", "must be LAST, TAIL or FULL"));
    }
    if (asked.getOutput().getMode() != Output.Mode.TAIL && asked.getOutput().getTail() != 0) {
      return Optional.of(
          Refusal.invalid("INVALID_OUTPUT", "output.tail", "must be absent unless mode is TAIL"));
    }
    return time("start_time", asked.getStartTime()).or(() -> time("end_time", asked.getEndTime()));
  }

  /** The request of a message without {@link #refusal}. */
  public static AnalysisRequest request(AnalyzeSymbolsRequest asked) {
    return new AnalysisRequest(
        asked.getSymbolsList(),
        asked.getBarsList().stream().map(AnalysisRequests::columns).toList(),
        asked.getInterval(),
        asked.hasStartTime() ? Optional.of(instant(asked.getStartTime())) : Optional.empty(),
        asked.hasEndTime() ? Optional.of(instant(asked.getEndTime())) : Optional.empty(),
        asked.getIndicatorsList().stream()
            .map(it -> new Spec(it.getId(), it.getParamsMap(), it.getProfile()))
            .toList(),
        asked.getSignalsList(),
        window(asked.getOutput()));
  }

  private static Window window(Output output) {
    return switch (output.getMode()) {
      case TAIL -> new Window.Tail(output.getTail());
      case FULL -> new Window.Full();
      case LAST, MODE_UNSPECIFIED, UNRECOGNIZED -> new Window.Last();
    };
  }

  private static Columns columns(BarColumns bars) {
    long[] openAtMillis = new long[bars.getOpenTimeMsCount()];
    for (int i = 0; i < openAtMillis.length; i++) {
      openAtMillis[i] = bars.getOpenTimeMs(i);
    }
    return new Columns(
        bars.getSymbol(),
        openAtMillis,
        values(bars.getOpenList()),
        values(bars.getHighList()),
        values(bars.getLowList()),
        values(bars.getCloseList()),
        values(bars.getVolumeList()));
  }

  private static double[] values(List<Double> list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }

  private static Optional<Refusal> time(String field, Timestamp time) {
    boolean sane =
        time.getSeconds() >= Instant.MIN.getEpochSecond()
            && time.getSeconds() <= Instant.MAX.getEpochSecond()
            && time.getNanos() >= 0
            && time.getNanos() < NANOS_PER_SECOND;
    return sane
        ? Optional.empty()
        : Optional.of(Refusal.invalid("INVALID_TIME", field, "must be a time"));
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
