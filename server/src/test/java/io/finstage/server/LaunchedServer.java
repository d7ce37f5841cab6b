package io.finstage.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The packaged server as a child process, started as a person would. */
final class LaunchedServer implements AutoCloseable {

  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("finstage.distribution", "target/finstage")).toAbsolutePath();
  private static final long PATIENCE_SECONDS = 60;
  private static final Pattern PAGE = Pattern.compile("page +http://127\\.0\\.0\\.1:(\\d+)/");
  private static final Pattern HEALTH = Pattern.compile("health +http://127\\.0\\.0\\.1:(\\d+)/");

  private final Process process;
  private final Path out;
  private final Path err;

  private LaunchedServer(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The launch script of the distribution. */
  static Path script() {
    return DISTRIBUTION.resolve("bin").resolve("finstage");
  }

  /** Starts on free ports and waits for the banner. */
  static LaunchedServer start(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script().toString()));
    command.addAll(List.of("--server.port=0", "--admin.port=0"));
    command.addAll(List.of(arguments));
    LaunchedServer server = run(folder, Map.of(), command);
    Awaitility.await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(() -> server.output().contains("stop ") || !server.process.isAlive());
    return server;
  }

  /** Runs any command, with {@code folder} as the caller's. */
  static LaunchedServer run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile(folder, "out", ".txt");
      Path err = Files.createTempFile(folder, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new LaunchedServer(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return number(PAGE);
  }

  int adminPort() {
    return number(HEALTH);
  }

  /** Of the operating system. */
  long pid() {
    return process.pid();
  }

  /** Standard output so far. */
  String output() {
    return read(out);
  }

  /** Standard error so far. */
  String errors() {
    return read(err);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running; it said: " + output() + errors());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private int number(Pattern pattern) {
    Matcher matcher = pattern.matcher(output());
    if (!matcher.find()) {
      throw new AssertionError("no banner; it said: " + output() + errors());
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
