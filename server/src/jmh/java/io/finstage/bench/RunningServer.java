package io.finstage.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A contestant's server, pinned to the first core. Closing it ends the process. */
final class RunningServer implements AutoCloseable {

  static final String CORE = "0";

  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final long STOP_MAX_SECONDS = 15;

  private final @Nullable Process process;
  private final long pid;
  private final int port;

  private RunningServer(@Nullable Process process, long pid, int port) {
    this.process = process;
    this.pid = pid;
    this.port = port;
  }

  static RunningServer start(Contestant contestant, Scenario scenario, BenchOptions options)
      throws IOException, InterruptedException {
    BenchOptions.Attached attach = options.attach();
    if (attach != null) {
      return new RunningServer(null, attach.pid(), attach.port());
    }
    int port = freePort();
    List<String> jvm = new ArrayList<>(List.of("-XX:+UseG1GC"));
    jvm.add("-Xms" + scenario.heapMegabytes() + "m");
    jvm.add("-Xmx" + scenario.heapMegabytes() + "m");
    jvm.addAll(options.serverOptions());
    List<String> command = new ArrayList<>(List.of("taskset", "-c", CORE));
    command.addAll(
        switch (contestant) {
          case FINSTAGE -> finstage(scenario, options, port);
          case NETTY_EACH -> peer(NettyBroadcaster.class, jvm, scenario, port, "each");
          case NETTY_COALESCED -> peer(NettyBroadcaster.class, jvm, scenario, port, "coalesced");
          case GRPC_JAVA -> peer(GrpcBroadcaster.class, jvm, scenario, port);
        });
    return launch(command, jvm, port, scenario.name() + "-" + contestant.option());
  }

  /**
   * A Finstage on all cores, with more configuration.
   *
   * @param name of its log
   */
  static RunningServer start(BenchOptions options, String name, List<String> arguments)
      throws IOException, InterruptedException {
    int port = freePort();
    return launch(command(options, port, arguments), options.serverOptions(), port, name);
  }

  /** Two ports that nobody listens on. */
  record Ports(int main, int admin) {

    static Ports free() throws IOException {
      return new Ports(freePort(), freePort());
    }
  }

  /** The same on given ports: where one was before that has died. */
  static RunningServer startAt(
      Ports ports, BenchOptions options, String name, List<String> arguments)
      throws IOException, InterruptedException {
    return launch(command(options, ports, arguments), options.serverOptions(), ports.main(), name);
  }

  /** A Finstage on the first core, with a fixed heap and more configuration. */
  static RunningServer startOnOneCore(
      BenchOptions options, String name, int heapMegabytes, List<String> arguments)
      throws IOException, InterruptedException {
    return startOnOneCore(Ports.free(), options, name, heapMegabytes, arguments);
  }

  /** The same on given ports. */
  static RunningServer startOnOneCore(
      Ports ports, BenchOptions options, String name, int heapMegabytes, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> jvm = new ArrayList<>();
    jvm.add("-Xms" + heapMegabytes + "m");
    jvm.add("-Xmx" + heapMegabytes + "m");
    jvm.addAll(options.serverOptions());
    List<String> command = new ArrayList<>(List.of("taskset", "-c", CORE));
    command.addAll(command(options, ports, arguments));
    return launch(command, jvm, ports.main(), name);
  }

  long pid() {
    return pid;
  }

  int port() {
    return port;
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    if (process != null) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      var _ = process.waitFor();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      end(process);
    }
  }

  private static RunningServer launch(List<String> command, List<String> jvm, int port, String name)
      throws IOException, InterruptedException {
    Path log = Path.of("target/bench", name + ".log");
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    builder.environment().put("FINSTAGE_JAVA_OPTS", String.join(" ", jvm));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      awaitListening(process, port, log);
      return new RunningServer(process, javaPid(process), port);
    } catch (RuntimeException | InterruptedException e) {
      end(process);
      throw e;
    }
  }

  private static List<String> finstage(Scenario scenario, BenchOptions options, int port)
      throws IOException {
    return command(options, port, arguments(scenario));
  }

  /** What makes a Finstage offer what the scenario says, with a new data folder. */
  static List<String> arguments(Scenario scenario) throws IOException {
    return List.of(
        "--data.dir=" + Files.createTempDirectory("finstage-bench"),
        "--feed.source=simulated",
        "--feed.simulated.symbols=" + String.join(",", scenario.symbols()),
        "--feed.simulated.rate=" + scenario.ticksPerSecond());
  }

  private static List<String> command(BenchOptions options, int port, List<String> arguments)
      throws IOException {
    return command(options, new Ports(port, freePort()), arguments);
  }

  private static List<String> command(BenchOptions options, Ports ports, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(options.server().resolve("bin/finstage").toAbsolutePath().toString());
    command.add("--server.port=" + ports.main());
    command.add("--admin.port=" + ports.admin());
    command.addAll(arguments);
    command.addAll(options.serverArguments());
    return command;
  }

  private static List<String> peer(
      Class<?> main, List<String> jvm, Scenario scenario, int port, String... arguments) {
    List<String> command = new ArrayList<>(java(jvm, main));
    command.addAll(List.of(scenario.name(), Integer.toString(port)));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs {@code main} with this process' Java and class path. */
  static List<String> java(List<String> jvm, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    // Netty's fast buffers, as its own documentation asks for on this JDK.
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("-Dio.netty.tryReflectionSetAccessible=true");
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(Process process, int port, Path log)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return;
      } catch (IOException e) {
        process.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    throw new IllegalStateException("no server: see " + log + "\n" + Files.readString(log));
  }

  /** The start script may stay between taskset and Java. */
  private static long javaPid(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no java among the started processes"))
        .pid();
  }

  private static void end(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(STOP_MAX_SECONDS, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
