package io.finstage.server.api;

import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.IndicatorLine;
import io.finstage.proto.v1.IndicatorResult;
import io.finstage.proto.v1.Signal;
import io.finstage.server.analysis.Fault;
import io.finstage.server.analysis.SignalEvent;
import io.finstage.server.analysis.SymbolAnalysis;
import io.finstage.server.analysis.SymbolAnalysis.Done;
import io.finstage.server.analysis.SymbolAnalysis.Failed;
import io.finstage.server.analysis.SymbolAnalysis.Result;
import io.grpc.Status;
import java.time.Instant;

/** What an analysis came to, as the contract spells it. Every function is pure. */
public final class AnalysisAnswers {

  private AnalysisAnswers() {}

  /** One symbol's answer. */
  public static AnalyzeSymbolsResponse response(SymbolAnalysis analysis) {
    AnalyzeSymbolsResponse.Builder response =
        AnalyzeSymbolsResponse.newBuilder().setSymbol(analysis.symbol());
    return switch (analysis) {
      case Failed(String symbol, Fault fault) ->
          response.setStatus(refusal(fault).rpcStatus()).build();
      case Done done -> done(response, done);
    };
  }

  /** A fault, in the words of both wires. */
  public static Refusal refusal(Fault fault) {
    return new Refusal(
        Status.Code.valueOf(fault.code().name()),
        fault.reason(),
        fault.message(),
        fault.fields().stream()
            .map(field -> new Refusal.Violation(field.name(), field.description()))
            .toList(),
        fault.metadata());
  }

  private static AnalyzeSymbolsResponse done(AnalyzeSymbolsResponse.Builder response, Done done) {
    int bars = done.bars().size();
    response.setStatus(com.google.rpc.Status.getDefaultInstance()).setBars(bars);
    for (int i = done.from(); i < bars; i++) {
      response.addOpenTimeMs(done.bars().openAtMillis()[i]);
    }
    for (Result result : done.results()) {
      response.addResults(result(result, done.from(), bars));
    }
    for (SignalEvent event : done.signals()) {
      response.addSignals(signal(event));
    }
    return response.build();
  }

  private static IndicatorResult.Builder result(Result result, int from, int bars) {
    IndicatorResult.Builder message =
        IndicatorResult.newBuilder()
            .setIndicator(result.recipe().text())
            .setStableFrom(result.stableFrom())
            .setMissing((int) result.missing());
    for (int line = 0; line < result.lines().size(); line++) {
      IndicatorLine.Builder values =
          IndicatorLine.newBuilder()
              .setName(result.recipe().descriptor().outputs().get(line).name());
      double[] all = result.lines().get(line);
      for (int i = from; i < bars; i++) {
        values.addValues(all[i]);
      }
      message.addLines(values);
    }
    return message;
  }

  private static Signal.Builder signal(SignalEvent event) {
    return Signal.newBuilder()
        .setSignal(event.rule().text())
        .setKind(event.rule().kind().name())
        .setOpenTime(Times.timestamp(Instant.ofEpochMilli(event.openAtMillis())))
        .addAllValues(event.values());
  }
}
