package io.finstage.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The loop of {@code src/jmh/python/pandas_loop.py}, in a Python that waits for its turns. */
final class PandasLoop implements AutoCloseable {

  private static final String SCRIPT = "src/jmh/python/pandas_loop.py";

  /** The first that has pandas. A version manager's Python often hides the system's. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter turns;
  private final String version;

  private PandasLoop(Process process, BufferedReader answers, String version) {
    this.process = process;
    this.answers = answers;
    this.turns = process.outputWriter();
    this.version = version;
  }

  /** Empty where there is no Python with pandas. */
  static Optional<PandasLoop> start(Path bars, int symbols) throws IOException {
    for (String python : PYTHONS) {
      Optional<PandasLoop> started = start(python, bars, symbols);
      if (started.isPresent()) {
        return started;
      }
    }
    return Optional.empty();
  }

  private static Optional<PandasLoop> start(String python, Path bars, int symbols)
      throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(python, SCRIPT, bars.toString(), Integer.toString(symbols))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    BufferedReader answers = process.inputReader();
    String ready = answers.readLine();
    if (ready == null) {
      process.destroy();
      return Optional.empty();
    }
    return Optional.of(new PandasLoop(process, answers, ready.replaceFirst("ready ", "")));
  }

  /** As in "pandas 1.5.3 Python 3.11.2". */
  String version() {
    return version;
  }

  AnalysisClient.Answer turn() throws IOException {
    turns.newLine();
    turns.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the pandas loop has ended");
    }
    String[] millisAndSum = line.split(" ", 2);
    return new AnalysisClient.Answer(
        Double.parseDouble(millisAndSum[0]), Double.parseDouble(millisAndSum[1]));
  }

  @Override
  public void close() {
    try {
      turns.close();
      answers.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroy();
    }
  }
}
