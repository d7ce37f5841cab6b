package io.finstage.server.analysis.kinds;

import io.finstage.server.analysis.AnalysisRequest;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.analysis.Fault;
import io.finstage.server.analysis.Stop;
import io.finstage.server.analysis.SymbolAnalysis;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.TaskContext;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Analyses more symbols than one analysis may have: a portion at a time, each an analysis of its
 * own, so that others get their turn between. Where a portion is too much for the limit on values
 * or on time, what is left of it is tried again in smaller ones; a symbol that is too much alone
 * has failed. Not thread-safe.
 */
final class Universe {

  private static final int PORTION = 64;
  private static final int SMALLER = 4;

  /** Reason of a symbol that no longer fits beside the others of its portion. */
  private static final String TOO_MANY_VALUES = "VALUES_MAX";

  /** Leaves the analyzer through a function that may throw nothing; never leaves this class. */
  private static final class NotWritten extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Exception cause;

    NotWritten(Exception cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private final Analyzer analyzer;
  private final AnalysisRequest request;
  private final int lineBytesMax;
  private final TaskContext context;
  private final Writer out;
  private int portion;
  private int done;

  /**
   * @param request for its symbols there are others
   */
  Universe(
      Analyzer analyzer,
      AnalysisRequest request,
      int symbolsMax,
      int lineBytesMax,
      TaskContext context,
      Writer out) {
    this.analyzer = analyzer;
    this.request = request;
    this.lineBytesMax = lineBytesMax;
    this.context = context;
    this.out = out;
    this.portion = Math.min(PORTION, symbolsMax);
  }

  /** Writes a line for each. */
  void analyze(List<String> symbols) throws Exception {
    Deque<String> left = new ArrayDeque<>(symbols);
    while (!left.isEmpty()) {
      List<String> chosen = new ArrayList<>();
      while (chosen.size() < portion && !left.isEmpty()) {
        chosen.add(left.removeFirst());
      }
      List<String> again = portion(chosen, symbols.size());
      if (!again.isEmpty()) {
        portion = Math.max(1, portion / SMALLER);
        again.reversed().forEach(left::addFirst);
      }
    }
  }

  /** Those that are to be tried again, with fewer beside them. */
  private List<String> portion(List<String> symbols, int of) throws Exception {
    boolean alone = symbols.size() == 1;
    Set<String> open = new LinkedHashSet<>(symbols);
    Optional<Fault> fault;
    try {
      fault =
          analyzer.analyze(
              with(symbols),
              analysis -> AnalysisLine.of(analysis, lineBytesMax),
              line -> {
                if (alone || !line.reason().equals(TOO_MANY_VALUES)) {
                  open.remove(line.symbol());
                  write(line, of);
                }
              },
              new Stop());
    } catch (NotWritten e) {
      throw e.cause;
    }
    if (fault.isPresent()) {
      boolean tooSlow = fault.get().code() == Fault.Code.DEADLINE_EXCEEDED;
      if (!tooSlow) {
        throw asException(fault.get());
      }
      if (alone && !open.isEmpty()) {
        SymbolAnalysis failed = new SymbolAnalysis.Failed(symbols.getFirst(), fault.get());
        open.clear();
        write(AnalysisLine.of(failed, lineBytesMax), of);
      }
    }
    return List.copyOf(open);
  }

  private void write(AnalysisLine line, int of) {
    try {
      line.writeTo(out);
    } catch (IOException | FailedForGoodException e) {
      throw new NotWritten(e);
    }
    done++;
    context.progress((double) done / of, "%d of %d symbols".formatted(done, of));
  }

  private AnalysisRequest with(List<String> symbols) {
    return new AnalysisRequest(
        symbols,
        List.of(),
        request.interval(),
        request.start(),
        request.end(),
        request.indicators(),
        request.signals(),
        request.window());
  }

  /** What may be well another time is worth another attempt. */
  private static Exception asException(Fault fault) {
    boolean passes =
        fault.metadata().containsKey(Fault.RETRY_AFTER_MS)
            || fault.code() == Fault.Code.UNAVAILABLE
            || fault.code() == Fault.Code.INTERNAL;
    return passes ? new IOException(fault.message()) : new FailedForGoodException(wrong(fault));
  }

  private static String wrong(Fault fault) {
    return fault.fields().isEmpty()
        ? fault.message()
        : fault.fields().stream()
            .map(field -> field.name() + " " + field.description())
            .collect(Collectors.joining("; "));
  }
}
