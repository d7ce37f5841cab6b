package io.finstage.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
public final class LaunchedServer implements AutoCloseable {

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

  /**
   * Starts and waits for the banner.
   *
   * @param arguments as in {@code --hub.ring-max=16}; without a port among them it is a free one
   */
  public static LaunchedServer start(Path folder, String... arguments) {
    return start(folder, QuickStart.environment(), arguments);
  }

  /** The same, with nothing that makes it quicker. */
  static LaunchedServer startPlain(Path folder, String... arguments) {
    return start(folder, Map.of(), arguments);
  }

  private static LaunchedServer start(
      Path folder, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script().toString()));
    command.addAll(List.of("--server.port=0", "--admin.port=0"));
    command.add("--data.dir=" + folder.resolve("data"));
    command.addAll(List.of(arguments));
    LaunchedServer server = run(folder, environment, command);
    server.awaitBanner();
    return server;
  }

  /** Waits until it is up, or has ended. */
  void awaitBanner() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(() -> output().contains("stop ") || !process.isAlive());
  }

  /** A port that nobody listens on at the moment. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      // Settings of whoever runs the tests are not the server's.
      builder.environment().keySet().removeIf(name -> name.startsWith("FINSTAGE_"));
      builder.environment().putAll(environment);
      return new LaunchedServer(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
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
  public String errors() {
    return read(err);
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL: no goodbye. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** SIGSTOP: it holds its connections and says nothing. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Waits for the end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running; it said: " + output() + errors());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " " + pid() + " failed with " + code);
    }
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
