package io.finstage.server.analysis.kinds;

import com.google.gson.stream.JsonWriter;
import io.finstage.server.analysis.Fault;
import io.finstage.server.analysis.SignalEvent;
import io.finstage.server.analysis.SymbolAnalysis;
import io.finstage.server.analysis.SymbolAnalysis.Done;
import io.finstage.server.analysis.SymbolAnalysis.Failed;
import io.finstage.server.analysis.SymbolAnalysis.Result;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.ResultText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Optional;

/**
 * One symbol's analysis as a JSON object in one line, with the field names of the contract. A value
 * that is not there (while an indicator warms up) is {@code null}, since JSON has no NaN.
 *
 * @param reason of the failure; empty where there is none
 * @param text empty where it alone is longer than a result may be
 */
record AnalysisLine(String symbol, String reason, Optional<Bytes> text, String tooLong) {

  /** Encodes it. Any thread; does not wait. */
  static AnalysisLine of(SymbolAnalysis analysis, int bytesMax) {
    String reason =
        switch (analysis) {
          case Done done -> "";
          case Failed(String symbol, Fault fault) -> fault.reason();
        };
    try {
      Bytes text =
          ResultText.of(bytesMax, "fewer indicators or fewer values", out -> line(analysis, out));
      return new AnalysisLine(analysis.symbol(), reason, Optional.of(text), "");
    } catch (FailedForGoodException e) {
      return new AnalysisLine(
          analysis.symbol(), reason, Optional.empty(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Appends it with its end of line. */
  void writeTo(Writer out) throws IOException, FailedForGoodException {
    if (text.isEmpty()) {
      throw new FailedForGoodException(tooLong);
    }
    out.write(text.get().text());
    out.write('\n');
  }

  private static void line(SymbolAnalysis analysis, Writer out) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.beginObject();
    json.name("symbol").value(analysis.symbol());
    switch (analysis) {
      case Failed(String symbol, Fault fault) -> failed(json, fault);
      case Done done -> done(json, done);
    }
    json.endObject();
    json.flush();
  }

  /** The message of a wrong symbol names its place in a portion, which nobody knows of. */
  private static void failed(JsonWriter json, Fault fault) throws IOException {
    boolean ofRequest = fault.code() == Fault.Code.INVALID_ARGUMENT && !fault.fields().isEmpty();
    json.name("error").beginObject();
    json.name("code").value(fault.code().name());
    json.name("reason").value(fault.reason());
    json.name("message")
        .value(ofRequest ? fault.fields().getFirst().description() : fault.message());
    json.endObject();
  }

  private static void done(JsonWriter json, Done done) throws IOException {
    int bars = done.bars().size();
    json.name("bars").value(bars);
    json.name("open_time_ms").beginArray();
    for (int i = done.from(); i < bars; i++) {
      json.value(done.bars().openAtMillis()[i]);
    }
    json.endArray();
    json.name("results").beginArray();
    for (Result result : done.results()) {
      result(json, result, done.from(), bars);
    }
    json.endArray();
    json.name("signals").beginArray();
    for (SignalEvent event : done.signals()) {
      json.beginObject();
      json.name("signal").value(event.rule().text());
      json.name("kind").value(event.rule().kind().name());
      json.name("open_time").value(Instant.ofEpochMilli(event.openAtMillis()).toString());
      json.name("values").beginArray();
      for (double value : event.values()) {
        value(json, value);
      }
      json.endArray().endObject();
    }
    json.endArray();
  }

  private static void result(JsonWriter json, Result result, int from, int bars)
      throws IOException {
    json.beginObject();
    json.name("indicator").value(result.recipe().text());
    json.name("stable_from").value(Math.min(result.recipe().stableFrom(), bars));
    json.name("missing").value(result.missing());
    json.name("lines").beginArray();
    for (int line = 0; line < result.lines().size(); line++) {
      json.beginObject();
      json.name("name").value(result.recipe().descriptor().outputs().get(line).name());
      json.name("values").beginArray();
      for (int i = from; i < bars; i++) {
        value(json, result.lines().get(line)[i]);
      }
      json.endArray().endObject();
    }
    json.endArray().endObject();
  }

  private static void value(JsonWriter json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.value(value);
    } else {
      json.nullValue();
    }
  }
}
