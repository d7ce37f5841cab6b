package io.finstage.client;

import com.google.rpc.Code;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.BarColumns;
import io.finstage.proto.v1.IndicatorLine;
import io.finstage.proto.v1.IndicatorResult;
import io.finstage.proto.v1.IndicatorSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Between the generated types of analysis and ours. */
final class AnalysisWire {

  private AnalysisWire() {}

  static AnalyzeSymbolsRequest request(AnalysisRequest request) {
    AnalyzeSymbolsRequest.Builder wire =
        AnalyzeSymbolsRequest.newBuilder()
            .addAllSymbols(request.symbols())
            .addAllSignals(request.signals())
            .setOutput(output(request.output()));
    request.bars().forEach(bars -> wire.addBars(columns(bars)));
    request
        .indicators()
        .forEach(
            indicator -> wire.addIndicators(IndicatorSpec.newBuilder().setId(indicator.text())));
    request.interval().ifPresent(wire::setInterval);
    request.from().map(Wire::timestamp).ifPresent(wire::setStartTime);
    request.to().map(Wire::timestamp).ifPresent(wire::setEndTime);
    return wire.build();
  }

  static SymbolAnalysis answer(AnalyzeSymbolsResponse wire, List<Indicator> asked) {
    List<IndicatorValues> results = new ArrayList<>(wire.getResultsCount());
    for (IndicatorResult result : wire.getResultsList()) {
      int index = results.size();
      String text = index < asked.size() ? asked.get(index).text() : result.getIndicator();
      results.add(values(text, result));
    }
    return new SymbolAnalysis(
        wire.getSymbol(),
        wire.getStatus().getCode() == Code.OK_VALUE
            ? Optional.empty()
            : Optional.of(ErrorReader.read(wire.getStatus())),
        wire.getBars(),
        wire.getOpenTimeMsList().stream().map(Instant::ofEpochMilli).toList(),
        results,
        wire.getSignalsList().stream().map(AnalysisWire::signal).toList());
  }

  static IndicatorInfo info(io.finstage.proto.v1.Indicator wire) {
    return new IndicatorInfo(
        wire.getId(),
        wire.getAliasesList(),
        wire.getTitle(),
        wire.getCategory(),
        wire.getInputsList(),
        wire.getParametersList().stream()
            .map(line ->
                new IndicatorInfo.Parameter(
                    line.getName(),
                    line.getWhole(),
                    line.getMin(),
                    line.getMax(),
                    line.getDefaultValue()))
            .toList(),
        wire.getOutputsList().stream()
            .map(line -> new IndicatorInfo.Line(line.getName(), line.getUnit(), line.getOnPrice()))
            .toList(),
        wire.getStability(),
        wire.getProfilesList(),
        wire.getLookback(),
        wire.getFormula(),
        wire.getSource());
  }

  private static IndicatorValues values(String asked, IndicatorResult result) {
    LinkedHashMap<String, double[]> lines = new LinkedHashMap<>();
    for (IndicatorLine line : result.getLinesList()) {
      double[] values = new double[line.getValuesCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = line.getValues(i);
      }
      lines.put(line.getName(), values);
    }
    return new IndicatorValues(
        asked, result.getIndicator(), lines, result.getStableFrom(), result.getMissing());
  }

  private static Signal signal(io.finstage.proto.v1.Signal wire) {
    return new Signal(
        wire.getSignal(), wire.getKind(), Wire.instant(wire.getOpenTime()), wire.getValuesList());
  }

  private static io.finstage.proto.v1.Output output(Output output) {
    var wire = io.finstage.proto.v1.Output.newBuilder();
    if (output instanceof Output.Tail tail) {
      wire.setMode(io.finstage.proto.v1.Output.Mode.TAIL).setTail(tail.bars());
    } else if (output instanceof Output.Full) {
      wire.setMode(io.finstage.proto.v1.Output.Mode.FULL);
    } else {
      wire.setMode(io.finstage.proto.v1.Output.Mode.LAST);
    }
    return wire.build();
  }

  private static BarColumns columns(Bars bars) {
    BarColumns.Builder wire = BarColumns.newBuilder().setSymbol(bars.symbol());
    for (int i = 0; i < bars.size(); i++) {
      wire.addOpenTimeMs(bars.openTimeMillis()[i])
          .addOpen(bars.open()[i])
          .addHigh(bars.high()[i])
          .addLow(bars.low()[i])
          .addClose(bars.close()[i])
          .addVolume(bars.volume()[i]);
    }
    return wire.build();
  }
}
