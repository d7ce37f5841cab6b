package io.finstage.server.analysis.kinds;

import io.finstage.server.bars.BarExport;
import io.finstage.server.bars.BarStore;
import io.finstage.server.bars.Session;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.Payload;
import io.finstage.server.tasks.ResultText;
import io.finstage.server.tasks.TaskContext;
import io.finstage.server.tasks.TaskHandler;
import io.finstage.server.tasks.TaskKind;
import java.util.Set;

/** Bars of the store as comma-separated values, in the form that import-bars reads. */
public final class ExportBarsHandler implements TaskHandler {

  /** What it is called by; each holds a result in memory. */
  public static final TaskKind KIND =
      TaskKind.builtIn("export-bars", "bars of the store as comma-separated values", 2);

  private final BarStore store;
  private final Session session;
  private final int resultBytesMax;

  /**
   * @param resultBytesMax value of {@link ResultText#KEY}
   */
  public ExportBarsHandler(BarStore store, Session session, int resultBytesMax) {
    this.store = store;
    this.session = session;
    this.resultBytesMax = resultBytesMax;
  }

  @Override
  public Bytes run(TaskContext context) throws Exception {
    Payload payload = Payload.of(context.payload());
    Interval interval = MarketFields.interval(payload);
    Set<Symbol> symbols = MarketFields.symbols(payload);
    MarketFields.Range range = MarketFields.range(payload);
    payload.end(context.kind());
    BarExport export = new BarExport(store, interval, session);
    // How many there are nobody knows before; half is what is neither begun nor done.
    return ResultText.of(
        resultBytesMax,
        "fewer symbols or a shorter range",
        out ->
            export.run(
                out,
                symbols,
                range.startMillis(),
                range.endMillis(),
                bars -> context.progress(0.5, "%,d bars".formatted(bars))));
  }
}
